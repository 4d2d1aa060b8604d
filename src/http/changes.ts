import { Type, type Static } from 'typebox'
import type { FastifyRequest } from 'fastify'
import { changeStates, overrides, type Change } from '#src/domain/change.ts'
import { literals, nullable } from '#src/domain/schema.ts'
import { toDecide, toRead, toSubmit } from '#src/skills/needs.ts'
import { rollbackDraft } from '#src/skills/planning.ts'
import type { DecidingPorts, Ports, Refusal } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { ChangeRef, otherwise } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { Next, pageQuery, pager } from './pages.ts'
import { problems, refusal } from './problems.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Params = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Changes = Type.Object({ total: Type.Integer(), changes: Type.Array(ChangeRef), next: Next })

const Seen = Type.Object({
  contentHash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the change as the person saw it.' }),
  comment: Type.Optional(Type.String({ maxLength: 2000 }))
}, { additionalProperties: false })

const Submission = Type.Object({
  draft: Type.String({ minLength: 1, maxLength: 100 }), justification: Type.String({ minLength: 1, maxLength: 2000 }),
  ticket: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  override: Type.Optional(literals(overrides, { description: 'Names a check that is not passed: two people must then approve.' }))
}, { additionalProperties: false })

/** Changes in full, and the routes at which people decide. */
export function addChangeRoutes(app: TypedApp, { ports, deciding }: { ports: Ports, deciding: DecidingPorts }): void {
  addReading(app, ports)
  addSubmitting(app, ports)
  const decide = (verb: 'approve' | 'reject', summary: string): void => void app.post(`/changes/:id/${verb}`, {
    config: { needs: toDecide }, schema: {
      operationId: `${verb}Change`, summary, tags: ['deciding'], params: Params, headers: WriteHeaders, body: Seen,
      response: { 200: ChangeRef, ...otherwise }
    }
  }, async request => decided(await deciding[verb](callerOf(request), request.params.id, seen(request.body))))
  decide('approve', 'Approve a change, as the person saw it')
  decide('reject', 'Reject a change, as the person saw it')
  addRemarks(app, deciding)
  addRollback(app, ports)
  app.post('/changes/:id/withdraw', {
    config: { needs: toDecide }, schema: {
      operationId: 'withdrawChange', summary: 'Withdraw a change that is not yet written', tags: ['deciding'], params: Params,
      headers: WriteHeaders,
      response: { 200: ChangeRef, ...otherwise }
    }
  }, async request => decided(await deciding.withdraw(callerOf(request), request.params.id)))
}

/** What a person says of a change without approving or rejecting it. */
function addRemarks(app: TypedApp, deciding: DecidingPorts): void {
  app.post('/changes/:id/comments', {
    config: { needs: toDecide }, schema: {
      operationId: 'commentChange', summary: 'Say something of a change', tags: ['deciding'], params: Params, headers: WriteHeaders,
      body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 2000 }) }, { additionalProperties: false }), response: { 200: ChangeRef, ...otherwise }
    }
  }, async request => decided(await deciding.comment(callerOf(request), request.params.id, request.body.text)))
  app.post('/changes/:id/resolve', {
    config: { needs: toDecide }, schema: {
      operationId: 'resolveChange', summary: 'Settle a change of which it is not known whether it was written', tags: ['deciding'], params: Params, headers: WriteHeaders,
      description: 'For a change that is `undetermined`: its detail tells when it was sent and by which client-request-id. A person looks in the tenant and says what is there.',
      body: Type.Object({
        objectId: nullable(Type.String({ minLength: 1, maxLength: 100, description: 'The object that was written; null where nothing was.' })),
        text: Type.String({ minLength: 1, maxLength: 2000, description: 'What was looked at.' })
      }, { additionalProperties: false }), response: { 200: ChangeRef, ...otherwise }
    }
  }, async request => decided(await deciding.resolve(callerOf(request), request.params.id, request.body)))
}

const Rollback = Type.Object({ ...Type.Omit(Submission, ['draft']).properties }, { additionalProperties: false })

/** Taking a change back is a new change; where it takes several writes, a plan. */
function addRollback(app: TypedApp, ports: Ports): void {
  app.post('/changes/:id/rollback', {
    config: { needs: toSubmit }, schema: {
      operationId: 'rollBackChange', summary: 'Submit the change that takes another one back', tags: ['changes'], params: Params, headers: WriteHeaders, body: Rollback,
      description: 'Possible for a change that was applied, verified, diverged or failed. Where it takes several writes the first is submitted, as a step of a plan.',
      response: { 200: ChangeRef, 201: ChangeRef, ...otherwise }
    }
  }, async (request, reply) => {
    const caller = callerOf(request)
    const change = standing(await ports.changes.get(caller, request.params.id), request)
    const content = await rollbackDraft({ ports, caller }, await snapshotFor(request, ports), change)
    if ('refused' in content) throw refusal(content)
    const { draft } = await ports.drafts.save(caller, content)
    const { justification, ticket, override } = request.body
    const answer = await ports.changes.submit(caller, { draftId: draft.id, justification, ticket: ticket ?? null, override: override ?? null })
    if ('refused' in answer) throw refusal(answer)
    return reply.code(answer.existing ? 200 : 201).send(answer.change)
  })
}

function addReading(app: TypedApp, ports: Ports): void {
  app.get('/changes', {
    config: { needs: toRead }, schema: {
      operationId: 'listChangesInFull', summary: 'The changes, newest first', tags: ['changes'],
      querystring: Type.Object({ state: Type.Optional(literals(changeStates)), ...pageQuery }, { additionalProperties: false }),
      response: { 200: Changes, ...otherwise }
    }
  }, async request => {
    const { state, cursor, top = 100 } = request.query
    const pages = pager(request, ports, `changes ${state ?? ''}`)
    const from = pages.from(cursor)
    const all = await ports.changes.list(callerOf(request), state)
    const changes = all.slice(from, from + top)
    return { total: all.length, changes, ...pages.next(from + changes.length, all.length) }
  })
  app.get('/changes/:id', {
    config: { needs: toRead }, schema: {
      operationId: 'getChangeInFull', summary: 'One change with its body and its decisions', tags: ['changes'], params: Params,
      response: { 200: ChangeRef, ...otherwise }
    }
  }, async request => standing(await ports.changes.get(callerOf(request), request.params.id), request))
}

function addSubmitting(app: TypedApp, ports: Ports): void {
  app.post('/changes', {
    config: { needs: toSubmit }, schema: {
      operationId: 'submitChange', summary: 'Submit a draft for approval', tags: ['changes'], headers: WriteHeaders, body: Submission,
      response: { 200: ChangeRef, 201: ChangeRef, ...otherwise }
    }
  }, async (request, reply) => {
    const { draft, justification, ticket, override } = request.body
    const answer = await ports.changes.submit(callerOf(request), { draftId: draft, justification, ticket: ticket ?? null, override: override ?? null })
    if ('refused' in answer) throw refusal(answer)
    return reply.code(answer.existing ? 200 : 201).send(answer.change)
  })
}

function seen({ contentHash, comment }: Static<typeof Seen>): Parameters<DecidingPorts['approve']>[2] {
  return { contentHash, comment: comment ?? null }
}

function standing(change: Change | undefined, request: FastifyRequest<{ Params: { id: string } }>): Change {
  if (change === undefined) throw problems.notFound(`change ${request.params.id}`)
  return change
}

function decided(answer: Change | Refusal): Change {
  if ('refused' in answer) throw refusal(answer)
  return answer
}
