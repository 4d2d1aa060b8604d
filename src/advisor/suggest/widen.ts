import { applicationsPart, clientsPart, flowsPart, locationsPart, platformsPart, risksPart, type Part } from './widen-conditions.ts'
import { usersPart } from './widen-users.ts'
import type { Patch } from './patch.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'

/** How a policy's conditions would have to be wider to reach the gaps of a requirement, each change in words. */
export interface Widening {
  readonly patch: Patch
  readonly words: readonly string[]
  /** Entries that come or go. */
  readonly changes: number
  /** Conditions that would then hold for all: who, what, where. */
  readonly toAll: number
  /** Whom the gaps are about and the policy leaves out, by which of its entries. */
  readonly dropped: readonly string[]
}

/** What changes more entries is no smaller change than a policy of its own. */
const mostChanges = 8

/** The widening of an enforced policy for people, or undefined where its conditions cannot be widened so. */
export function wideningOf(compiled: Compiled, policy: CompiledPolicy, judged: Coverage): Widening | undefined {
  const makers = [locationsPart, risksPart, flowsPart, clientsPart, platformsPart, applicationsPart, usersPart]
  const parts: Part[] = []
  for (const make of makers) {
    const part = make(compiled, policy, judged)
    if (part === undefined) return undefined
    parts.push(part)
    if (parts.reduce((sum, { changes }) => sum + changes, 0) > mostChanges) return undefined
  }
  const conditions = parts.reduce((all, part) => ({ ...all, ...part.conditions }), {})
  const sum = (count: (part: Part) => number): number => parts.reduce((total, part) => total + count(part), 0)
  return {
    patch: { conditions }, words: parts.flatMap(({ words }) => words), changes: sum(({ changes }) => changes), toAll: sum(({ toAll }) => toAll),
    dropped: parts.flatMap(({ dropped }) => dropped ?? [])
  }
}
