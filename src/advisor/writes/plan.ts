import { chained, changesTenant } from './chain.ts'
import { isRefused, refusal } from './made.ts'
import { idsOf, withIds } from './placeholders.ts'
import { scheduled } from './schedule.ts'
import { stepsOf, type Drawn } from './plan-steps.ts'
import type { Plan, PlanStep } from '#src/domain/plan.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import type { Compiled } from '#src/engine/compile.ts'

/**
 * The steps of a suggestion as writes, one after the other, each with what the engine proves of the tenant after it. Where the order of the
 * suggestion would leave a sign-in with less than it has, and less than the suggestion announces, another one is taken; where none will do, refused.
 */
export function planOf(compiled: Compiled, suggestion: Suggestion): Plan | WishRefused {
  const drawn = stepsOf(compiled, suggestion)
  if (!drawn.some(({ wish }) => wish !== null)) return refusal('nothing-to-write', 'the suggestion is advice for a person; there is nothing to write')
  const plan = planFrom(compiled, { title: suggestion.title, drawn })
  return isRefused(plan) ? plan : { ...plan, suggestion: suggestion.id }
}

/**
 * A plan from steps that a person asked for; what they ask for is announced, and so may ask less of sign-ins. Steps that change who is in groups
 * of the tenant, or its named locations, keep their order.
 */
export function planFrom(compiled: Compiled, { title, drawn }: { readonly title: string, readonly drawn: readonly Drawn[] }): Plan | WishRefused {
  const steps = drawn.some(changesTenant) ? chained(compiled, drawn) : scheduled(compiled, drawn)
  return Array.isArray(steps) ? { title, steps } : steps
}

/** Ids of the objects that steps made, or changed, by position; a step done by hand has null. */
export type Done = ReadonlyMap<number, string | null>

/** The first step that is not done, with its wish about what earlier steps made; the wish is null where a person does it by hand. Undefined where the plan is done. */
export function nextWish({ steps }: Plan, done: Done): { readonly step: PlanStep, readonly wish: Wish | null } | WishRefused | undefined {
  const step = steps.find(({ position }) => !done.has(position))
  if (step === undefined) return undefined
  if (step.wish === null) return { step, wish: null }
  const missing = idsOf(step.wish).map(stepIn).find(position => position > 0 && (done.get(position) ?? null) === null)
  if (missing !== undefined) return refusal('step-missing', `step ${missing}, whose object this step is about, has not been applied`)
  return { step, wish: withIds(step.wish, id => done.get(stepIn(id)) ?? id) }
}

/** What is left of a plan that was stopped, in words. */
export function leftOf({ title, steps }: Plan, done: Done): string {
  const left = steps.filter(({ position }) => !done.has(position))
  if (left.length === 0) return `${title}: every step is done`
  const last = steps.findLast(({ position }) => done.has(position))
  const now = last === undefined ? 'nothing is done' : last.proof.words
  return `${title}: ${steps.length - left.length} of ${steps.length} steps are done (${now}); left: ${left.map(step => `${step.position}. ${step.title}`).join('; ')}`
}

/** The step of which an id in a wish stands for what it makes; 0 where it is an id of the tenant. */
function stepIn(id: string): number {
  return Number(/^step:(\d+)$/.exec(id)?.[1] ?? 0)
}
