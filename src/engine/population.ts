import { acceptedTruth } from './accepted.ts'
import { memberTruth } from './membership.ts'
import { and, anyOf, not, FALSE, TRUE, type Truth } from './truth.ts'
import type { Classes } from './classes.ts'
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

/** Sorts the classes by the requirement's population: enabled directory accounts that are not agents'. Who is ignored is only outside. */
export function populationOf(compiled: Compiled, { id, population: { roles, exceptRoles, guests } }: Requirement): Population {
  const result: Record<'certain' | 'possible' | 'accepted' | 'outside', number[]> = { certain: [], possible: [], accepted: [], outside: [] }
  const isHolder = holds(compiled, roles)
  const isExcepted = holds(compiled, exceptRoles ?? [])
  for (const { name, user, isGuest } of peopleOf(compiled)) {
    const inRole = isHolder(user)
    if (inRole === FALSE || (guests === 'only' && !isGuest)) continue
    const within = and(inRole, not(isExcepted(user)))
    const apart = acceptedTruth(compiled, id, user)
    if (within === FALSE || (guests === 'excluded' && isGuest) || apart === 'ignored') result.outside.push(name)
    else if (apart === 'accepted') result.accepted.push(name)
    else {
      result.possible.push(name)
      if (within === TRUE) result.certain.push(name)
    }
  }
  return result
}

interface People {
  readonly name: number
  readonly user: number
  readonly isGuest: boolean
}

const known = new WeakMap<Classes, readonly People[]>()

/** The classes of enabled accounts that are not agents', each with one of its users. */
function peopleOf({ classes, tenant: { users } }: Compiled): readonly People[] {
  const found = known.get(classes) ?? Array.from({ length: classes.count }, (_, name): People => {
    const user = classes.order[classes.starts[name] ?? 0] ?? 0
    return { name, user, isGuest: users.guestType(user) !== null }
  }).filter(({ user }) => users.isEnabled(user) && !users.isAgentUser(user))
  known.set(classes, found)
  return found
}

/** Whether a user holds one of the roles; null is every user. */
function holds({ memberships }: Compiled, roles: readonly string[] | null): (user: number) => Truth {
  if (roles === null) return () => TRUE
  const members = roles.map(role => memberships.role(role))
  return user => anyOf(members, held => memberTruth(held, user))
}

/** Enabled users who hold one of the roles as eligible, not active, for the whole tenant. */
export function eligibleCount(compiled: Compiled, roles: readonly string[] | null): number {
  if (roles === null) return 0
  const { tenant } = compiled
  const wanted = new Set(roles.map(role => role.toLowerCase()))
  const templates = new Map((tenant.roleDefinitions ?? []).map(role => [role.id.toLowerCase(), role.templateId.toLowerCase()]))
  const eligible = new Set<number>()
  const isHolder = holds(compiled, roles)
  for (const { principalId, roleDefinitionId, directoryScopeId } of tenant.roleEligibilities ?? []) {
    const role = templates.get(roleDefinitionId.toLowerCase()) ?? roleDefinitionId.toLowerCase()
    if (directoryScopeId !== '/' || !wanted.has(role)) continue
    const user = tenant.users.indexOf(principalId)
    const members = user >= 0 ? [user] : [...membersOfGroup(compiled, principalId)]
    for (const member of members) if (tenant.users.isEnabled(member) && isHolder(member) !== TRUE) eligible.add(member)
  }
  return eligible.size
}

function* membersOfGroup(compiled: Compiled, id: string): Iterable<number> {
  if (compiled.tenant.groups.indexOf(id) < 0) return
  const members = compiled.memberships.group(id)
  for (let user = 0; user < compiled.tenant.users.count; user++) if (memberTruth(members, user) === TRUE) yield user
}
