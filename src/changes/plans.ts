import { randomUUID } from 'node:crypto'
import type { Draft } from '#src/domain/draft.ts'
import type { BegunPlan, Plan } from '#src/domain/plan.ts'
import type { Caller, Ports, Standing } from '#src/skills/ports.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { readChange } from '#src/store/queries/changes.ts'
import { holdKey } from '#src/store/queries/locks.ts'
import { insertPlan, listPlans, readPlan, updatePlan } from '#src/store/queries/plans.ts'
import { givenUp, type Refused } from './decide.ts'
import type { Workflow } from './workflow.ts'

/** A step of whose change nothing came can be taken anew. */
async function standingOf(tenant: TenantRows, plan: BegunPlan): Promise<Standing> {
  const changes = await Promise.all(plan.changes.map(async id => id === null ? undefined : readChange(tenant, id)))
  const isDone = plan.steps.map(({ byHand, position }, index) => byHand ? plan.done.includes(position) : changes[index]?.state === 'verified')
  const next = isDone.indexOf(false)
  const under = next < 0 ? undefined : changes[next]
  return {
    plan, states: changes.map(change => change?.state ?? null), made: changes.map(change => change?.objectId ?? null),
    next: next < 0 ? null : next + 1, waitsFor: under === undefined || givenUp.includes(under.state) ? null : under.id
  }
}

/**
 * Records that a change is a step of its draft's plan; or says why it cannot be: a step before it is not verified, or another change
 * already is this step.
 */
export async function takeStep(tenant: TenantRows, { plan: place }: Draft, changeId: string): Promise<Refused | undefined> {
  if (place === undefined) return undefined
  await holdKey(tenant, `plan ${place.id}`)
  const plan = await readPlan(tenant, place.id)
  if (plan === undefined) return noPlan(place.id)
  if (plan.givenUp !== null) return { refused: 'plan-given-up', detail: 'the plan was given up; begin a new one' }
  const { next, waitsFor } = await standingOf(tenant, plan)
  if (next === null || place.step < next) return { refused: 'step-done', detail: `step ${place.step} of the plan is done` }
  if (place.step > next) return { refused: 'step-not-yet', detail: `step ${next} of the plan comes first: it must be verified before step ${place.step} is submitted` }
  if (waitsFor !== null) return { refused: 'step-under-way', detail: `step ${next} of the plan is under way as the change \`${waitsFor}\`` }
  await updatePlan(tenant, { ...plan, changes: plan.changes.with(place.step - 1, changeId) })
  return undefined
}

function noPlan(id: string): Refused {
  return { refused: 'not-found', detail: `there is no plan \`${id}\`` }
}

/** A plan as a person leaves it, and what the trail says of that. */
interface Revision {
  readonly plan: BegunPlan
  readonly action: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Plans as skills and routes ask for them. An open plan for the same suggestion, or of the same change, is answered instead of a second one. */
export function createPlanPort({ database, clock }: Pick<Workflow, 'database' | 'clock'>): Ports['plans'] {
  const inCallers = <T>({ operator }: Caller, work: (tenant: TenantRows) => Promise<T>): Promise<T> => inTenant(database, operator.tid, work)
  const revised = (caller: Caller, id: string, revise: (standing: Standing) => Revision | Refused): Promise<Standing | Refused> => inCallers(caller, async tenant => {
    await holdKey(tenant, `plan ${id}`)
    const plan = await readPlan(tenant, id)
    if (plan === undefined) return noPlan(id)
    const revision = revise(await standingOf(tenant, plan))
    if ('refused' in revision) return revision
    await updatePlan(tenant, revision.plan)
    await appendAudit(tenant, { at: clock.now(), actor: caller.operator.oid, action: revision.action, subject: `plan ${id}`, detail: revision.detail })
    return standingOf(tenant, revision.plan)
  })
  return {
    begin: (caller, plan, stood) => inCallers(caller, async tenant => {
      await holdKey(tenant, 'plans')
      const open = await openOne(tenant, plan)
      if (open !== undefined) return open
      const [at, actor] = [clock.now(), caller.operator.oid]
      const begun: BegunPlan = { id: randomUUID(), ...plan, stood, changes: plan.steps.map(() => null), done: [], givenUp: null, createdBy: actor, createdAt: at.toISOString() }
      await insertPlan(tenant, begun)
      await appendAudit(tenant, { at, actor, action: 'plan', subject: `plan ${begun.id}`, detail: { steps: plan.steps.length, suggestion: plan.suggestion ?? null, rollbackOf: plan.rollbackOf ?? null } })
      return standingOf(tenant, begun)
    }),
    get: (caller, id) => inCallers(caller, async tenant => {
      const plan = await readPlan(tenant, id)
      return plan === undefined ? undefined : standingOf(tenant, plan)
    }),
    list: caller => inCallers(caller, async tenant => Promise.all((await listPlans(tenant)).map(plan => standingOf(tenant, plan)))),
    reportDone: (caller, id, step) => revised(caller, id, ({ plan, next }) => plan.steps[step - 1]?.byHand !== true || next !== step
      ? { refused: 'step-not-by-hand', detail: `step ${step} is not a step by hand that comes next; see the plan` }
      : { plan: { ...plan, done: [...plan.done, step] }, action: 'report-done', detail: { step } }),
    giveUp: (caller, id) => revised(caller, id, ({ plan, next, waitsFor }) => waitsFor !== null
      ? { refused: 'step-under-way', detail: `step ${next} of the plan is under way as the change \`${waitsFor}\`; withdraw that first` }
      : { plan: { ...plan, givenUp: plan.givenUp ?? { by: caller.operator.oid, at: clock.now().toISOString() } }, action: 'give-up', detail: { next } })
  }
}

/** A plan for the same that is under way; or one that nobody has begun to follow and whose steps are still the same. */
async function openOne(tenant: TenantRows, { suggestion, rollbackOf, steps }: Plan): Promise<Standing | undefined> {
  for (const plan of await listPlans(tenant)) {
    if (plan.givenUp !== null || plan.suggestion !== suggestion || plan.rollbackOf !== rollbackOf) continue
    const standing = await standingOf(tenant, plan)
    const isFollowed = standing.states.some(state => state !== null && !givenUp.includes(state)) || plan.done.length > 0
    if (standing.next !== null && (isFollowed || JSON.stringify(plan.steps) === JSON.stringify(steps))) return standing
  }
  return undefined
}
