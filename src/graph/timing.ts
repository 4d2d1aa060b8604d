import { setTimeout } from 'node:timers/promises'

/** Where waiting and chance come from. `wait` rejects with the signal's reason when it is aborted. Times are milliseconds. */
export interface Timing {
  now(): number
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** From 0 up to 1, without 1. */
  random(): number
}

/** The machine's own clock. */
export const realTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  async wait(milliseconds, signal) {
    try {
      await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal })
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  }
}

/** The promise's value, unless the signal is aborted before. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
