import { momentOf } from '#src/domain/moment.ts'
import type { News, NewsPart } from '#src/domain/news.ts'
import type { Snapshot } from './ports.ts'

const hour = 3_600_000

/** The moment that a number of hours such as `12h`, or a time, means; NaN for what is neither. */
export function sinceOf(text: string, now: Date): number {
  const hours = /^(\d{1,4})h$/.exec(text.trim())?.[1]
  return hours === undefined ? momentOf(text.trim()) * 1000 : now.getTime() - Number(hours) * hour
}

/** Whether a snapshot proves that nothing was new since a moment: it is younger, the one before it is not, and the two differ in nothing. */
export function isQuietSince({ collectedAt, news }: Pick<Snapshot, 'collectedAt' | 'news'>, moment: number): boolean {
  return Date.parse(collectedAt) >= moment && news !== undefined && Date.parse(news.since) <= moment && hasNothing(news)
}

function hasNothing({ policies, users, apps, agents, suggestions = [] }: News): boolean {
  const isSame = (part: NewsPart | undefined): boolean => part !== undefined && part.added + part.changed + part.removed === 0
  return isSame(policies) && isSame(users) && isSame(apps) && (agents === undefined || isSame(agents)) && suggestions.length === 0
}
