import { mergedSession, reduced } from './controls.ts'
import { alike, setOf, type Row } from './rows.ts'
import type { Bitset } from './bitset.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Outcome } from '#src/domain/verdict.ts'

const mostKept = 10_000

/**
 * The outcome for the policies that may apply and those that do, by the enabled ones among them (O1 to O5). Policies that demand
 * the same count as one, and what some of them demand together is worked out once; at most `mostKept` such answers stay.
 */
export function outcomesOf(policies: readonly CompiledPolicy[]): (row: Row) => Outcome {
  const enforced = setOf(policies, ({ mode }) => mode === 'enforced')
  const counting = setOf(policies, ({ mode }) => mode === 'enforced' || mode === 'unknown')
  const demands = alike(policies, ({ demand, session }) => [demand, session])
  const kept = new Map<string, Outcome>()
  const combinedOf = (among: Bitset, within: Bitset): Outcome => {
    const applying = demands.filter(({ members }) => members.some((word, at) => (word & (among[at] ?? 0) & (within[at] ?? 0)) !== 0))
    const key = applying.map(({ number }) => number).join()
    const outcome = kept.get(key) ?? frozen(combined(applying.map(({ sample }) => sample)))
    if (kept.size < mostKept) kept.set(key, outcome)
    return outcome
  }
  return ({ may, must }) => {
    const certain = combinedOf(must, enforced)
    if (!counting.some((word, at) => (word & (may[at] ?? 0) & ~(must[at] ?? 0)) !== 0)) return certain
    const possible = combinedOf(may, counting)
    return JSON.stringify(certain) === JSON.stringify(possible) ? certain : { ...certain, result: 'unknown' }
  }
}

function combined(applying: readonly CompiledPolicy[]): Outcome {
  if (applying.some(policy => policy.demand.block)) return { result: 'blocked', controls: [], session: {} }
  const controls = reduced(applying.flatMap(policy => policy.demand.clauses))
  return { result: controls.length === 0 ? 'granted' : 'grantedWith', controls, session: mergedSession(applying.map(policy => policy.session)) }
}

function frozen(outcome: Outcome): Outcome {
  outcome.controls.forEach(Object.freeze)
  Object.freeze(outcome.controls)
  Object.freeze(outcome.session)
  return Object.freeze(outcome)
}
