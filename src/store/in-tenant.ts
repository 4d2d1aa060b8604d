import { sql, type Kysely, type Transaction } from 'kysely'
import { fromKysely } from 'pg-boss'
import type { Database } from './database.ts'
import type { Job } from './jobs.ts'
import type { Tables } from './tables.ts'

/** One transaction in one tenant: its rows and no others, and jobs that are sent only if it commits. */
export interface TenantRows {
  readonly tenantId: string
  readonly rows: Transaction<Tables>
  readonly enqueue: (job: Job) => void
}

const handles = new WeakMap<Database, Kysely<Tables>>()

/** Keeps the handle of an opened database; only `openDatabase` calls it. */
export function hold(database: Database, handle: Kysely<Tables>): void {
  handles.set(database, handle)
}

/**
 * The only way to the rows. Runs `work` in a transaction under the role `lacuna_app`, whose row-level security sees one tenant.
 * The enqueued jobs are sent at the end, in the same transaction. Keep it short: the embedded database runs one at a time.
 */
export async function inTenant<T>(database: Database, tenantId: string, work: (tenant: TenantRows) => Promise<T>): Promise<T> {
  const handle = handles.get(database)
  if (handle === undefined) throw new Error('the database is not open')
  return handle.transaction().execute(async rows => {
    await sql`set local role lacuna_app`.execute(rows)
    await sql`select set_config('lacuna.tenant', ${tenantId}, true)`.execute(rows)
    const jobs: Job[] = []
    const result = await work({ tenantId, rows, enqueue: job => void jobs.push(job) })
    if (jobs.length > 0) await sql`set local role none`.execute(rows)
    for (const { queue, data, startAfter } of jobs) {
      await database.jobs.send(queue, data, { db: fromKysely(rows), ...(startAfter === undefined ? {} : { startAfter }) })
    }
    return result
  })
}
