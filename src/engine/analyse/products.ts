import { resourceTruth } from '../conditions/resources.ts'
import { accountAt, userTruth, type Subject } from '../conditions/users.ts'
import { maskOf, type Box } from '../region.ts'
import { conditionsIn, reachOf, type Space } from '../space.ts'
import { FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import type { Compiled, CompiledPolicy } from '../compile.ts'
import type { Ground } from '../ground.ts'
import type { Left } from '../gaps.ts'
import type { TargetClass } from '../targets.ts'

/** All that a policy reaches as one box: people and targets by their places in the ground, then the conditions. */
export interface Product {
  readonly policy: CompiledPolicy
  /** What it surely reaches, and may reach, dimension by dimension; a dimension may be empty. */
  readonly must: Box
  readonly may: Box
  /** The assignments as they are set, as texts: dimensions with the same text hold the same, known or not. */
  readonly texts: readonly string[]
}

const noScopes = { requested: [], publicClient: false }

/** The product of a policy over the ground's people and targets and a space that knows the policy; it need not be one of the ground's. */
export function productOf(ground: Ground, space: Space, policy: CompiledPolicy): Product {
  const { compiled, people, targets } = ground
  const users = people.map(name => userTruth(policy.users, subjectAt(ground, name)))
  const resources = targets.map(found => targetTruthOf(policy, found, compiled))
  const { must, may } = reachOf(compiled, space, policy)
  const boxOf = (least: Truth, box: Box | undefined): Box => [mask(users, least), mask(resources, least), ...box ?? space.full.map(() => 0n)]
  const { conditions } = policy.policy
  return {
    policy, must: boxOf(TRUE, must), may: boxOf(UNKNOWN, may),
    texts: [conditions.users, conditions.applications, ...conditionsIn(policy)].map(part => JSON.stringify(part))
  }
}

function mask(truths: readonly Truth[], least: Truth): bigint {
  return maskOf(truths.length, index => (truths[index] ?? FALSE) >= least)
}

/** The person, or those of a class, at a number of the ground's people. */
export function subjectAt({ compiled: { classes, tenant }, externals }: Ground, name: number): Subject {
  const external = externals[name - classes.count]
  return external === undefined ? accountAt(tenant, classes.order[classes.starts[name] ?? 0] ?? 0) : external.subject
}

/** The truth for a class of targets; unknown where its members differ, which only a policy that is none of the ground's can make. */
function targetTruthOf({ resources }: CompiledPolicy, { members, scopes }: TargetClass, { tenant }: Compiled): Truth {
  const truths = new Set(members.map(target => resourceTruth(resources, [target], scopes ?? noScopes, tenant)))
  const [only] = truths
  return truths.size === 1 && only !== undefined ? only : UNKNOWN
}

/** Whether it is known, where the policies set a dimension differently, what each holds of it. */
export function isKnown(products: readonly Product[], dimension: number): boolean {
  return isSameText(products, dimension) || products.every(({ must, may }) => must[dimension] === may[dimension])
}

export function isSameText(products: readonly Product[], dimension: number): boolean {
  return products.every(({ texts }) => texts[dimension] === products[0]?.texts[dimension])
}

/** Boxes over people, targets and conditions as what `gapRegions` puts in names. */
export function leftOf(ground: Ground, boxes: readonly Box[]): Left[] {
  const among = (names: readonly number[], bits: bigint | undefined): number[] => names.filter((_, index) => ((bits ?? 0n) >> BigInt(index) & 1n) === 1n)
  return boxes.map(([people, targets, ...conditions]) => ({
    classes: among(ground.people, people), targets: among([...ground.targets.keys()], targets), boxes: [conditions]
  }))
}
