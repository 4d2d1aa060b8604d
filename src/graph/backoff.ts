import type { Timing } from './timing.ts'

/** How often a request is made at most. */
export const mostAttempts = 6

const first = 1000
const longest = 30_000

/** Answers that say "later": throttled, or unavailable for a while. */
export function isTransient(status: number): boolean {
  return status === 429 || status === 503 || status === 504
}

/** Milliseconds to wait after the attempt (from 1): what `Retry-After` says, seconds or a date, or exponentially with jitter. */
export function delayAfter(attempt: number, retryAfter: string | null, timing: Pick<Timing, 'now' | 'random'>): number {
  const told = retryAfter === null ? undefined : parsed(retryAfter, timing.now())
  if (told !== undefined) return told
  const ceiling = Math.min(longest, first * 2 ** (attempt - 1))
  return Math.round(ceiling / 2 + timing.random() * ceiling / 2)
}

function parsed(value: string, now: number): number | undefined {
  const seconds = Number(value)
  if (value.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
