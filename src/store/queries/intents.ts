import { Type, type Static } from 'typebox'
import type { TenantRows } from '../in-tenant.ts'

/** That a write is about to be sent: recorded before it, so that after a crash it is looked for instead of repeated. */
export const Intent = Type.Object({
  clientRequestId: Type.String(), contentHash: Type.String(), recordedAt: Type.String()
})
export type Intent = Static<typeof Intent>

/** Records the one intent of a change; a second is refused by the table. */
export async function recordIntent({ rows, tenantId }: TenantRows, changeId: string, intent: Intent): Promise<void> {
  await rows.insertInto('intent').values({
    tenant_id: tenantId, change_id: changeId, client_request_id: intent.clientRequestId, content_hash: intent.contentHash,
    recorded_at: new Date(intent.recordedAt)
  }).execute()
}

/** The intent of a change, if a write may have been sent. */
export async function readIntent({ rows }: TenantRows, changeId: string): Promise<Intent | undefined> {
  const row = await rows.selectFrom('intent').selectAll().where('change_id', '=', changeId).executeTakeFirst()
  if (row === undefined) return undefined
  return { clientRequestId: row.client_request_id, contentHash: row.content_hash, recordedAt: row.recorded_at.toISOString() }
}

/** Takes an intent back, after Graph has said that it wrote nothing. */
export async function dropIntent({ rows }: TenantRows, changeId: string): Promise<void> {
  await rows.deleteFrom('intent').where('change_id', '=', changeId).execute()
}
