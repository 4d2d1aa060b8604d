import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Run, RunStep } from '#src/domain/run.ts'
import type { Caller, Ports } from '#src/skills/ports.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { openRun, readRun, runUnderWay, silentRuns, updateRun } from '#src/store/queries/runs.ts'
import { perform, type RunHouse } from './perform.ts'
import type { Collect, Connect, Reader } from './ports.ts'

/** Runs as skills and routes ask for them, and as the schedule starts them. */
export interface Runs extends Readonly<Ports['runs']> {
  /** Runs once with the service's own identity, to its end. */
  scheduled(reader: Reader, signal: AbortSignal): Promise<void>
  /** Cancels what is under way here and waits for it. */
  close(): Promise<void>
}

export interface RunOptions extends RunHouse {
  readonly connect: Connect
  /** Hears of what went wrong in a run, with the run's id. */
  readonly onError: (error: unknown, runId: string) => void
  /** Hears of each run that has ended well. */
  readonly onFinished: (tenantId: string) => Promise<void>
}

interface UnderWay {
  readonly controller: AbortController
  readonly ended: Promise<void>
}

/** Milliseconds between two notes of how a run stands; without one for a minute its process counts as gone. */
const beat = 1_000
const silence = 60_000
const glance = 250

const isOpen = ({ state }: Run): boolean => state === 'queued' || state === 'running'

export function createRuns(options: RunOptions): Runs {
  const { database, now, connect } = options
  const here = new Map<string, UnderWay>()

  async function begin(reader: Reader, trigger: Run['trigger']): Promise<Run> {
    const collect = await connect(reader, AbortSignal.timeout(30_000))
    const at = now()
    const wished: Run = {
      id: randomUUID(), state: 'queued', trigger, startedBy: reader.id, startedAt: at.toISOString(), finishedAt: null,
      step: null, done: 0, total: null, snapshotId: null, error: null
    }
    const { run, existing } = await inTenant(database, reader.tenantId, async tenant => {
      await endSilent(tenant, at)
      return openRun(tenant, wished)
    })
    if (existing) return run
    const controller = new AbortController()
    const ended = carryOut(options, { tenantId: reader.tenantId, run, collect, controller }).finally(() => here.delete(run.id))
    here.set(run.id, { controller, ended })
    return run
  }

  const get = (caller: Caller, id: string): Promise<Run | undefined> => inTenant(database, caller.operator.tid, tenant => readRun(tenant, id))

  return {
    start: (caller, trigger) => begin(readerOf(caller), trigger),
    get, underWay: caller => inTenant(database, caller.operator.tid, runUnderWay),
    async cancel(caller, id) {
      const at = now()
      const cancelled = await inTenant(database, caller.operator.tid, async tenant => {
        const run = await readRun(tenant, id)
        if (run === undefined || !isOpen(run)) return run
        await updateRun(tenant, { ...run, state: 'cancelled', finishedAt: at.toISOString(), error: 'it was cancelled' }, at)
        return readRun(tenant, id)
      })
      if (cancelled?.state === 'cancelled') here.get(id)?.controller.abort()
      return cancelled
    },
    async settled(caller, id, { milliseconds, signal }) {
      const until = Date.now() + milliseconds
      for (;;) {
        const run = await get(caller, id)
        const left = until - Date.now()
        if (run === undefined || !isOpen(run) || left <= 0) return run
        await oneOf(here.get(id)?.ended, left, signal)
      }
    },
    async scheduled(reader, signal) {
      const run = await begin(reader, 'schedule')
      const under = here.get(run.id)
      signal.addEventListener('abort', () => under?.controller.abort(), { once: true })
      await under?.ended
    },
    async close() {
      const all = [...here.values()]
      for (const { controller } of all) controller.abort()
      await Promise.all(all.map(({ ended }) => ended))
    }
  }
}

/** Ends the runs of which nothing was noted for a while. */
async function endSilent(tenant: TenantRows, at: Date): Promise<void> {
  for (const silent of await silentRuns(tenant, new Date(at.getTime() - silence))) {
    await updateRun(tenant, { ...silent, state: 'failed', finishedAt: at.toISOString(), error: 'the process that ran it ended' }, at)
  }
}

/** Waits until the run has ended here, or for a glance at what another process notes; at most `left` milliseconds. */
async function oneOf(ended: Promise<void> | undefined, left: number, signal: AbortSignal): Promise<void> {
  if (ended === undefined) return wait(Math.min(glance, left), undefined, { signal })
  const rest = new AbortController()
  try {
    await Promise.race([ended, wait(left, undefined, { signal: AbortSignal.any([signal, rest.signal]) })])
  } finally {
    rest.abort()
  }
}

function readerOf({ operator, assertion }: Caller): Reader {
  const { tid: tenantId, oid: id, kind } = operator
  return kind === 'person' ? { tenantId, id, assertion } : { tenantId, id }
}

interface Task {
  readonly tenantId: string
  readonly run: Run
  readonly collect: Collect
  readonly controller: AbortController
}

/** Carries a run to its end and notes how it ended; never rejects. A run that was ended elsewhere stops here. */
async function carryOut(options: RunOptions, { tenantId, run, collect, controller }: Task): Promise<void> {
  const { database, now, onError, onFinished } = options
  let standing: Run = { ...run, state: 'running' }
  let noted = 0

  async function note(next: Run): Promise<void> {
    standing = next
    noted = Date.now()
    if (!await inTenant(database, tenantId, tenant => updateRun(tenant, next, now()))) controller.abort()
  }

  async function report(step: RunStep, done: number, total: number | null): Promise<void> {
    const next = { ...standing, step, done, total }
    if (step !== standing.step || Date.now() - noted >= beat) await note(next)
    else standing = next
  }

  const pulse = setInterval(() => void note(standing).catch((error: unknown) => onError(error, run.id)), silence / 6)
  try {
    const result = await perform(options, { tenantId, run, collect, signal: controller.signal, report })
    await note({ ...standing, state: 'finished', finishedAt: now().toISOString(), ...result })
    await onFinished(tenantId).catch((error: unknown) => onError(error, run.id))
  } catch (error) {
    if (!controller.signal.aborted) onError(error, run.id)
    const state = controller.signal.aborted ? 'cancelled' : 'failed'
    await note({ ...standing, state, finishedAt: now().toISOString(), error: state === 'cancelled' ? 'it was cancelled' : wordsOf(error) })
      .catch((failure: unknown) => onError(failure, run.id))
  } finally {
    clearInterval(pulse)
  }
}

/** Graph's problems hold no payload and may be shown; anything else stays in the log. */
function wordsOf(error: unknown): string {
  return error instanceof Error && (error.name === 'GraphProblem' || error.name === 'ClaimsChallenge') ? error.message : 'it failed inside the service; the log has the reason'
}
