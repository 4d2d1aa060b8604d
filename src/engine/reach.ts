import { countBits } from './bitset.ts'
import { classRow } from './sign-in-rows.ts'
import { conditionsOf, reachOf, spaceOf } from './space.ts'
import { targetClasses } from './targets.ts'
import { FALSE, TRUE, UNKNOWN } from './truth.ts'
import { unknownsOf, type UnknownFact } from './unknowns.ts'
import { userSet, type UserSet } from './user-set.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import { appSet, type AppSet } from './gap-region.ts'
import type { RegionConditions } from '#src/domain/coverage.ts'

/** One entry of a policy's exclusions. `users` counts those whom it touches; `path` leads from the excluded group to a nested one. */
export interface Exclusion {
  readonly kind: 'user' | 'group' | 'role' | 'guests'
  readonly id: string
  readonly name: string
  readonly users: number
  readonly path?: readonly string[]
}

/** Whom, what and when a policy reaches. */
export interface PolicyReach {
  readonly users: { readonly included: UserSet, readonly possible: UserSet }
  readonly apps: AppSet
  readonly conditions: RegionConditions
  readonly excluded: readonly Exclusion[]
  readonly unknowns: readonly UnknownFact[]
}

/** The reach of the policy at an index, over enabled accounts. */
export function policyReach(compiled: Compiled, index: number): PolicyReach | undefined {
  const policy = compiled.policies[index]
  if (policy === undefined) return undefined
  const space = spaceOf(compiled, [policy])
  const box = reachOf(compiled, space, policy).may
  const targets = targetClasses(compiled, [policy], null).filter(target => target.truths[0] !== FALSE)
  const among = (least: number): UserSet => userSet(compiled.classes, Array.from({ length: compiled.classes.count }, (_, name) => name)
    .filter(name => isEnabled(compiled, name) && (classRow(compiled, name)[index] ?? FALSE) >= least))
  return {
    users: { included: among(TRUE), possible: among(UNKNOWN) },
    apps: appSet(targets, targets.keys()),
    conditions: box === undefined ? {} : conditionsOf(space, box, space.full),
    excluded: exclusionsOf(compiled, policy),
    unknowns: unknownsOf(compiled, policy)
  }
}

function isEnabled(compiled: Compiled, name: number): boolean {
  return compiled.tenant.users.isEnabled(compiled.classes.order[compiled.classes.starts[name] ?? 0] ?? 0)
}

/** Who is left out, and by what: listed accounts, groups with those nested in them, roles, guests. */
function exclusionsOf(compiled: Compiled, policy: CompiledPolicy): Exclusion[] {
  const { tenant, memberships } = compiled
  const { ids, groups, roles, guests } = policy.users.exclude
  const accounts = [...ids].filter(id => id !== 'guestsorexternalusers').map((id): Exclusion => {
    const user = tenant.users.indexOf(id)
    return { kind: 'user', id, name: user < 0 ? id : tenant.users.at(user).displayName, users: user < 0 ? 0 : 1 }
  })
  const held = roles.map((id): Exclusion => ({
    kind: 'role', id, name: tenant.roleDefinitions?.find(role => role.templateId.toLowerCase() === id)?.displayName ?? id,
    users: countBits(memberships.role(id).users)
  }))
  const outsiders: Exclusion[] = guests !== null || ids.has('guestsorexternalusers')
    ? [{ kind: 'guests', id: 'guests', name: guests?.guestOrExternalUserTypes ?? 'GuestsOrExternalUsers', users: guestCount(compiled) }]
    : []
  return [...accounts, ...groups.flatMap(id => groupExclusions(compiled, id)), ...held, ...outsiders]
}

function guestCount({ tenant }: Compiled): number {
  let count = 0
  for (let user = 0; user < tenant.users.count; user++) if (tenant.users.guestType(user) !== null) count++
  return count
}

/** The group, then each group inside it that brings people of its own, with the path to it. */
function groupExclusions(compiled: Compiled, id: string): Exclusion[] {
  const { groups } = compiled.tenant
  const start = groups.indexOf(id)
  if (start < 0) return [{ kind: 'group', id, name: id, users: 0 }]
  const paths = new Map([[start, [groups.at(start).displayName]]])
  for (const [group, path] of paths) {
    for (const nested of groups.groupsOf(group)) if (!paths.has(nested)) paths.set(nested, [...path, groups.at(nested).displayName])
  }
  const whole: Exclusion = { kind: 'group', id, name: groups.at(start).displayName, users: countBits(compiled.memberships.group(id).users) }
  return [whole, ...[...paths].slice(1).filter(([group]) => groups.usersOf(group).length > 0).map(([group, path]): Exclusion => ({
    kind: 'group', id: groups.at(group).id, name: groups.at(group).displayName, users: groups.usersOf(group).length, path
  }))]
}
