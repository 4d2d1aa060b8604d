import { addAll, addBit, bitset, hasBit, type Bitset } from './bitset.ts'
import { FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Who is in a group or holds a role: `complete` is false where others may be in it too. */
export interface Members {
  readonly users: Bitset
  readonly complete: boolean
}

/** Transitive group membership and active roles of a tenant, worked out once for each group and role asked about (C5, C6). */
export interface Memberships {
  group(id: string): Members
  role(templateId: string): Members
}

/** Whether a user, by index, is among the members. */
export function memberTruth(members: Members, user: number): Truth {
  return hasBit(members.users, user) ? TRUE : members.complete ? FALSE : UNKNOWN
}

export function membershipsOf(tenant: Tenant): Memberships {
  const groups = new Map<string, Members>()
  const roles = new Map<string, Members>()
  const cached = (cache: Map<string, Members>, key: string, make: () => Members): Members => {
    const found = cache.get(key) ?? make()
    cache.set(key, found)
    return found
  }
  const group = (id: string): Members => cached(groups, id.toLowerCase(), () => closure(tenant, tenant.groups.indexOf(id)))
  return {
    group,
    role: templateId => cached(roles, templateId.toLowerCase(), () => holders(tenant, templateId.toLowerCase(), group))
  }
}

function closure(tenant: Tenant, start: number): Members {
  const users = bitset(tenant.users.count)
  if (start < 0) return { users, complete: false }
  const seen = new Set([start])
  let complete = true
  for (const group of seen) {
    if (!tenant.groups.membersRead(group) || tenant.groups.unresolvedOf(group).length > 0) complete = false
    for (const user of tenant.groups.usersOf(group)) addBit(users, user)
    for (const nested of tenant.groups.groupsOf(group)) seen.add(nested)
  }
  return { users, complete }
}

function holders(tenant: Tenant, templateId: string, group: (id: string) => Members): Members {
  const users = bitset(tenant.users.count)
  if (tenant.roleAssignments === undefined) return { users, complete: false }
  const definitions = new Map((tenant.roleDefinitions ?? []).map(role => [role.id.toLowerCase(), role]))
  let complete = true
  for (const assignment of tenant.roleAssignments) {
    const definition = definitions.get(assignment.roleDefinitionId.toLowerCase())
    const role = definition?.templateId ?? assignment.roleDefinitionId
    if (assignment.directoryScopeId !== '/' || role.toLowerCase() !== templateId || definition?.isBuiltIn === false) continue
    const user = tenant.users.indexOf(assignment.principalId)
    const holding = tenant.groups.indexOf(assignment.principalId)
    if (user >= 0) addBit(users, user)
    else if (holding >= 0) {
      if (!tenant.groups.at(holding).isAssignableToRole) continue
      const members = group(assignment.principalId)
      addAll(users, members.users)
      complete &&= members.complete
    } else if (tenant.apps.indexOf(assignment.principalId) < 0) complete = false
  }
  return { users, complete }
}
