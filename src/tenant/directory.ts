import { isEmpty, isObject, objectIn, textIn, textsIn, type JsonObject } from './json.ts'
import { sortedBy } from './order.ts'
import { guestTypes } from '#src/domain/policy.ts'
import type { AuthenticationStrength, Group, RoleAssignment, RoleDefinition, ServicePrincipal, SubscribedSku, User } from '#src/domain/directory.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { OfferedTemplate } from '#src/domain/template.ts'

const invitations = ['Invitation', 'SelfServiceSignUp', 'EmailVerified']

/** A directory account, or undefined where it has no id. */
export function userOf(raw: JsonObject): User | undefined {
  const id = textIn(raw, 'id')
  if (id === null || id === '') return undefined
  const isGuest = textIn(raw, 'userType')?.toLowerCase() === 'guest'
  return {
    id, userPrincipalName: textIn(raw, 'userPrincipalName') ?? '', displayName: textIn(raw, 'displayName') ?? '',
    accountEnabled: raw['accountEnabled'] !== false, isGuest, isAgentUser: raw['isAgentUser'] === true || typeEndsWith(raw, 'agentUser'),
    guestType: guestTypeOf(raw, isGuest), homeTenantId: textIn(raw, 'homeTenantId'), isSynced: raw['onPremisesSyncEnabled'] === true
  }
}

/** The guest type by ruling C7 of the engine's README; null for a member of this tenant. */
function guestTypeOf(raw: JsonObject, isGuest: boolean): User['guestType'] {
  const external = textIn(raw, 'homeTenantId') !== null || textIn(raw, 'externalUserState') !== null ||
    invitations.includes(textIn(raw, 'creationType') ?? '') || (textIn(raw, 'userPrincipalName') ?? '').toUpperCase().includes('#EXT#')
  const [internal, guest, member] = guestTypes
  return external ? isGuest ? guest : member : isGuest ? internal : null
}

function typeEndsWith(raw: JsonObject, name: string): boolean {
  return textIn(raw, '@odata.type')?.toLowerCase().endsWith(name.toLowerCase()) === true
}

export function groupOf(raw: JsonObject): Group | undefined {
  const id = textIn(raw, 'id')
  if (id === null || id === '') return undefined
  return {
    id, displayName: textIn(raw, 'displayName') ?? '', isAssignableToRole: raw['isAssignableToRole'] === true, isManagementRestricted: raw['isManagementRestricted'] === true,
    membersRead: membersOf(raw).complete, membershipRule: textIn(raw, 'membershipRule')
  }
}

/** Direct members, by id or as objects with one. Not complete where there is no list, where it goes on elsewhere or where an entry has no id. */
export function membersOf(raw: JsonObject): { ids: string[], complete: boolean } {
  const members = raw['members']
  if (!Array.isArray(members)) return { ids: [], complete: false }
  const ids = members.flatMap((member: unknown) => {
    const id = isObject(member) ? textIn(member, 'id') : member
    return typeof id === 'string' && id !== '' ? [id] : []
  })
  return { ids, complete: ids.length === members.length && isEmpty(raw['members@odata.nextLink']) }
}

export function servicePrincipalOf(raw: JsonObject): ServicePrincipal | undefined {
  const id = textIn(raw, 'id')
  const appId = textIn(raw, 'appId')
  if (id === null || appId === null) return undefined
  const attributes = raw['customSecurityAttributes']
  return {
    id, appId, displayName: textIn(raw, 'displayName') ?? '', servicePrincipalType: textIn(raw, 'servicePrincipalType'),
    appOwnerOrganizationId: textIn(raw, 'appOwnerOrganizationId'), signInAudience: textIn(raw, 'signInAudience'),
    isAgentIdentity: typeEndsWith(raw, 'agentIdentity'), isAgentBlueprint: typeEndsWith(raw, 'agentIdentityBlueprintPrincipal'),
    ...isObject(attributes) || attributes === null ? { customSecurityAttributes: attributes === null ? null : { ...attributes } } : {}
  }
}

