import { mergedSession, reduced } from './controls.ts'
import { factsOf, type Facts } from './facts.ts'
import { rowsOf, type ConditionRow } from './sign-in-rows.ts'
import { FALSE, UNKNOWN } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { AnalysisReason, Outcome, PolicyVerdict, Verdict } from '#src/domain/verdict.ts'

/** Judges one sign-in by every policy of the tenant, and combines the enabled ones (rulings S1 to O7). */
export function evaluate(compiled: Compiled, signIn: SignIn): Verdict {
  const facts = factsOf(signIn, compiled.tenant)
  const rows = rowsOf(compiled, facts)
  const policies = compiled.policies.map(policy => policyVerdict(policy, rows, facts))
  return { policies, outcome: outcomeOf(compiled.policies, policies) }
}

function policyVerdict(policy: CompiledPolicy, rows: readonly ConditionRow[], facts: Facts): PolicyVerdict {
  const { id, displayName } = policy.policy
  const verdict = (policyApplies: boolean | null, analysisReasons: AnalysisReason): PolicyVerdict => ({ id, displayName, policyApplies, analysisReasons })
  if (policy.mode === 'disabled') return verdict(false, 'policyNotEnabled')
  let known = policy.mode !== 'unknown' && !policy.unrecognised
  for (const row of rows) {
    const truth = row.truths[policy.index]
    if (truth === FALSE) return verdict(false, row.reason ?? (facts.subject === undefined ? 'workloadIdentities' : 'users'))
    if (truth === UNKNOWN) known = false
  }
  return known ? verdict(true, 'notSet') : verdict(null, 'notEnoughInformation')
}

function outcomeOf(policies: readonly CompiledPolicy[], verdicts: readonly PolicyVerdict[]): Outcome {
  const enforced = policies.filter(policy => policy.mode === 'enforced')
  const certain = combined(enforced.filter(policy => verdicts[policy.index]?.policyApplies === true))
  if (!verdicts.some((verdict, index) => verdict.policyApplies === null && policies[index]?.mode !== 'reportOnly')) return certain
  const open = policies.filter(policy => policy.mode === 'unknown' || policy.mode === 'enforced')
  const possible = combined(open.filter(policy => verdicts[policy.index]?.policyApplies !== false))
  return JSON.stringify(certain) === JSON.stringify(possible) ? certain : { ...certain, result: 'unknown' }
}

function combined(applying: readonly CompiledPolicy[]): Outcome {
  if (applying.some(policy => policy.demand.block)) return { result: 'blocked', controls: [], session: {} }
  const controls = reduced(applying.flatMap(policy => policy.demand.clauses))
  return { result: controls.length === 0 ? 'granted' : 'grantedWith', controls, session: mergedSession(applying.map(policy => policy.session)) }
}

