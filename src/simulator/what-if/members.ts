import { isEmpty, isObject, type Json } from './json.ts'

type Shape = 'texts' | 'text' | { readonly [name: string]: Shape }

const guests: Shape = { guestOrExternalUserTypes: 'text', externalTenants: { membershipKind: 'text', members: 'texts' } }
const filter: Shape = { mode: 'text', rule: 'text' }

/** The members of `conditionalAccessConditionSet` that the documentation explains (§1.1). */
const conditions: Shape = {
  users: {
    includeUsers: 'texts', excludeUsers: 'texts', includeGroups: 'texts', excludeGroups: 'texts', includeRoles: 'texts', excludeRoles: 'texts',
    includeGuestsOrExternalUsers: guests, excludeGuestsOrExternalUsers: guests
  },
  applications: {
    includeApplications: 'texts', excludeApplications: 'texts', includeUserActions: 'texts',
    includeAuthenticationContextClassReferences: 'texts', applicationFilter: filter
  },
  clientApplications: {
    includeServicePrincipals: 'texts', excludeServicePrincipals: 'texts', servicePrincipalFilter: filter,
    includeAgentIdServicePrincipals: 'texts', excludeAgentIdServicePrincipals: 'texts', agentIdServicePrincipalFilter: filter
  },
  clientAppTypes: 'texts', signInRiskLevels: 'texts', userRiskLevels: 'texts', servicePrincipalRiskLevels: 'texts',
  platforms: { includePlatforms: 'texts', excludePlatforms: 'texts' }, locations: { includeLocations: 'texts', excludeLocations: 'texts' },
  devices: { deviceFilter: filter }, authenticationFlows: { transferMethods: 'text' }, insiderRiskLevels: 'text', agentIdRiskLevels: 'text'
}

/** Whether the conditions hold nothing but members that are known, in their known shape, or empty (C22). */
export function areKnown(value: unknown, shape: Shape | undefined = conditions): boolean {
  if (isEmpty(value)) return true
  if (shape === 'text') return typeof value === 'string'
  if (shape === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string')
  return shape !== undefined && isObject(value) &&
    Object.entries(value).every(([name, member]: [string, Json[string]]) => name.includes('@') || areKnown(member, shape[name]))
}