export function roleAssignmentOf(raw: JsonObject): RoleAssignment | undefined {
  const principalId = textIn(raw, 'principalId')
  const roleDefinitionId = textIn(raw, 'roleDefinitionId')
  const directoryScopeId = textIn(raw, 'directoryScopeId')
  return principalId === null || roleDefinitionId === null || directoryScopeId === null ? undefined : { principalId, roleDefinitionId, directoryScopeId }
}

export function roleDefinitionOf(raw: JsonObject): RoleDefinition | undefined {
  const id = textIn(raw, 'id')
  if (id === null) return undefined
  return { id, templateId: textIn(raw, 'templateId') ?? id, displayName: textIn(raw, 'displayName') ?? '', isBuiltIn: raw['isBuiltIn'] !== false }
}

export function strengthOf(raw: JsonObject): AuthenticationStrength | undefined {
  const id = textIn(raw, 'id')
  return id === null ? undefined : { id, displayName: textIn(raw, 'displayName') ?? '', allowedCombinations: textsIn(raw, 'allowedCombinations') }
}

export function skuOf(raw: JsonObject): SubscribedSku | undefined {
  const plans = raw['servicePlans']
  if (!Array.isArray(plans)) return undefined
  return {
    skuPartNumber: textIn(raw, 'skuPartNumber') ?? '', capabilityStatus: textIn(raw, 'capabilityStatus') ?? '',
    servicePlans: sortedBy(plans.filter(isObject).map(plan => ({
      servicePlanId: textIn(plan, 'servicePlanId') ?? '', servicePlanName: textIn(plan, 'servicePlanName') ?? '', provisioningStatus: textIn(plan, 'provisioningStatus') ?? ''
    })), plan => JSON.stringify(plan))
  }
}

const kinds: readonly [string, NamedLocation['kind']][] = [['ipNamedLocation', 'ip'], ['countryNamedLocation', 'country'],
  ['compliantNetworkNamedLocation', 'compliantNetwork'], ['serviceTagNamedLocation', 'serviceTag'], ['privateLinkNamedLocation', 'privateLink']]

export function namedLocationOf(raw: JsonObject): NamedLocation | undefined {
  const id = textIn(raw, 'id')
  if (id === null || id === '') return undefined
  const ranges = raw['ipRanges']
  const list: unknown[] = Array.isArray(ranges) ? ranges : []
  return {
    id, displayName: textIn(raw, 'displayName') ?? '', kind: kinds.find(([name]) => typeEndsWith(raw, name))?.[1] ?? 'unknown',
    isTrusted: raw['isTrusted'] === true,
    ipRanges: sortedBy(list.map(range => isObject(range) ? rangeOf(range) : {}), range => JSON.stringify(range)),
    countriesAndRegions: textsIn(raw, 'countriesAndRegions'),
    includeUnknownCountriesAndRegions: raw['includeUnknownCountriesAndRegions'] === true, countryLookupMethod: textIn(raw, 'countryLookupMethod')
  }
}

function rangeOf(range: JsonObject): NamedLocation['ipRanges'][number] {
  const cidrAddress = textIn(range, 'cidrAddress')
  const lowerAddress = textIn(range, 'lowerAddress')
  const upperAddress = textIn(range, 'upperAddress')
  return { ...cidrAddress === null ? {} : { cidrAddress }, ...lowerAddress === null ? {} : { lowerAddress }, ...upperAddress === null ? {} : { upperAddress } }
}

/** A member of `organization`, which Graph gives as a list of one. */
export function organizationOf(raw: unknown): { id: string | null, displayName: string | null } {
  const value: unknown = Array.isArray(raw) ? raw[0] : raw
  const inner = isObject(value) && Array.isArray(value['value']) ? objectIn({ first: value['value'][0] }, 'first') : value
  return isObject(inner) ? { id: textIn(inner, 'id'), displayName: textIn(inner, 'displayName') } : { id: null, displayName: null }
}

export function templateOf(raw: JsonObject): OfferedTemplate | undefined {
  const [id, details] = [textIn(raw, 'id'), objectIn(raw, 'details')]
  return id === null || id === '' || details === null ? undefined : { id, name: textIn(raw, 'name') ?? id, details }
}
