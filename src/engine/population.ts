import { memberTruth } from './membership.ts'
import { anyOf, FALSE, TRUE, type Truth } from './truth.ts'
import type { Compiled } from './compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** The classes of users that a requirement is about, and those that are counted apart. */
export interface Population {
  /** Classes in the population for sure, and those that may be in it (both without the accepted ones). */
  readonly certain: readonly number[]
  readonly possible: readonly number[]
  readonly accepted: readonly number[]
  readonly outside: readonly number[]
}

/** Directory Synchronization Accounts and its successor (reference section 8). */
export const synchronizationRoles = ['d29b2b05-8046-44ba-8758-1e26182fcf32', 'a92aed5d-d78a-4d16-b381-09adb37eb3b0']

/** Sorts the classes by the requirement's population: enabled directory accounts that are not agents'. */
export function populationOf(compiled: Compiled, requirement: Requirement): Population {
  const result: Record<'certain' | 'possible' | 'accepted' | 'outside', number[]> = { certain: [], possible: [], accepted: [], outside: [] }
  const { users } = compiled.tenant
  for (let name = 0; name < compiled.classes.count; name++) {
    const user = compiled.classes.order[compiled.classes.starts[name] ?? 0] ?? 0
    if (!users.isEnabled(user) || users.isAgentUser(user)) continue
    const inRole = roleTruth(compiled, requirement.population.roles, user)
    const isGuest = users.guestType(user) !== null
    if (inRole === FALSE || (requirement.population.guests === 'only' && !isGuest)) continue
    if (requirement.population.guests === 'excluded' && isGuest) result.outside.push(name)
    else if (isAccepted(compiled, user)) result.accepted.push(name)
    else {
      result.possible.push(name)
      if (inRole === TRUE) result.certain.push(name)
    }
  }
  return result
}

function roleTruth(compiled: Compiled, roles: readonly string[] | null, user: number): Truth {
  return roles === null ? TRUE : anyOf(roles, role => memberTruth(compiled.memberships.role(role), user))
}

/** Declared emergency accounts and synchronization accounts. */
export function isAccepted(compiled: Compiled, user: number): boolean {
  return isEmergency(compiled, user) || synchronizationRoles.some(role => memberTruth(compiled.memberships.role(role), user) === TRUE)
}

export function isEmergency(compiled: Compiled, user: number): boolean {
  const declared = compiled.tenant.settings.emergencyAccess
  return (declared?.users ?? []).some(id => compiled.tenant.users.indexOf(id) === user) ||
    (declared?.groups ?? []).some(group => memberTruth(compiled.memberships.group(group), user) === TRUE)
}

/** Enabled users who hold one of the roles as eligible, not active, for the whole tenant. */
export function eligibleCount(compiled: Compiled, roles: readonly string[] | null): number {
  if (roles === null) return 0
  const { tenant } = compiled
  const wanted = new Set(roles.map(role => role.toLowerCase()))
  const templates = new Map((tenant.roleDefinitions ?? []).map(role => [role.id.toLowerCase(), role.templateId.toLowerCase()]))
  const eligible = new Set<number>()
  for (const { principalId, roleDefinitionId, directoryScopeId } of tenant.roleEligibilities ?? []) {
    const role = templates.get(roleDefinitionId.toLowerCase()) ?? roleDefinitionId.toLowerCase()
    if (directoryScopeId !== '/' || !wanted.has(role)) continue
    const user = tenant.users.indexOf(principalId)
    const members = user >= 0 ? [user] : [...membersOfGroup(compiled, principalId)]
    for (const member of members) if (tenant.users.isEnabled(member) && roleTruth(compiled, roles, member) !== TRUE) eligible.add(member)
  }
  return eligible.size
}

function* membersOfGroup(compiled: Compiled, id: string): Iterable<number> {
  if (compiled.tenant.groups.indexOf(id) < 0) return
  const members = compiled.memberships.group(id)
  for (let user = 0; user < compiled.tenant.users.count; user++) if (memberTruth(members, user) === TRUE) yield user
}
