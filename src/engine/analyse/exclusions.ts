import { demandsOf, isAboutWorkloads } from '../demands.ts'
import { includedTruth } from '../conditions/users.ts'
import { isAccepted } from '../accepted.ts'
import { FALSE, TRUE } from '../truth.ts'
import { uncovered } from '../uncovered.ts'
import { userSet, type UserSet } from '../user-set.ts'
import { subjectAt } from './products.ts'
import type { CompiledPolicy } from '../compile.ts'
import type { Ground } from '../ground.ts'

/** Whom the exclusions of a policy leave out, and whom of them other enforced policies ask for as much nevertheless. */
export interface LeftOut {
  readonly policy: CompiledPolicy
  /** Enabled accounts that the policy includes, the excluded ones among them; accepted accounts are not counted. */
  readonly included: UserSet
  readonly excluded: UserSet
  /** Those of the excluded for whom no other policy makes up, wherever this one would apply. */
  readonly uncompensated: UserSet
}

export function leftOutBy(ground: Ground, policy: CompiledPolicy, enforced: readonly CompiledPolicy[]): LeftOut | undefined {
  if (isAboutWorkloads(policy)) return undefined
  const { compiled } = ground
  const accounts = ground.people.filter(name => name < compiled.classes.count && !isAccepted(compiled, compiled.classes.order[compiled.classes.starts[name] ?? 0] ?? 0))
  const included = accounts.filter(name => includedTruth(policy.users, subjectAt(ground, name)) === TRUE)
  const cover = ground.cover(policy)
  const excluded = included.filter(name => cover.users(name) === FALSE)
  if (excluded.length === 0) return undefined
  const without: CompiledPolicy = { ...policy, users: { include: policy.users.include, exclude: nobody } }
  const open = demandsOf(policy).filter(({ kind }) => kind !== 'session').flatMap(demand =>
    uncovered({ ...ground, people: excluded, cover: asked => asked === without ? { ...cover, users: () => TRUE } : ground.cover(asked) }, without,
      enforced.filter(other => other !== policy && demand.impliedBy(other))))
  const sets = (names: Iterable<number>): UserSet => userSet(compiled.classes, names)
  return { policy, included: sets(included), excluded: sets(excluded), uncompensated: sets(open.flatMap(({ classes }) => classes)) }
}

const nobody = { ids: new Set<string>(), groups: [], roles: [], guests: null, everyone: false, members: [] }
