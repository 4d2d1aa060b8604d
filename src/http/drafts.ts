import { Type } from 'typebox'
import { contentOf, draftOf } from '#src/skills/drafting.ts'
import { toDraft, toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { DraftRef, otherwise, WishRef } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { pointing, problems, refusal } from './problems.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Names = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 300 }),
  { maxItems: 100, description: 'Names or ids of users, groups or roles.' }))

const Asked = Type.Object({
  requirement: Type.Optional(Type.String({ maxLength: 100 })), suggestion: Type.Optional(Type.String({ maxLength: 200 })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })), include: Names, exclude: Names
}, { additionalProperties: false })

const Saved = Type.Object({ draft: DraftRef, existing: Type.Boolean() })

/** Drafts with their whole body. */
export function addDraftRoutes(app: TypedApp, ports: Ports): void {
  app.post('/drafts', {
    config: { needs: toDraft }, schema: {
      operationId: 'createDraft', summary: 'Draft a report-only policy', tags: ['changes'], headers: WriteHeaders, body: Asked,
      response: { 200: Saved, 201: Saved, ...otherwise }
    }
  }, async (request, reply) => {
    const found = draftOf(await snapshotFor(request, ports), request.body)
    if ('unclear' in found) throw refusal({ refused: `draft-${found.unclear.status.toLowerCase()}`, detail: found.unclear.summary })
    const saved = await ports.drafts.save(callerOf(request), found.found)
    return reply.code(saved.existing ? 200 : 201).send(saved)
  })
  app.post('/drafts/writes', {
    config: { needs: toDraft }, schema: {
      operationId: 'draftWrite', summary: 'Draft any one write to the tenant', tags: ['changes'], headers: WriteHeaders, body: WishRef,
      description: 'A policy created, changed, switched, deleted or restored; a named location; a group and its members. Answers what it would do to sign-ins.',
      response: { 200: Saved, 201: Saved, ...otherwise }
    }
  }, async (request, reply) => {
    const content = contentOf(await snapshotFor(request, ports), request.body)
    if ('refused' in content) throw pointing(refusal(content), content.pointer === undefined ? [] : [{ pointer: `/body${content.pointer}`, detail: content.detail }])
    const saved = await ports.drafts.save(callerOf(request), content)
    return reply.code(saved.existing ? 200 : 201).send(saved)
  })
  app.get('/drafts/:id', {
    config: { needs: toRead }, schema: {
      operationId: 'getDraft', summary: 'One draft with its body', tags: ['changes'],
      params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
      response: { 200: DraftRef, ...otherwise }
    }
  }, async request => {
    const draft = await ports.drafts.get(callerOf(request), request.params.id)
    if (draft === undefined) throw problems.notFound(`draft ${request.params.id}`)
    return draft
  })
}
