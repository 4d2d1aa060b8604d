import type { Clock } from './ports.ts'

/** Waits between looks, in milliseconds: together twice the 30 seconds by which a replica of Graph may lag. */
const waits: readonly number[] = [500, 1_000, 2_000, 4_000, 7_500, 15_000, 30_000]

/** Looks, and looks again after each wait, until there is something to see. */
export async function lookAgain<T>(clock: Clock, signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T | undefined> {
  let seen = await look()
  for (const wait of waits) {
    if (seen !== undefined) break
    await clock.wait(wait, signal)
    seen = await look()
  }
  return seen
}

/** Milliseconds for which one worker has a change, before another may take it over. */
export const leaseTime = 120_000

const limit = 600_000

/** Whether what began then has been tried for ten minutes. */
export function tooLong(clock: Clock, began: string): boolean {
  return clock.now().getTime() - Date.parse(began) > limit
}
