import { demandsOf, isAboutWorkloads, type Demanded } from '../demands.ts'
import { contains } from '../region.ts'
import { FALSE, UNKNOWN } from '../truth.ts'
import { uncovered } from '../uncovered.ts'
import { userSet, type UserSet } from '../user-set.ts'
import type { CompiledPolicy } from '../compile.ts'
import type { Ground } from '../ground.ts'

/** What turning a report-only policy on would do, where nothing about it is unknown. */
export interface Ready {
  readonly policy: CompiledPolicy
  readonly newlyBlocked: UserSet
  readonly newlyChallenged: UserSet
  readonly changesNothing: boolean
}

/** The effect of enforcing a report-only policy, or undefined where something about it is not known. */
export function readyIn(ground: Ground, policy: CompiledPolicy, enforced: readonly CompiledPolicy[]): Ready | undefined {
  const demands = demandsOf(policy)
  if (demands.length === 0 || isAboutWorkloads(policy) || !isKnownThroughout(ground, policy)) return undefined
  const open = demands.map(demand => ({ demand, left: uncovered(ground, policy, enforced.filter(demand.impliedBy)) }))
  const usersOf = (kind: Demanded['kind']): UserSet => userSet(ground.compiled.classes,
    open.filter(({ demand }) => demand.kind === kind).flatMap(({ left }) => left.flatMap(({ classes }) => classes)))
  return { policy, newlyBlocked: usersOf('block'), newlyChallenged: usersOf('grant'), changesNothing: open.every(({ left }) => left.length === 0) }
}

/** Whether whom and when the policy applies to is known, and that it applies at all. */
function isKnownThroughout(ground: Ground, policy: CompiledPolicy): boolean {
  const { must, may, users } = ground.cover(policy)
  const accounts = ground.people.filter(name => name < ground.compiled.classes.count)
  return must !== undefined && may !== undefined && contains(must, may) && accounts.every(name => users(name) !== UNKNOWN) && accounts.some(name => users(name) !== FALSE)
}
