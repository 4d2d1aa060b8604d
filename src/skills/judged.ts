import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { identityAt, type Identity } from '#src/engine/identity.ts'
import { policyReach, type PolicyReach } from '#src/engine/reach.ts'
import { mayConcern } from '#src/engine/targets.ts'
import { leftOutBy, type LeftOut } from '#src/engine/analyse/exclusions.ts'
import { groundOf, type Ground } from '#src/engine/ground.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { parseSignIn, type SignInProblem } from '#src/tenant/sign-in.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { Verdict } from '#src/domain/verdict.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

const kept = new WeakMap<Compiled, Map<string, Coverage>>()

/** The coverage of a requirement of the baseline, computed once for a snapshot. */
export function coverageOf(compiled: Compiled, requirement: Requirement): Coverage {
  const known = kept.get(compiled) ?? new Map<string, Coverage>()
  kept.set(compiled, known)
  const judged = known.get(requirement.id) ?? coverage(compiled, requirement)
  known.set(requirement.id, judged)
  return judged
}

/** The coverage of a requirement for one application; `undefined` if the requirement is not about it. */
export function coverageFor(compiled: Compiled, requirement: Requirement, appId: string): Coverage | undefined {
  if (!mayConcern(compiled, requirement, appId)) return undefined
  return coverage(compiled, { ...requirement, applications: [appId] })
}

/** Whom one number of a coverage's user sets stands for: an account, or a workload where the requirement is about those. */
export function whoAt({ tenant }: Compiled, { requirement }: Coverage, index: number): Identity {
  return identityAt(tenant, requirement, index)
}

/** The coverage of the requirement with the id, or undefined where the baseline has none. */
export function coverageById(compiled: Compiled, id: string): Coverage | undefined {
  const requirement = requirementOf(id)
  return requirement === undefined ? undefined : coverageOf(compiled, requirement)
}

/** The verdict on the body of Graph's `evaluate`, or what is wrong with the body. */
export function judgedSignIn(compiled: Compiled, body: unknown): { verdict: Verdict } | { errors: SignInProblem[] } {
  const parsed = parseSignIn(body)
  return 'signIn' in parsed ? { verdict: evaluate(compiled, parsed.signIn) } : { errors: [...parsed.errors] }
}

/** A policy by its place among the tenant's, as it was read, with what it reaches. */
export function judgedPolicy(compiled: Compiled, index: number): { read: ReadPolicy, reach: PolicyReach } | undefined {
  const read = compiled.tenant.policies[index]
  const reach = policyReach(compiled, index)
  return read === undefined || reach === undefined ? undefined : { read, reach }
}

const grounds = new WeakMap<Compiled, Ground>()

/** Whom the exclusions of an enforced policy leave out, and for whom of them no other makes up; undefined where it excludes nobody. */
export function judgedExclusions(compiled: Compiled, index: number): LeftOut | undefined {
  const enforced = compiled.policies.filter(({ mode }) => mode === 'enforced')
  const policy = enforced.find(one => one.index === index)
  if (policy === undefined) return undefined
  const ground = grounds.get(compiled) ?? groundOf(compiled, enforced)
  grounds.set(compiled, ground)
  return leftOutBy(ground, policy, enforced)
}
