import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { AuditCheck, AuditEntry } from '#src/domain/audit.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { otherwise } from './components.ts'
import type { TypedApp } from './typed.ts'

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const lines = 'application/x-ndjson'

const Entries = Type.Object({
  entries: Type.Array(AuditEntry), next: Type.Optional(Type.Integer({ description: 'The `after` of the next page; absent on the last.' }))
})

/** The audit trail: in pages, as a file that can be verified elsewhere, and verified here. */
export function addAuditRoutes(app: TypedApp, ports: Ports): void {
  const config = { needs: toRead }
  app.get('/audit', {
    config, schema: {
      operationId: 'listAudit', summary: 'The audit trail, oldest first', tags: ['audit'],
      querystring: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2147483647, description: 'Sequence number of the last entry that is known.' })),
        top: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Entries a page, 100 unless told.' }))
      }, { additionalProperties: false }),
      response: { 200: Entries, ...otherwise }
    }
  }, async request => {
    const { after = 0, top = 100 } = request.query
    const found = await ports.audit.page(callerOf(request), after, top + 1)
    const entries = found.slice(0, top)
    const last = entries.at(-1)
    return { entries, ...last === undefined || found.length === entries.length ? {} : { next: last.sequence } }
  })
  app.get('/audit/export', {
    config, schema: {
      operationId: 'exportAudit', summary: 'The whole audit trail as JSON lines', tags: ['audit'], produces: [lines],
      description: 'One entry a line. `lacuna verify-audit` verifies the file; the hash of its last line is the head.',
      response: {
        200: { description: 'The trail as it stood when it was asked for.', headers: { 'lacuna-audit-head': Hash }, content: { [lines]: { schema: Type.Unsafe<Readable>(Type.String()) } } },
        ...otherwise
      }
    }
  }, async (request, reply) => {
    const { head, trail } = await ports.audit.whole(callerOf(request))
    return reply.type(lines).header('lacuna-audit-head', head).serializer(String).send(Readable.from(linesOf(trail)))
  })
  app.get('/audit/verification', {
    config, schema: {
      operationId: 'verifyAudit', summary: 'Recompute the chain of the audit trail', tags: ['audit'],
      querystring: Type.Object({ head: Type.Optional(Type.String({ ...Hash, description: 'A head that was published: an entry must have it.' })) }, { additionalProperties: false }),
      response: { 200: AuditCheck, ...otherwise }
    }
  }, async request => ports.audit.verify(callerOf(request), request.query.head))
}

async function* linesOf(trail: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of trail) yield `${JSON.stringify(entry)}\n`
}
