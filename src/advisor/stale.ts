import { administratorRoles } from '#src/requirements/sources.ts'
import type { Policy } from '#src/domain/policy.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What names nothing of the tenant's own: keywords, the MFA service's trusted addresses, and every compliant network. */
const keywords = new Set(['all', 'none', 'guestsorexternalusers', 'allagentidusers', 'alltrusted', 'office365', 'microsoftadminportals', 'allagentidresources',
  '00000000-0000-0000-0000-000000000000', '3d46dbda-8382-466a-856d-eb00cbc6b910'])

/** What a policy names and the tenant does not hold: not what it holds and nobody could read. Applications are left out: one without an account here may yet come. */
export interface Stale {
  readonly users: readonly string[]
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly locations: readonly string[]
}

export function staleIn(tenant: Tenant, { conditions }: Policy): Stale {
  const { users, locations } = conditions
  const gone = (lists: readonly (readonly string[])[], isKnown: (id: string) => boolean): string[] =>
    [...new Set(lists.flat())].filter(id => !keywords.has(id.toLowerCase()) && !isKnown(id)).sort()
  const templates = new Set(tenant.roleDefinitions?.map(({ templateId }) => templateId.toLowerCase()))
  return {
    users: tenant.users.read ? gone([users.includeUsers, users.excludeUsers], id => tenant.users.indexOf(id) >= 0) : [],
    groups: tenant.groups.read ? gone([users.includeGroups, users.excludeGroups], id => tenant.groups.indexOf(id) >= 0 || isHidden(tenant, id)) : [],
    roles: administratorRoles.every(role => templates.has(role)) ? gone([users.includeRoles, users.excludeRoles], id => templates.has(id.toLowerCase())) : [],
    locations: tenant.locations === undefined ? [] : gone([locations?.includeLocations ?? [], locations?.excludeLocations ?? []],
      id => tenant.locations?.some(location => location.id.toLowerCase() === id.toLowerCase()) === true)
  }
}

/** Whether a group may be there, though nobody could read it. */
function isHidden({ unread }: Tenant, group: string): boolean {
  return unread.some(({ collection, id, status }) => collection === 'groups' && status !== 404 && id?.toLowerCase() === group.toLowerCase())
}

/** All that is stale, whatever it is. */
export function idsIn({ users, groups, roles, locations }: Stale): string[] {
  return [...users, ...groups, ...roles, ...locations]
}

/** The declared emergency accounts and groups, without accounts that are gone: Graph refuses a policy that names one. */
export function declaredEmergency({ settings: { emergencyAccess }, users }: Tenant): { readonly users: readonly string[], readonly groups: readonly string[] } {
  return { users: (emergencyAccess?.users ?? []).filter(id => !users.read || users.indexOf(id) >= 0), groups: emergencyAccess?.groups ?? [] }
}
