import { groupPlan } from '#src/advisor/writes/group-plan.ts'
import { leftOf, nextWish, planFrom, planOf, type Done } from '#src/advisor/writes/plan.ts'
import { takenBack } from '#src/advisor/writes/rollback.ts'
import type { Change } from '#src/domain/change.ts'
import type { BegunPlan, NewGroup, Plan } from '#src/domain/plan.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import { normalForm } from '#src/tenant/normal-form.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { contentOf, type DraftContent } from './drafting.ts'
import type { Snapshot, Standing } from './ports.ts'
import type { Ask } from './skill.ts'

type Asking = Pick<Ask, 'ports' | 'caller'>

/** The plan for a suggestion, begun or under way; or why there is none. */
export async function beginSuggested({ ports, caller }: Asking, { compiled, tenant }: Snapshot, suggestion: Suggestion): Promise<Standing | WishRefused> {
  const plan = planOf(compiled, suggestion)
  return 'refused' in plan ? plan : ports.plans.begin(caller, plan, stoodIn(tenant, plan))
}

/** The plan that gives people a group of their own in a policy, or out of it, begun or under way; or why there is none. */
export async function beginGrouped({ ports, caller }: Asking, { compiled, tenant }: Snapshot, group: NewGroup): Promise<Standing | WishRefused> {
  const plan = groupPlan(compiled, group)
  return 'refused' in plan ? plan : ports.plans.begin(caller, plan, stoodIn(tenant, plan))
}

/** The draft that takes a change back; where several writes are needed, of the first step of the plan that does. */
export async function rollbackDraft({ ports, caller }: Asking, snapshot: Snapshot, change: Change): Promise<DraftContent | WishRefused> {
  const wishes = takenBack(snapshot.compiled, change)
  if ('refused' in wishes) return wishes
  const [only] = wishes
  if (only !== undefined && wishes.length === 1) return contentOf(snapshot, only, { rollbackOf: change.id })
  const drawn = wishes.map((wish, index) => ({ key: String(index + 1), title: titleOf(wish), wish, after: index === 0 ? [] : [String(index)] }))
  const plan = planFrom(snapshot.compiled, { title: `take back the change of \`${change.body.displayName}\``, drawn })
  return 'refused' in plan ? plan : stepDraft(snapshot, await ports.plans.begin(caller, { ...plan, rollbackOf: change.id }, stoodIn(snapshot.tenant, plan)))
}

function titleOf(wish: Wish): string {
  return wish.kind === 'removeGroupMember' ? `remove \`${wish.member}\`` : wish.kind === 'patchNamedLocation' ? 'trust the location no longer' : wish.kind
}

/** How the policies that the steps are about stand now, as text. */
function stoodIn(tenant: Tenant, { steps }: Plan): BegunPlan['stood'] {
  const targets = new Set(steps.flatMap(({ wish }) => wish !== null && 'policy' in wish ? [wish.policy.toLowerCase()] : []))
  return Object.fromEntries(tenant.policies.filter(({ policy }) => targets.has(policy.id.toLowerCase())).map(({ policy, raw }) => [policy.id.toLowerCase(), textOf(raw)]))
}

function textOf(raw: unknown): string {
  return JSON.stringify(normalForm(raw)) ?? ''
}

/** The draft of the step of a plan that comes next; or why it cannot be drafted now. */
export function stepDraft(snapshot: Snapshot, standing: Standing): DraftContent | WishRefused {
  const { plan, next, waitsFor } = standing
  const step = next === null ? undefined : plan.steps[next - 1]
  if (next === null || step === undefined) return { refused: 'plan-done', detail: 'every step of the plan is done' }
  if (waitsFor !== null) return { refused: 'step-under-way', detail: `step ${next} of the plan, ${step.title}, is under way as the change \`${waitsFor}\`` }
  const wished = nextWish(plan, doneOf(standing))
  if (wished === undefined || 'refused' in wished) return wished ?? { refused: 'plan-done', detail: 'every step of the plan is done' }
  if (wished.wish === null) return { refused: 'step-by-hand', detail: `step ${next} of the plan is for a person: ${step.title}; report it as done when it is` }
  const touched = touchedIn(snapshot.tenant, standing)
  if (touched !== undefined) return { refused: 'plan-outdated', detail: `the policy \`${touched}\` was changed since the plan was begun; give the plan up and begin a new one` }
  return contentOf(snapshot, wished.wish, {
    plan: { id: plan.id, step: next }, ...plan.suggestion === undefined ? {} : { suggestion: plan.suggestion }, ...plan.rollbackOf === undefined ? {} : { rollbackOf: plan.rollbackOf }
  })
}

/** What the steps before the next one made. */
function doneOf({ plan, next, made }: Standing): Done {
  return new Map(plan.steps.slice(0, next === null ? plan.steps.length : next - 1).map(({ position }, index) => [position, made[index] ?? null]))
}

/** A policy that a step still to come is about, that none of the steps taken changed, and that stands otherwise than when the plan was begun. */
function touchedIn({ policies }: Tenant, { plan, made }: Standing): string | undefined {
  const own = new Set(made.flatMap(id => id === null ? [] : [id.toLowerCase()]))
  return policies.find(({ policy, raw }) => {
    const stood = plan.stood[policy.id.toLowerCase()]
    return stood !== undefined && !own.has(policy.id.toLowerCase()) && stood !== textOf(raw)
  })?.policy.displayName
}

/** Where a plan stands and what is left of it, in words. */
export function planSentence(standing: Standing): string {
  const { plan, next, waitsFor } = standing
  const ended = plan.givenUp === null ? '' : ' It was given up.'
  const under = waitsFor === null || next === null ? '' : ` Step ${next} is under way.`
  return `${leftOf(plan, doneOf(standing))}.${under}${ended}`
}
