import { compareIn, type Comparison } from '#src/engine/compare.ts'
import type { Effect } from '#src/domain/draft.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** What a change does to the tenant, and what it would do once the policy were enforced. */
export function effectOf(before: Compiled, after: readonly ReadPolicy[], enforced: readonly ReadPolicy[]): Effect {
  const now = compareIn(before, after)
  const later = compareIn(before, enforced)
  return { relation: now.relation, ...counts(now), whenEnforced: counts(later), summary: summaryOf(now, later) }
}

function counts({ newlyBlocked, newlyChallenged, newlyFree }: Comparison): Effect['whenEnforced'] {
  return { newlyBlocked: newlyBlocked.count, newlyChallenged: newlyChallenged.count, newlyFree: newlyFree.count }
}

function summaryOf(now: Comparison, later: Comparison): string {
  const first = now.relation === 'equivalent' ? 'no outcome changes now' : `the tenant becomes ${now.relation}`
  if (later.relation === 'equivalent') return `${first}; enforced, it would change nothing`
  const parts = [
    ...later.newlyBlocked.count > 0 ? [`block sign-ins of ${people(later.newlyBlocked.count)}`] : [],
    ...later.newlyChallenged.count > 0 ? [`ask more of ${people(later.newlyChallenged.count)}`] : [],
    ...later.newlyFree.count > 0 ? [`free sign-ins of ${people(later.newlyFree.count)}`] : []
  ]
  return `${first}; enforced, it would ${parts.length > 0 ? parts.join(', ') : 'change session controls only'}`
}

function people(count: number): string {
  return count === 1 ? '1 user' : `${count} users`
}
