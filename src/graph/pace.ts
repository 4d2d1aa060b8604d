import type { Timing } from './timing.ts'

/** Milliseconds between two calls of the Conditional Access APIs in one tenant: all applications together get one a second. */
const interval = 1000

interface Waiter {
  readonly start: () => void
  gone: boolean
}

/** Turns at the APIs that Microsoft limits by tenant; one for the whole process, shared by every client. */
export interface Pace {
  /** Resolves when it is this caller's turn in the tenant, first come first served; rejects when aborted before. */
  turn(tenantId: string, signal?: AbortSignal): Promise<void>
}

/** Gives a turn a second in each tenant. A caller who stops waiting takes no turn. */
export function createPace(timing: Pick<Timing, 'wait'>): Pace {
  const queues = new Map<string, Waiter[]>()

  async function serve(tenantId: string, queue: Waiter[]): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (next.gone) continue
      next.start()
      await timing.wait(interval)
    }
    queues.delete(tenantId)
  }

  return {
    async turn(tenantId, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const waiter: Waiter = { start: resolve, gone: false }
      const leave = (): void => {
        waiter.gone = true
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      const queue = queues.get(tenantId)
      if (queue === undefined) {
        const own = [waiter]
        queues.set(tenantId, own)
        void serve(tenantId, own)
      } else {
        queue.push(waiter)
      }
      try {
        await promise
      } finally {
        signal?.removeEventListener('abort', leave)
      }
    }
  }
}

/** Whether a path (without version) counts against the limit of one request a second and tenant. */
export function isPaced(path: string): boolean {
  return /^\/(identity\/conditionalAccess|identityProtection)(\/|$|\?)/i.test(path)
}
