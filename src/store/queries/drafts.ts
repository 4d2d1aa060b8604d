import { Value } from 'typebox/value'
import { Draft } from '#src/domain/draft.ts'
import { isWritten } from './changes.ts'
import { holdKey } from './locks.ts'
import type { TenantRows } from '../in-tenant.ts'

/**
 * Stores a draft, or answers the one with the same content hash by the same operator that is not older than `since`; one that was
 * written already is a new wish.
 */
export async function saveDraft(tenant: TenantRows, draft: Draft, key: { readonly contentHash: string, readonly since: Date }):
Promise<{ draft: Draft, existing: boolean }> {
  const { rows, tenantId } = tenant
  await holdKey(tenant, `draft ${draft.createdBy} ${key.contentHash}`)
  const found = await rows.selectFrom('draft').select('document')
    .where('created_by', '=', draft.createdBy).where('content_hash', '=', key.contentHash).where('created_at', '>=', key.since)
    .orderBy('created_at', 'desc').limit(1).executeTakeFirst()
  const existing = found === undefined ? undefined : Value.Parse(Draft, found.document)
  if (existing !== undefined && !await isWritten(tenant, existing.id)) return { draft: existing, existing: true }
  await rows.insertInto('draft').values({
    tenant_id: tenantId, id: draft.id, created_by: draft.createdBy, created_at: new Date(draft.createdAt),
    content_hash: key.contentHash, document: JSON.stringify(draft)
  }).execute()
  return { draft, existing: false }
}

/** A draft by id. */
export async function readDraft({ rows }: TenantRows, id: string): Promise<Draft | undefined> {
  const row = await rows.selectFrom('draft').select('document').where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : Value.Parse(Draft, row.document)
}
