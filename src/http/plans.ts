import { Type } from 'typebox'
import { NewGroup, type PlanStanding } from '#src/domain/plan.ts'
import type { WishRefused } from '#src/domain/wish.ts'
import { toDraft, toRead } from '#src/skills/needs.ts'
import { beginGrouped, beginSuggested, planSentence, stepDraft } from '#src/skills/planning.ts'
import type { Ports, Snapshot, Standing } from '#src/skills/ports.ts'
import type { Ask } from '#src/skills/skill.ts'
import { callerOf } from './authorization.ts'
import { DraftRef, otherwise, PlanRef } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { Next, pageQuery, pager } from './pages.ts'
import { pointing, problems, refusal } from './problems.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Params = Type.Object({ id: Type.String({ maxLength: 100 }) })

const Plans = Type.Object({ total: Type.Integer(), plans: Type.Array(PlanRef), next: Next })

/** Ordered changes that belong together: each step is drafted when the one before it is verified. */
export function addPlanRoutes(app: TypedApp, ports: Ports): void {
  app.post('/plans', {
    config: { needs: toDraft }, schema: {
      operationId: 'beginPlan', summary: 'Begin a plan: of a suggestion, or of a new group for a policy', tags: ['plans'], headers: WriteHeaders,
      description: 'Answers the plan for the same suggestion where one is under way. Nothing is written before each step is approved.',
      body: Type.Object({ suggestion: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })), group: Type.Optional(NewGroup) }, { additionalProperties: false, minProperties: 1, maxProperties: 1 }),
      response: { 200: PlanRef, ...otherwise }
    }
  }, async request => {
    const snapshot = await snapshotFor(request, ports)
    const begun = await begunOf({ ports, caller: callerOf(request) }, snapshot, request.body)
    if ('refused' in begun) throw pointing(refusal(begun), begun.pointer === undefined ? [] : [{ pointer: `/body/group${begun.pointer}`, detail: begun.detail }])
    return planNow(begun)
  })
  addReading(app, ports)
  addSteps(app, ports)
}

async function begunOf(ask: Pick<Ask, 'ports' | 'caller'>, snapshot: Snapshot, { suggestion: id, group }: { readonly suggestion?: string, readonly group?: NewGroup }): Promise<Standing | WishRefused> {
  if (group !== undefined) return beginGrouped(ask, snapshot, group)
  const suggestion = snapshot.analysis.suggestions.find(one => one.id === id)
  if (suggestion === undefined) throw problems.notFound(`suggestion ${id ?? ''}`)
  return beginSuggested(ask, snapshot, suggestion)
}

function addReading(app: TypedApp, ports: Ports): void {
  app.get('/plans', {
    config: { needs: toRead }, schema: {
      operationId: 'listPlans', summary: 'The plans, newest first', tags: ['plans'], querystring: Type.Object(pageQuery, { additionalProperties: false }),
      response: { 200: Plans, ...otherwise }
    }
  }, async request => {
    const { cursor, top = 100 } = request.query
    const pages = pager(request, ports, 'plans')
    const from = pages.from(cursor)
    const all = await ports.plans.list(callerOf(request))
    const plans = all.slice(from, from + top).map(planNow)
    return { total: all.length, plans, ...pages.next(from + plans.length, all.length) }
  })
  app.get('/plans/:id', {
    config: { needs: toRead }, schema: {
      operationId: 'getPlan', summary: 'One plan and where it stands', tags: ['plans'], params: Params, response: { 200: PlanRef, ...otherwise }
    }
  }, async request => planNow(found(await ports.plans.get(callerOf(request), request.params.id), request.params.id)))
}

function addSteps(app: TypedApp, ports: Ports): void {
  app.post('/plans/:id/draft', {
    config: { needs: toDraft }, schema: {
      operationId: 'draftNextStep', summary: 'Draft the step of a plan that comes next', tags: ['plans'], params: Params, headers: WriteHeaders,
      response: { 200: DraftRef, 201: DraftRef, ...otherwise }
    }
  }, async (request, reply) => {
    const standing = found(await ports.plans.get(callerOf(request), request.params.id), request.params.id)
    const content = stepDraft(await snapshotFor(request, ports), standing)
    if ('refused' in content) throw refusal(content)
    const { draft, existing } = await ports.drafts.save(callerOf(request), content)
    return reply.code(existing ? 200 : 201).send(draft)
  })
  app.post('/plans/:id/done', {
    config: { needs: toDraft }, schema: {
      operationId: 'reportStepDone', summary: 'Report that a person has taken a step that is by hand', tags: ['plans'], params: Params, headers: WriteHeaders,
      body: Type.Object({ step: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }), response: { 200: PlanRef, ...otherwise }
    }
  }, async request => {
    const answer = await ports.plans.reportDone(callerOf(request), request.params.id, request.body.step)
    if ('refused' in answer) throw refusal(answer)
    return planNow(answer)
  })
  app.post('/plans/:id/give-up', {
    config: { needs: toDraft }, schema: {
      operationId: 'giveUpPlan', summary: 'End a plan where it is', tags: ['plans'], params: Params, headers: WriteHeaders,
      description: 'What was written stays; the summary says what is left.', response: { 200: PlanRef, ...otherwise }
    }
  }, async request => {
    const answer = await ports.plans.giveUp(callerOf(request), request.params.id)
    if ('refused' in answer) throw refusal(answer)
    return planNow(answer)
  })
}

function found(standing: Standing | undefined, id: string): Standing {
  if (standing === undefined) throw problems.notFound(`plan ${id}`)
  return standing
}

function planNow(standing: Standing): PlanStanding {
  const { plan, states, made, next, waitsFor } = standing
  return { ...plan, summary: planSentence(standing), states: [...states], made: [...made], next, waitsFor }
}
