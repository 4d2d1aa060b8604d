import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Database } from './database.ts'

/** What a job is about: ids only, never content. */
export const JobData = Type.Object({ tenantId: Type.String(), subject: Type.String() })
export type JobData = Static<typeof JobData>

/** The queues: `apply` carries an approved change out, `expire` ends one nobody decided, `optimize` is the scheduled run. */
export const queues = ['apply', 'expire', 'optimize'] as const
export type Queue = typeof queues[number]

export interface Job {
  readonly queue: Queue
  readonly data: JobData
  readonly startAfter?: Date
}

/** Does one job. A job that throws is tried again later, with growing waits; `signal` fires when the service stops. */
export type Worker = (data: JobData, signal: AbortSignal) => Promise<void>

/**
 * Creates the queues and starts to work them off. A job whose process died is given to another after half a minute.
 * `onError` hears of what went wrong in the background.
 */
export async function startJobs(database: Database, workers: Readonly<Record<Queue, Worker>>, onError: (error: Error) => void): Promise<void> {
  const { jobs } = database
  jobs.on('error', onError)
  await jobs.start()
  for (const queue of queues) {
    await jobs.createQueue(queue, {
      retryLimit: 100, retryDelay: 2, retryBackoff: true, retryDelayMax: 60, heartbeatSeconds: 30, expireInSeconds: 3600, notify: true
    })
    await jobs.work(queue, { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2, localConcurrency: 4 }, async ([job]) => {
      if (job !== undefined) await workers[queue](Value.Parse(JobData, job.data), job.signal)
    })
  }
}

/** Runs `queue` every 24 hours for a tenant, or no longer. */
export async function schedule(database: Database, job: { readonly queue: Queue, readonly data: JobData }, cron: string | null): Promise<void> {
  if (cron === null) await database.jobs.unschedule(job.queue, job.data.tenantId)
  else await database.jobs.schedule(job.queue, cron, job.data, { key: job.data.tenantId, missed: 'once' })
}
