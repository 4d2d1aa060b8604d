import type { Board } from './board.ts'
import type { Change, Seen } from './proposal.ts'
import { coverage } from '#src/engine/coverage.ts'
import { mayProtect } from '#src/engine/satisfies.ts'

/** Whether a change leaves somebody open whom some requirement covers, or may cover, as the tenant stands. */
export function worsens({ compiled, coverages }: Seen, board: Board, change: Change): boolean {
  if (change.gone.length === 0) return false
  const after = board.after(change)
  const ids = new Set(change.gone.map(({ policy }) => policy.id))
  const changed = compiled.policies.filter(({ policy, mode }) => ids.has(policy.id) && (mode === 'enforced' || mode === 'unknown'))
  return coverages.filter(({ requirement }) => changed.some(policy => mayProtect(policy, requirement, compiled.tenant))).some(before => {
    const { status, gaps, uncoveredUsers } = coverage(after, before.requirement)
    return (status === 'gap' && before.status !== 'gap') || uncoveredUsers.count > before.uncoveredUsers.count || gaps.length > before.gaps.length
  })
}
