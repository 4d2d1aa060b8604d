import { isEmpty, isObject } from './json.ts'

type Shape = 'text' | 'texts' | 'boolean' | 'anything' | { readonly [name: string]: Shape }

const guests: Shape = { guestOrExternalUserTypes: 'text', externalTenants: { membershipKind: 'text', members: 'texts' } }
const filter: Shape = { mode: 'text', rule: 'text' }
const platform: Shape = { includePlatforms: 'texts', excludePlatforms: 'texts' }
const location: Shape = { includeLocations: 'texts', excludeLocations: 'texts' }

/** The members of `conditionalAccessConditionSet` that the documentation explains (§1.1); another is C22's. */
export const conditionSet: Shape = {
  users: {
    includeUsers: 'texts', excludeUsers: 'texts', includeGroups: 'texts', excludeGroups: 'texts', includeRoles: 'texts', excludeRoles: 'texts',
    includeGuestsOrExternalUsers: guests, excludeGuestsOrExternalUsers: guests
  },
  applications: {
    includeApplications: 'texts', excludeApplications: 'texts', applicationFilter: filter,
    includeUserActions: 'texts', includeAuthenticationContextClassReferences: 'texts'
  },
  clientApplications: {
    includeServicePrincipals: 'texts', excludeServicePrincipals: 'texts', servicePrincipalFilter: filter,
    includeAgentIdServicePrincipals: 'texts', excludeAgentIdServicePrincipals: 'texts', agentIdServicePrincipalFilter: filter
  },
  clientAppTypes: 'texts', signInRiskLevels: 'texts', userRiskLevels: 'texts', servicePrincipalRiskLevels: 'texts', insiderRiskLevels: 'text',
  agentIdRiskLevels: 'text', platforms: platform, locations: location, devices: { deviceFilter: filter }, authenticationFlows: { transferMethods: 'text' }
}

/** The body of Graph's `evaluate` (§4, S10). */
export const evaluateBody: Shape = {
  signInIdentity: {
    userId: 'text', externalTenantId: 'text', externalUserType: 'text', servicePrincipalId: 'text', agentServicePrincipalId: 'text', '*': 'anything'
  },
  signInContext: { includeApplications: 'texts', userAction: 'text', authenticationContextValue: 'text', '*': 'anything' },
  signInConditions: {
    devicePlatform: 'text', clientAppType: 'text', country: 'text', ipAddress: 'text', signInRiskLevel: 'text', userRiskLevel: 'text',
    servicePrincipalRiskLevel: 'text', insiderRiskLevel: 'text', agentIdRiskLevel: 'text', authenticationFlow: { transferMethod: 'text', '*': 'anything' },
    deviceInfo: { isCompliant: 'boolean', physicalIds: 'texts', systemLabels: 'texts', '*': 'anything' }, '*': 'anything'
  },
  requestedScopes: 'texts', publicClient: 'boolean', '*': 'anything'
}

/** Whether a value has the shape: null always does; a member that the shape does not name must be empty or an annotation. */
export function fits(value: unknown, shape: Shape | undefined): boolean {
  if (value === null || value === undefined || shape === 'anything') return true
  if (shape === undefined) return isEmpty(value)
  if (shape === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string')
  if (typeof shape === 'string') return typeof value === { text: 'string', boolean: 'boolean' }[shape]
  return isObject(value) && Object.entries(value).every(([name, member]) => name.includes('@') || fits(member, shape[name] ?? shape['*']))
}
