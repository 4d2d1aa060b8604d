import { entryText, noHash, verifyChain, type AuditCheck, type AuditEntry } from '#src/domain/audit.ts'
import { sha256 } from '../content-hash.ts'
import { holdKey } from './locks.ts'
import type { TenantRows } from '../in-tenant.ts'

/** What is to be appended. `detail` holds no token and no name. */
export interface AuditEvent extends Pick<AuditEntry, 'actor' | 'action' | 'subject'> {
  readonly at: Date
  readonly detail: Readonly<Record<string, unknown>>
}

/** How many entries a trail has, and the hash of the last one. */
export interface AuditHead {
  readonly entries: number
  readonly head: string
}

const page = 1000

/** Appends to the tenant's trail; answers the new head. The next appender of the tenant waits until this transaction ends. */
export async function appendAudit(tenant: TenantRows, { at, actor, action, subject, detail }: AuditEvent): Promise<string> {
  const { rows, tenantId } = tenant
  await holdKey(tenant, 'audit')
  const last = await auditHead(tenant)
  const sequence = last.entries + 1
  const previousHash = last.head
  const hash = sha256(entryText({ tenantId, sequence, at: at.toISOString(), actor, action, subject, detail, previousHash }))
  await rows.insertInto('audit').values({
    tenant_id: tenantId, sequence, at, actor, action, subject, detail: JSON.stringify(detail), previous_hash: previousHash, hash
  }).execute()
  return hash
}

/** Where the trail stands, without recomputing it. */
export async function auditHead({ rows }: TenantRows): Promise<AuditHead> {
  const last = await rows.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  return { entries: last?.sequence ?? 0, head: last?.hash ?? noHash }
}

/** A page of the trail after a sequence number, oldest first. */
export async function readAudit({ rows, tenantId }: TenantRows, after: number, top: number): Promise<AuditEntry[]> {
  const found = await rows.selectFrom('audit').selectAll().where('sequence', '>', after).orderBy('sequence').limit(top).execute()
  return found.map(({ sequence, at, actor, action, subject, detail, previous_hash: previousHash, hash }) =>
    ({ sequence, tenantId, at: at.toISOString(), actor, action, subject, detail: detailOf(detail), previousHash, hash }))
}

function detailOf(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : { found: detail }
}

/** The trail from its first entry to the one numbered `until`, of which `read` gives a page after a sequence number. */
export async function* entriesFrom(read: (after: number, top: number) => Promise<AuditEntry[]>, until = Number.POSITIVE_INFINITY): AsyncGenerator<AuditEntry> {
  for (let after = 0; after < until;) {
    const found = await read(after, Math.min(page, until - after))
    yield* found
    const last = found.at(-1)
    if (last === undefined || found.length < page) return
    after = last.sequence
  }
}

/** Recomputes the whole chain of the tenant. */
export function verifyAudit(tenant: TenantRows): Promise<AuditCheck> {
  return verifyChain(entriesFrom((after, top) => readAudit(tenant, after, top)), { sha256 })
}
