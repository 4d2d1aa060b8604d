import { leftOver, type Cover, type Left, type Reaches, type Scope } from './gaps.ts'
import { intersection } from './region.ts'
import { contradicts, mayProtect, satisfies } from './satisfies.ts'
import { TRUE } from './truth.ts'
import { unknownsOf, type UnknownFact } from './unknowns.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** Where a policy takes sign-ins out of what a requirement is about. */
export interface Placed extends Cover {
  readonly policy: CompiledPolicy
}

/** What the policies leave of a scope, and what they do in it. */
export interface Judgement {
  readonly open: readonly Left[]
  readonly possible: readonly Left[]
  readonly protecting: readonly CompiledPolicy[]
  /** Report-only policies that would take something out. */
  readonly adding: readonly CompiledPolicy[]
  /** What would be open if those were enforced. */
  readonly afterwards: readonly Left[]
  readonly unknowns: readonly UnknownFact[]
}

/** The policies that can protect as a requirement asks, or stand in the way of one that does. */
export function relevantTo(compiled: Compiled, requirement: Requirement): CompiledPolicy[] {
  return compiled.policies.filter(policy => policy.mode !== 'disabled' &&
    (mayProtect(policy, requirement, compiled.tenant) || (policy.workloads === null && contradicts(policy, requirement))))
}

/** How far a policy's controls go towards what a requirement asks for. */
export function strengthOf({ tenant }: Compiled, policy: CompiledPolicy, requirement: Requirement): Pick<Cover, 'strength' | 'session'> {
  const strength = satisfies(policy, requirement, tenant)
  if (requirement.satisfiedBy.session === undefined || policy.demand.block) return { strength }
  return { strength, session: contradicts(policy, requirement) ? 'contradicting' : 'asking' }
}

/**
 * Judges a scope by the covers of the enforced policies among those given; where the policies were not read, nothing is left for sure.
 * `reaches` tells, by policies' indices, what reaches whom where that is known already.
 */
export function judge(compiled: Compiled, scope: Scope, covers: readonly Placed[], reaches?: Reaches): Judgement {
  const { tenant } = compiled
  const enforced = tenant.securityDefaults === true ? [] : covers.filter(({ policy }) => policy.mode !== 'reportOnly')
  const left = leftOver(scope, atIndices(enforced), reaches)
  const [open, possible] = tenant.policiesRead ? [left.open, left.possible] : [[], [...left.open, ...left.possible]]
  const adding = covers.filter(({ policy, strength }) => policy.mode === 'reportOnly' && strength === TRUE)
    .filter(cover => [...open, ...possible].some(region => touches(cover, region)))
  const whole = { classes: scope.possible, targets: Array.from({ length: scope.targets }, (_, index) => index), boxes: [scope.box] }
  return {
    open, possible, adding: adding.map(({ policy }) => policy),
    protecting: enforced.filter(cover => cover.strength === TRUE && touches(cover, whole)).map(({ policy }) => policy),
    afterwards: adding.length === 0 ? open : leftOver(scope, atIndices([...enforced, ...adding]), reaches).open,
    unknowns: possible.length === 0 ? [] : [...tenant.policiesRead ? [] : [{ what: 'policies', why: 'they were not read' }], ...factsOf(compiled, enforced)]
  }
}

/** The covers, each at the index of its policy. */
function atIndices(covers: readonly Placed[]): (Placed | undefined)[] {
  const slots: (Placed | undefined)[] = []
  for (const cover of covers) slots[cover.policy.index] = cover
  return slots
}

/** Whether the cover surely takes something out of the region. */
function touches(cover: Cover, region: Left): boolean {
  const { must } = cover
  return must !== undefined && region.boxes.some(box => intersection(box, must) !== undefined) &&
    region.classes.some(name => cover.users(name) === TRUE) && region.targets.some(target => cover.targets(target) === TRUE)
}

function factsOf(compiled: Compiled, covers: readonly Placed[]): UnknownFact[] {
  const facts = covers.flatMap(({ policy, strength, session }) => [
    ...unknownsOf(compiled, policy),
    ...session === 'contradicting' ? [{ what: `session controls of policy \`${policy.policy.displayName}\``, why: 'they contradict those of others; which of them count is not known' }]
      : strength === TRUE ? [] : [{ what: `controls of policy \`${policy.policy.displayName}\``, why: 'whether they are enough is not known' }]
  ])
  return [...new Map(facts.map(fact => [`${fact.what}\n${fact.why}`, fact])).values()]
}
