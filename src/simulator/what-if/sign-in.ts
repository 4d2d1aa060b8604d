import { isObject, type Json, object, same, text, texts } from './json.ts'
import { evaluateBody, fits } from './shapes.ts'

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

const userActions: Readonly<Record<string, string>> = { // S4
  registersecurityinformation: 'urn:user:registersecurityinfo', registerorjoindevices: 'urn:user:registerdevice'
}

/** Reads a body; refuses what is not a sign-in (S10). */
export function readSignIn(body: unknown): SignIn {
  const { signInIdentity, signInContext, signInConditions, requestedScopes, publicClient } = object(body)
  const who = object(signInIdentity)
  const workload = text(who['servicePrincipalId']) ?? text(who['agentServicePrincipalId'])
  const isUser = text(who['@odata.type'])?.endsWith('userSignIn') ?? ['userId', 'externalUserType', 'externalTenantId'].some((name) => text(who[name]) !== null)
  const target = targetOf(object(signInContext))
  const isSignIn = isObject(body) && fits(body, evaluateBody) && (workload !== null || isUser)
  if (!isSignIn || target === undefined) throw new Error('the body is not a sign-in: give identity, context and conditions as Graph\'s `evaluate` takes them')
  return {
    userId: text(who['userId']), externalType: text(who['externalUserType']), externalTenant: text(who['externalTenantId']), workload,
    target, conditions: object(signInConditions), scopes: texts(requestedScopes), isPublic: publicClient === true
  }
}

function targetOf(context: Json): Target | undefined {
  const appIds = texts(context['includeApplications'])
  if (appIds.length > 0) return { kind: 'application', appIds }
  const action = text(context['userAction'])
  if (action !== null) return { kind: 'userActions', value: userActions[action.toLowerCase()] ?? action }
  const value = text(context['authenticationContextValue'])
  return value === null ? undefined : { kind: 'authenticationContext', value }
}

/** Absent, null and `all` mean that the value is not given (S5). */
export function given(value: unknown): string | null {
  return same(value, 'all') ? null : text(value)
}
