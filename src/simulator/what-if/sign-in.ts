import { isObject, type Json, object, same, text, texts } from './json.ts'

/** A sign-in as the rulings S1 to S10 read the body of Graph's `evaluate` (§4). */
export interface SignIn {
  readonly userId: string | null
  readonly externalType: string | null
  readonly externalTenant: string | null
  readonly workload: string | null
  readonly target: Target
  readonly conditions: Json
  readonly scopes: readonly string[]
  readonly isPublic: boolean
}

export type Target =
  | { readonly kind: 'application', readonly appIds: readonly string[] }
  | { readonly kind: 'userActions' | 'authenticationContext', readonly value: string }

const texted = ['devicePlatform', 'clientAppType', 'country', 'ipAddress', 'signInRiskLevel', 'userRiskLevel', 'servicePrincipalRiskLevel',
  'insiderRiskLevel', 'agentIdRiskLevel']
const userActions: Readonly<Record<string, string>> = { // S4
  registersecurityinformation: 'urn:user:registersecurityinfo', registerorjoindevices: 'urn:user:registerdevice'
}

function refuse(pointer: string): never {
  throw new Error(`the body is not a sign-in: look at \`${pointer}\``)
}

function member(parent: Json, name: string, test: (value: unknown) => boolean): void {
  const value = parent[name]
  if (value !== undefined && value !== null && !test(value)) refuse(name)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}

/** Reads a body; refuses what is not a sign-in (S10). */
export function readSignIn(body: unknown): SignIn {
  const { signInIdentity: who, signInContext: what, signInConditions: conditions, ...rest } = object(body)
  if (!isObject(who)) return refuse('/signInIdentity')
  if (!isObject(what)) return refuse('/signInContext')
  if (!isObject(conditions)) return refuse('/signInConditions')
  for (const name of ['userId', 'externalTenantId', 'externalUserType', 'servicePrincipalId', 'agentServicePrincipalId']) member(who, name, isText)
  for (const name of texted) member(conditions, name, isText)
  for (const name of ['authenticationFlow', 'deviceInfo']) member(conditions, name, isObject)
  member(object(conditions['authenticationFlow']), 'transferMethod', isText)
  member(object(conditions['deviceInfo']), 'isCompliant', (value) => typeof value === 'boolean')
  for (const name of ['physicalIds', 'systemLabels']) member(object(conditions['deviceInfo']), name, areTexts)
  member(rest, 'requestedScopes', areTexts)
  member(rest, 'publicClient', (value) => typeof value === 'boolean')
  const workload = text(who['servicePrincipalId']) ?? text(who['agentServicePrincipalId'])
  const isUser = workload === null && (text(who['@odata.type'])?.endsWith('userSignIn') ??
    ['userId', 'externalUserType', 'externalTenantId'].some((name) => isText(who[name])))
  if (workload === null && !isUser) return refuse('/signInIdentity')
  return {
    userId: text(who['userId']), externalType: text(who['externalUserType']), externalTenant: text(who['externalTenantId']), workload,
    target: readTarget(what), conditions, scopes: texts(rest['requestedScopes']), isPublic: rest['publicClient'] === true
  }
}

function readTarget(context: Json): Target {
  member(context, 'includeApplications', areTexts)
  member(context, 'userAction', isText)
  member(context, 'authenticationContextValue', isText)
  const appIds = texts(context['includeApplications'])
  if (appIds.length > 0) return { kind: 'application', appIds }
  const action = text(context['userAction'])
  if (action !== null) return { kind: 'userActions', value: userActions[action.toLowerCase()] ?? action }
  const value = text(context['authenticationContextValue'])
  return value === null ? refuse('/signInContext') : { kind: 'authenticationContext', value }
}

/** Absent, null and `all` mean that the value is not given (S5). */
export function given(value: unknown): string | null {
  return same(value, 'all') ? null : text(value)
}
