import { counted, listed } from './phrases.ts'
import type { Comparison } from '#src/engine/compare.ts'
import type { Effect } from '#src/domain/draft.ts'

/** What a comparison says of sign-ins, of whichever users. */
export interface Seen extends Pick<Comparison, 'relation' | 'regions'>, Readonly<Record<'newlyBlocked' | 'newlyChallenged' | 'newlyFree', { readonly count: number }>> {}

/** The effect of a first step, undefined where it changes no outcome, and of the final state. */
export function effectBetween(now: Seen | undefined, later: Seen | undefined): Effect {
  return { relation: now?.relation ?? 'equivalent', ...counts(now), whenEnforced: counts(later), summary: summaryOf(now, later) }
}

/** The effect of what is in force as soon as it is done. */
export function effectAtOnce(seen: Seen): Effect {
  const effect = effectBetween(seen, seen)
  if (seen.relation === 'equivalent') return { ...effect, summary: 'no outcome changes' }
  const done = [...phrases(seen, ['blocks', 'asks', 'frees']), ...besides(seen)]
  return { ...effect, summary: `the tenant becomes ${seen.relation}: it ${done.length > 0 ? done.join(', ') : 'changes what is asked of workloads'}` }
}

/** What is asked more or less often where the counts of users do not tell it. */
function besides(seen: Seen): string[] {
  const { newlyBlocked, newlyChallenged, newlyFree } = counts(seen)
  const often = (change: 'stricter' | 'looser', word: string): string[] => {
    const demands = [...new Set(seen.regions.filter(region => region.change === change).map(({ demand }) => `\`${demand}\``))].sort()
    return demands.length === 0 ? [] : [`applies ${listed(demands)} ${word} often`]
  }
  return [...newlyBlocked + newlyChallenged === 0 ? often('stricter', 'more') : [], ...newlyFree === 0 ? often('looser', 'less') : []]
}

function counts(seen: Seen | undefined): Effect['whenEnforced'] {
  const [newlyBlocked = 0, newlyChallenged = 0, newlyFree = 0] = [seen?.newlyBlocked, seen?.newlyChallenged, seen?.newlyFree].map(users => users?.count)
  return { newlyBlocked, newlyChallenged, newlyFree }
}

function summaryOf(now: Seen | undefined, later: Seen | undefined): string {
  const first = now === undefined || now.relation === 'equivalent' ? 'no outcome changes now' : `the tenant becomes ${now.relation}`
  if (later === undefined || later.relation === 'equivalent') return `${first}; enforced, it would change nothing`
  const parts = phrases(later, ['block', 'ask', 'free'])
  return `${first}; enforced, it would ${parts.length > 0 ? parts.join(', ') : ofOthers(later)}`
}

function phrases(seen: Seen, [block, ask, free]: readonly [string, string, string]): string[] {
  const { newlyBlocked, newlyChallenged, newlyFree } = counts(seen)
  return [
    ...newlyBlocked > 0 ? [`${block} sign-ins of ${counted(newlyBlocked, 'user')}`] : [],
    ...newlyChallenged > 0 ? [`${ask} more of ${counted(newlyChallenged, 'user')}`] : [],
    ...newlyFree > 0 ? [`${free} sign-ins of ${counted(newlyFree, 'user')}`] : []
  ]
}

/** Where no account is touched but by session controls: people of other organizations, who have none, may be. */
function ofOthers({ regions }: Seen): string {
  return regions.some(({ users, externals }) => users.count === 0 && externals.length > 0) ? 'change what people without an account here are asked' : 'change session controls only'
}
