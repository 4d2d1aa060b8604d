import { classRow } from './sign-in-rows.ts'
import { mindsScopes, targetTruthGiven } from './conditions/resources.ts'
import { accountAt, userTruthGiven, type Subject } from './conditions/users.ts'
import { externalsFor, type External } from './externals.ts'
import { mustGiven, reachOf, spaceOf } from './space.ts'
import { contains } from './region.ts'
import { everyTarget } from './targets.ts'
import { and, FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Cover } from './gaps.ts'
import type { Judged } from './gap-region.ts'

/**
 * All sign-ins of people, cut by what a set of policies tells apart: whom (classes of enabled accounts by number, then people
 * without an account), what (target classes) and when (boxes over the space).
 */
export interface Ground extends Judged {
  readonly policies: readonly CompiledPolicy[]
  readonly people: readonly number[]
  readonly externals: readonly External[]
  /** Where a policy reaches, worked out once. */
  cover(policy: CompiledPolicy): Cover
  /** Where a policy reaches among the sign-ins that `other` applies to: what is not known of both alike is not in question. */
  coverGiven(policy: CompiledPolicy, other: CompiledPolicy): Cover
}

/** The ground of the policies, which are policies of the compiled tenant. */
export function groundOf(compiled: Compiled, policies: readonly CompiledPolicy[]): Ground {
  const { classes, tenant } = compiled
  const [space, targets, externals] = [spaceOf(compiled, policies), everyTarget(compiled, policies), externalsFor(policies)]
  const positions = new Map(policies.map((policy, position) => [policy, position]))
  const firstOf = (name: number): number => classes.order[classes.starts[name] ?? 0] ?? 0
  const accounts = Array.from({ length: classes.count }, (_, name) => name).filter(name => tenant.users.isEnabled(firstOf(name)))
  const subjectOf = (name: number): Subject | undefined => name < classes.count ? accountAt(tenant, firstOf(name)) : externals[name - classes.count]?.subject
  const covers = new Map<CompiledPolicy, Cover>()

  function made(policy: CompiledPolicy): Cover {
    const position = positions.get(policy) ?? -1
    const outside = externals.map(external => external.truthOf(policy))
    return {
      strength: TRUE, ...reachOf(compiled, space, policy),
      users: name => name < classes.count ? classRow(compiled, name)[policy.index] ?? FALSE : outside[name - classes.count] ?? FALSE,
      targets: target => targets[target]?.truths[position] ?? FALSE
    }
  }

  function cover(policy: CompiledPolicy): Cover {
    const found = covers.get(policy) ?? made(policy)
    covers.set(policy, found)
    return found
  }

  function coverGiven(policy: CompiledPolicy, other: CompiledPolicy): Cover {
    const plain = cover(policy)
    const targetGiven = (index: number): number => {
      const found = targets[index]
      if (found === undefined || (found.scopes !== undefined && [policy, other].some(({ resources }) => mindsScopes(resources)))) return UNKNOWN
      return found.members.reduce<Truth>((least, target) => and(least, targetTruthGiven(policy.resources, other.resources, target, tenant)), TRUE)
    }
    const userGiven = (name: number): number => {
      const subject = subjectOf(name)
      return subject === undefined || policy.workloads !== null ? UNKNOWN : userTruthGiven(policy.users, other.users, subject)
    }
    return {
      ...plain, must: isSure(cover(other)) ? plain.must : mustGiven(compiled, space, { policy, other }),
      users: name => { const truth = plain.users(name); return truth === UNKNOWN ? userGiven(name) : truth },
      targets: index => { const truth = plain.targets(index); return truth === UNKNOWN ? targetGiven(index) : truth }
    }
  }

  return { compiled, space, targets, scope: space.full, policies, externals, people: [...accounts, ...externals.map((_, index) => classes.count + index)], cover, coverGiven }
}

/** Whether nothing is unknown about when the policy applies. */
function isSure({ must, may }: Cover): boolean {
  return must !== undefined && may !== undefined && contains(must, may)
}
