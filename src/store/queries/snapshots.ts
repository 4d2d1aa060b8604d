import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { Type, type Static } from 'typebox'
import { inTenant, type TenantRows } from '../in-tenant.ts'
import type { Database } from '../database.ts'

/** What is known of a snapshot without reading it. `summary` is counts and statuses. */
export const SnapshotHead = Type.Object({
  id: Type.String(), runId: Type.String(), collectedAt: Type.String(), collectedBy: Type.String(), partial: Type.Boolean(),
  summary: Type.Record(Type.String(), Type.Unknown())
})
export type SnapshotHead = Static<typeof SnapshotHead>

/** One gzip member of the tenant file; `part` and `position` order them. */
export interface SnapshotChunk {
  readonly part: number
  readonly position: number
  readonly bytes: Uint8Array
}

/** Above the parts of the tenant file: what was read again of a snapshot since, as one gzip document. */
const rereadPart = 1_000

/** Begins a snapshot; it is not seen by `latestSnapshot` before it is completed. */
export async function beginSnapshot({ rows, tenantId }: TenantRows, { id, runId, collectedAt, collectedBy }: Omit<SnapshotHead, 'partial' | 'summary'>): Promise<void> {
  await rows.insertInto('snapshot').values({
    tenant_id: tenantId, id, run_id: runId, collected_at: new Date(collectedAt), collected_by: collectedBy,
    partial: true, complete: false, summary: '{}'
  }).execute()
}

/** Adds one chunk. */
export async function addChunk({ rows, tenantId }: TenantRows, snapshotId: string, { part, position, bytes }: SnapshotChunk): Promise<void> {
  await rows.insertInto('snapshot_chunk').values({ tenant_id: tenantId, snapshot_id: snapshotId, part, position, bytes: Buffer.from(bytes) }).execute()
}

/** Makes a snapshot the latest one. */
export async function completeSnapshot({ rows }: TenantRows, id: string, result: Pick<SnapshotHead, 'partial' | 'summary'>): Promise<void> {
  await rows.updateTable('snapshot').set({ complete: true, partial: result.partial, summary: JSON.stringify(result.summary) }).where('id', '=', id).execute()
}

/** The newest complete snapshot. */
export async function latestSnapshot({ rows }: TenantRows): Promise<SnapshotHead | undefined> {
  const row = await rows.selectFrom('snapshot').selectAll().where('complete', '=', true)
    .orderBy('collected_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (row === undefined) return undefined
  return Value.Parse(SnapshotHead, {
    id: row.id, runId: row.run_id, collectedAt: row.collected_at.toISOString(), collectedBy: row.collected_by, partial: row.partial, summary: row.summary
  })
}

/** Keeps the newest `keep` complete snapshots and deletes the rest, unfinished ones of other runs too. */
export async function pruneSnapshots({ rows }: TenantRows, keep: number): Promise<void> {
  const kept = await rows.selectFrom('snapshot').select('id').where('complete', '=', true)
    .orderBy('collected_at', 'desc').orderBy('id', 'desc').limit(keep).execute()
  if (kept.length === 0) return
  await rows.deleteFrom('snapshot').where('id', 'not in', kept.map(({ id }) => id)).execute()
}

/** Deletes a snapshot whose run did not finish. */
export async function dropSnapshot({ rows }: TenantRows, id: string): Promise<void> {
  await rows.deleteFrom('snapshot').where('id', '=', id).where('complete', '=', false).execute()
}

/** The tenant file of a snapshot as gzip members, one short transaction each. */
export async function* readChunks(database: Database, tenantId: string, snapshotId: string): AsyncGenerator<Uint8Array> {
  let [part, position] = [-1, -1]
  for (;;) {
    const [after, at] = [part, position]
    const next = await inTenant(database, tenantId, ({ rows }) => rows.selectFrom('snapshot_chunk').selectAll()
      .where('snapshot_id', '=', snapshotId).where('part', '<', rereadPart)
      .where(eb => eb.or([eb('part', '>', after), eb.and([eb('part', '=', after), eb('position', '>', at)])]))
      .orderBy('part').orderBy('position').limit(1).executeTakeFirst())
    if (next === undefined) return
    yield next.bytes
    part = next.part
    position = next.position
  }
}

/** Keeps what was read again of a snapshot in place of what was kept so before. `at` is told in the head's summary. */
export async function keepReread({ rows, tenantId }: TenantRows, snapshotId: string, { at, bytes }: { readonly at: string, readonly bytes: Uint8Array }): Promise<void> {
  await rows.deleteFrom('snapshot_chunk').where('snapshot_id', '=', snapshotId).where('part', '=', rereadPart).execute()
  await rows.insertInto('snapshot_chunk').values({ tenant_id: tenantId, snapshot_id: snapshotId, part: rereadPart, position: 0, bytes: Buffer.from(bytes) }).execute()
  await rows.updateTable('snapshot').set({ summary: sql`summary || jsonb_build_object('rereadAt', ${at}::text)` }).where('id', '=', snapshotId).execute()
}

/** What was read again of a snapshot, if anything was. */
export async function readReread({ rows }: TenantRows, snapshotId: string): Promise<Uint8Array | undefined> {
  const row = await rows.selectFrom('snapshot_chunk').select('bytes').where('snapshot_id', '=', snapshotId).where('part', '=', rereadPart).executeTakeFirst()
  return row?.bytes
}
