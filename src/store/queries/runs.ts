import { Value } from 'typebox/value'
import { Run } from '#src/domain/run.ts'
import type { TenantRows } from '../in-tenant.ts'

const open = ['queued', 'running'] as const

/** Stores a new run, unless one of the tenant is under way: then that one. */
export async function openRun({ rows, tenantId }: TenantRows, run: Run): Promise<{ run: Run, existing: boolean }> {
  const started = new Date(run.startedAt)
  const inserted = await rows.insertInto('run').values({
    tenant_id: tenantId, id: run.id, state: run.state, started_at: started, heartbeat_at: started, document: JSON.stringify(run)
  }).onConflict(conflict => conflict.column('tenant_id').where('state', 'in', open).doNothing()).executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return { run, existing: false }
  const found = await rows.selectFrom('run').select('document').where('state', 'in', open).executeTakeFirstOrThrow()
  return { run: Value.Parse(Run, found.document), existing: true }
}

/** The run that is queued or running, if there is one. */
export async function runUnderWay({ rows }: TenantRows): Promise<Run | undefined> {
  const row = await rows.selectFrom('run').select('document').where('state', 'in', open).executeTakeFirst()
  return row === undefined ? undefined : Value.Parse(Run, row.document)
}

/** A run by id. */
export async function readRun({ rows }: TenantRows, id: string): Promise<Run | undefined> {
  const row = await rows.selectFrom('run').select('document').where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : Value.Parse(Run, row.document)
}

/** Stores how a run under way stands, or how it ended; false if it has ended already. */
export async function updateRun({ rows }: TenantRows, run: Run, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await rows.updateTable('run').set({ state: run.state, heartbeat_at: at, document: JSON.stringify(run) })
    .where('id', '=', run.id).where('state', 'in', open).executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The runs under way that nobody has touched since `before`: their process is gone. */
export async function silentRuns({ rows }: TenantRows, before: Date): Promise<Run[]> {
  const found = await rows.selectFrom('run').select('document').where('state', 'in', open).where('heartbeat_at', '<=', before).execute()
  return found.map(({ document }) => Value.Parse(Run, document))
}
