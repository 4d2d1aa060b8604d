import { counted } from './phrases.ts'
import { compareIn, type Comparison } from '#src/engine/compare.ts'
import type { Effect } from '#src/domain/draft.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** What a change does to the tenant, and what it would do once the policy were enforced. */
export function effectOf(before: Compiled, after: readonly ReadPolicy[], enforced: readonly ReadPolicy[]): Effect {
  return effectBetween(compareIn(before, after), compareIn(before, enforced))
}

/** The effect of a first step, undefined where it changes no outcome, and of the final state. */
export function effectBetween(now: Comparison | undefined, later: Comparison | undefined): Effect {
  return { relation: now?.relation ?? 'equivalent', ...counts(now), whenEnforced: counts(later), summary: summaryOf(now, later) }
}

function counts(comparison: Comparison | undefined): Effect['whenEnforced'] {
  const [newlyBlocked = 0, newlyChallenged = 0, newlyFree = 0] = [comparison?.newlyBlocked, comparison?.newlyChallenged, comparison?.newlyFree].map(users => users?.count)
  return { newlyBlocked, newlyChallenged, newlyFree }
}

function summaryOf(now: Comparison | undefined, later: Comparison | undefined): string {
  const first = now === undefined || now.relation === 'equivalent' ? 'no outcome changes now' : `the tenant becomes ${now.relation}`
  const { newlyBlocked, newlyChallenged, newlyFree } = counts(later)
  if (later === undefined || later.relation === 'equivalent') return `${first}; enforced, it would change nothing`
  const parts = [
    ...newlyBlocked > 0 ? [`block sign-ins of ${counted(newlyBlocked, 'user')}`] : [],
    ...newlyChallenged > 0 ? [`ask more of ${counted(newlyChallenged, 'user')}`] : [],
    ...newlyFree > 0 ? [`free sign-ins of ${counted(newlyFree, 'user')}`] : []
  ]
  return `${first}; enforced, it would ${parts.length > 0 ? parts.join(', ') : ofOthers(later)}`
}

/** Where no account is touched but by session controls: people of other organizations, who have none, may be. */
function ofOthers({ regions }: Comparison): string {
  return regions.some(({ users, externals }) => users.count === 0 && externals.length > 0) ? 'change what people without an account here are asked' : 'change session controls only'
}
