import { contentHash } from '../content-hash.ts'
import { holdKey } from './locks.ts'
import type { TenantRows } from '../in-tenant.ts'

/** What happened: who did what to which thing. `detail` holds no token and no name. */
export interface AuditEvent {
  readonly at: Date
  /** Object id of a person or application, or `lacuna` for the service itself. */
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Where the chain stands: how many entries, the last hash, and the first entry that does not fit. */
export interface AuditCheck {
  readonly entries: number
  readonly head: string
  readonly broken: { readonly sequence: number, readonly reason: string } | null
}

/** The hash before the first entry. */
export const noHash = '0'.repeat(64)
const page = 1000

function hashOf(tenantId: string, sequence: number, event: AuditEvent, previous: string): string {
  return contentHash({ tenantId, sequence, ...event, at: event.at.toISOString(), previous })
}

/** Appends to the tenant's trail; answers the new head. The next appender of the tenant waits until this transaction ends. */
export async function appendAudit(tenant: TenantRows, event: AuditEvent): Promise<string> {
  const { rows, tenantId } = tenant
  await holdKey(tenant, 'audit')
  const last = await rows.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  const sequence = (last?.sequence ?? 0) + 1
  const previous = last?.hash ?? noHash
  const hash = hashOf(tenantId, sequence, event, previous)
  await rows.insertInto('audit').values({
    tenant_id: tenantId, sequence, at: event.at, actor: event.actor, action: event.action, subject: event.subject,
    detail: JSON.stringify(event.detail), previous_hash: previous, hash
  }).execute()
  return hash
}

/** A page of the trail after a sequence number, oldest first. */
export async function readAudit({ rows }: TenantRows, after: number, top: number): Promise<(AuditEvent & { sequence: number, previousHash: string, hash: string })[]> {
  const found = await rows.selectFrom('audit').selectAll().where('sequence', '>', after).orderBy('sequence').limit(top).execute()
  return found.map(({ sequence, at, actor, action, subject, detail, previous_hash: previousHash, hash }) =>
    ({ sequence, at, actor, action, subject, detail: detailOf(detail), previousHash, hash }))
}

function detailOf(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : { found: detail }
}

/** Recomputes the whole chain of the tenant. Deleted last entries show against a head that was published before. */
export async function verifyAudit(tenant: TenantRows): Promise<AuditCheck> {
  let [entries, head] = [0, noHash]
  for (;;) {
    const found = await readAudit(tenant, entries, page)
    for (const { sequence, previousHash, hash, ...event } of found) {
      if (sequence !== entries + 1) return { entries, head, broken: { sequence: entries + 1, reason: 'the entry is missing' } }
      if (previousHash !== head) return { entries, head, broken: { sequence, reason: 'it does not follow the entry before it' } }
      if (hashOf(tenant.tenantId, sequence, event, head) !== hash) return { entries, head, broken: { sequence, reason: 'its content was changed' } }
      entries = sequence
      head = hash
    }
    if (found.length < page) return { entries, head, broken: null }
  }
}
