import type { Standing } from '#src/advisor/standing.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import { namedId } from './words.ts'

const clients: Readonly<Record<string, string>> = {
  browser: 'Browser', mobileAppsAndDesktopClients: 'Mobile apps and desktop clients',
  exchangeActiveSync: 'Exchange ActiveSync clients', easSupported: 'Exchange ActiveSync clients (supported platforms)', other: 'Other clients'
}
const flows: Readonly<Record<string, string>> = { deviceCodeFlow: 'Device code flow', authenticationTransfer: 'Authentication transfer' }

/** A sign-in as the fields of Entra's What If and what to enter there; fields that stay empty are left out. */
export function whatIfFields({ signInIdentity, signInContext, signInConditions, requestedScopes }: SignIn, standing: Standing): [string, string][] {
  const named = (id: string | null | undefined): string | undefined => id === null || id === undefined ? undefined : namedId(standing, id)
  const { deviceInfo, clientAppType, authenticationFlow, ...plain } = signInConditions
  const fields: [string, string | null | undefined][] = [
    ['User', named(signInIdentity.userId)], ['External user type', signInIdentity.externalUserType], ['Home tenant', named(signInIdentity.externalTenantId)],
    ['Workload identity', named(signInIdentity.servicePrincipalId)], ['Agent identity', named(signInIdentity.agentServicePrincipalId)],
    ['Target resources', signInContext.includeApplications?.map(id => namedId(standing, id)).join(', ')],
    ['User action', signInContext.userAction], ['Authentication context', signInContext.authenticationContextValue],
    ['IP address', plain.ipAddress], ['Country', plain.country], ['Device platform', plain.devicePlatform],
    ['Client apps', clientAppType === null || clientAppType === undefined ? clientAppType : clients[clientAppType] ?? clientAppType],
    ['Device', deviceInfo === null || deviceInfo === undefined ? 'not registered' : deviceWords(deviceInfo)],
    ['Sign-in risk', plain.signInRiskLevel], ['User risk', plain.userRiskLevel], ['Insider risk', plain.insiderRiskLevel],
    ['Service principal risk', plain.servicePrincipalRiskLevel], ['Agent risk', plain.agentIdRiskLevel],
    ['Authentication flow', flowWords(authenticationFlow?.transferMethod)],
    ['Requested scopes (What If has no field for them)', requestedScopes?.join(', ')]
  ]
  return fields.flatMap(([name, value]): [string, string][] => value === undefined || value === null || value === '' || value === 'none' ? [] : [[name, value]])
}

function flowWords(method: string | null | undefined): string | null | undefined {
  return method === null || method === undefined ? method : flows[method] ?? method
}

function deviceWords(device: Readonly<Record<string, unknown>>): string {
  const set = Object.entries(device).filter(([, value]) => value !== null && value !== undefined)
  return set.length === 0 ? 'registered' : `registered, ${set.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ')}`
}
