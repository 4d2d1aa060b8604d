import { demandsOf, isAboutWorkloads } from '../demands.ts'
import { contains, intersection } from '../region.ts'
import { FALSE } from '../truth.ts'
import { uncovered } from '../uncovered.ts'
import type { CompiledPolicy } from '../compile.ts'
import type { Cover } from '../gaps.ts'
import type { Ground } from '../ground.ts'

/** Why an enforced policy changes no outcome: others demand as much wherever it applies. `by` names as few as are enough. */
export interface Implied {
  readonly kind: 'redundant' | 'shadowed' | 'overridden'
  readonly policy: CompiledPolicy
  readonly by: readonly CompiledPolicy[]
}

/**
 * Whether the other enforced policies make one needless: `overridden` where they block all that it reaches, `shadowed` where one
 * alone demands as much, `redundant` where they do together. A claim is a proof; what is unknown makes none.
 */
export function impliedIn(ground: Ground, policy: CompiledPolicy, enforced: readonly CompiledPolicy[]): Implied | undefined {
  const demands = demandsOf(policy)
  if (demands.length === 0 || isAboutWorkloads(policy) || !reaches(ground, policy)) return undefined
  const others = enforced.filter(other => other !== policy && meets(ground.cover(policy), ground.cover(other)))
  if (!policy.demand.block) {
    const by = covering(ground, policy, others.filter(other => other.demand.block))
    if (by !== undefined) return { kind: 'overridden', policy, by }
  }
  const alone = others.find(other => demands.every(demand => demand.impliedBy(other)) && covers(ground, policy, [other]))
  if (alone !== undefined) return { kind: 'shadowed', policy, by: [alone] }
  const together = demands.map(demand => covering(ground, policy, others.filter(demand.impliedBy)))
  if (together.includes(undefined)) return undefined
  return { kind: 'redundant', policy, by: [...new Set(together.flatMap(by => by ?? []))].sort((a, b) => a.index - b.index) }
}

function reaches(ground: Ground, policy: CompiledPolicy): boolean {
  return uncovered(ground, policy, []).length > 0
}

/** Whether a policy applies to some of the conditions that another does. */
function meets(own: Cover, other: Cover): boolean {
  return own.may !== undefined && other.may !== undefined && intersection(own.may, other.may) !== undefined
}

function covers(ground: Ground, policy: CompiledPolicy, others: readonly CompiledPolicy[]): boolean {
  const [other] = others
  if (others.length === 1 && other !== undefined && !mayContain(ground, policy, other)) return false
  return others.length > 0 && uncovered(ground, policy, others).length === 0
}

/** A policy that does not reach one of the people, targets or conditions of another does not cover it alone. */
function mayContain(ground: Ground, policy: CompiledPolicy, other: CompiledPolicy): boolean {
  const [own, wide] = [ground.cover(policy), ground.cover(other)]
  return own.may !== undefined && wide.may !== undefined && contains(wide.may, own.may) &&
    ground.people.every(name => own.users(name) === FALSE || wide.users(name) !== FALSE) &&
    ground.targets.every((_, target) => own.targets(target) === FALSE || wide.targets(target) !== FALSE)
}

/** As few of the policies as still cover all that the policy reaches, or undefined where all of them do not. */
function covering(ground: Ground, policy: CompiledPolicy, others: readonly CompiledPolicy[]): CompiledPolicy[] | undefined {
  if (!covers(ground, policy, others)) return undefined
  const one = others.find(other => covers(ground, policy, [other]))
  if (one !== undefined) return [one]
  return others.reduce<CompiledPolicy[]>((kept, other) => {
    const fewer = kept.filter(each => each !== other)
    return covers(ground, policy, fewer) ? fewer : kept
  }, [...others])
}
