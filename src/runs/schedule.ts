import type { Database } from '#src/store/database.ts'
import { schedule, type Worker } from '#src/store/jobs.ts'
import type { Runs } from './run-port.ts'

/** The scheduled run's worker: the tenant is read with the application's own identity. */
export function createOptimizeWorker(runs: Runs, applicationId: string): Worker {
  return ({ tenantId }, signal) => runs.scheduled({ tenantId, id: applicationId }, signal)
}

/** When a tenant is read each day, spread over the night by its id so that tenants do not all start at once (UTC). */
export function nightly(tenantId: string): string {
  const spread = Array.from(tenantId).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 240, 0)
  return `${spread % 60} ${Math.floor(spread / 60)} * * *`
}

/** Activates the run every 24 hours in each tenant, or takes it away. */
export async function scheduleRuns(database: Database, tenants: readonly string[], identity: 'none' | 'application'): Promise<void> {
  for (const tenantId of tenants) {
    await schedule(database, { queue: 'optimize', data: { tenantId, subject: 'schedule' } }, identity === 'application' ? nightly(tenantId) : null)
  }
}
