import { patched, withAll } from '../suggest/patch.ts'
import { compile, recompile, type Compiled } from '#src/engine/compile.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'

/** What belongs to whoever is in a group: the groups that hold it, itself included, and the roles held through them; ids without letter case. */
export interface Reach {
  readonly groups: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
}

export function reachOf({ groups, roleAssignments = [], roleDefinitions = [] }: Pick<Tenant, 'groups' | 'roleAssignments' | 'roleDefinitions'>, start: number): Reach {
  const found = new Set([start])
  for (let size = 0; size < found.size;) {
    size = found.size
    for (let group = 0; group < groups.count; group++) if (!found.has(group) && groups.groupsOf(group).some(nested => found.has(nested))) found.add(group)
  }
  const definitions = new Map(roleDefinitions.map(definition => [definition.id.toLowerCase(), definition]))
  const held = roleAssignments.flatMap(({ principalId, roleDefinitionId, directoryScopeId }) => {
    const [holder, definition] = [groups.indexOf(principalId), definitions.get(roleDefinitionId.toLowerCase())]
    const counts = directoryScopeId === '/' && definition?.isBuiltIn !== false && found.has(holder) && groups.at(holder).isAssignableToRole
    return counts ? [(definition?.templateId ?? roleDefinitionId).toLowerCase()] : []
  })
  return { groups: new Set([...found].map(group => groups.at(group).id.toLowerCase())), roles: new Set(held) }
}

/** Users, by index, who come into a group or leave it. */
interface Moving {
  readonly users: readonly number[]
  readonly isAdding: boolean
}

/**
 * Two sets of policies over one tenant that differ as the tenant does before and after: in the group or not is the same as being named, or not,
 * by every policy that names the group, one that holds it, or a role held through these. `settled` is the tenant as it is afterwards.
 */
export function joined(compiled: Compiled, group: number, moving: Moving): { readonly before: Compiled, readonly after: readonly ReadPolicy[], readonly settled: Compiled } {
  const { tenant } = compiled
  const settled = compile(withMembers(tenant, group, moving))
  const apart = moving.isAdding ? compiled : settled
  const named = tenant.policies.map(read => naming(tenant, read, { reach: reachOf(tenant, group), users: moving.users }))
  return moving.isAdding ? { before: apart, after: named, settled } : { before: recompile(apart, named), after: tenant.policies, settled }
}

/** The policy with the users named where their group is; an agent's account is in no group as far as policies go (ruling C4). */
function naming({ users }: Tenant, read: ReadPolicy, { reach, users: moving }: { readonly reach: Reach, readonly users: readonly number[] }): ReadPolicy {
  const ids = moving.filter(user => !users.isAgentUser(user)).map(user => users.at(user).id)
  const { users: scope } = read.policy.conditions
  const holds = (groups: readonly string[], roles: readonly string[]): boolean => groups.some(id => reach.groups.has(id.toLowerCase())) || roles.some(id => reach.roles.has(id.toLowerCase()))
  const [include, exclude] = [holds(scope.includeGroups, scope.includeRoles), holds(scope.excludeGroups, scope.excludeRoles)]
  if (ids.length === 0 || (!include && !exclude)) return read
  return patched(read, {
    conditions: { users: { ...scope, includeUsers: include ? withAll(scope.includeUsers, ids) : scope.includeUsers, excludeUsers: exclude ? withAll(scope.excludeUsers, ids) : scope.excludeUsers } }
  })
}

/** The tenant with the users in the group, or not. */
export function withMembers(tenant: Tenant, group: number, { users, isAdding }: Moving): Tenant {
  const { groups } = tenant
  const direct = new Set(groups.usersOf(group))
  for (const user of users) if (isAdding) direct.add(user); else direct.delete(user)
  const members = Uint32Array.from(direct).sort()
  return { ...tenant, groups: { ...groups, usersOf: index => index === group ? members : groups.usersOf(index) } }
}
