import { eachBit, type Bitset } from './bitset.ts'
import { factsOf } from './facts.ts'
import { outcomesOf } from './outcomes.ts'
import { setOf, type Row } from './rows.ts'
import { everyColumn } from './sign-in-rows.ts'
import type { Compiled } from './compile.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { AnalysisReason, PolicyVerdict, Verdict } from '#src/domain/verdict.ts'

type Evaluator = (signIn: SignIn) => Verdict

const evaluators = new WeakMap<Compiled, Evaluator>()

/** Judges one sign-in by every policy of the tenant, and combines the enabled ones (rulings S1 to O7). Answers share their parts, which are frozen. */
export function evaluate(compiled: Compiled, signIn: SignIn): Verdict {
  let evaluator = evaluators.get(compiled)
  if (evaluator === undefined) {
    evaluator = evaluatorOf(compiled)
    evaluators.set(compiled, evaluator)
  }
  return evaluator(signIn)
}

/** All policies are judged side by side: a condition takes out of the sets what it makes false, and what it leaves open. */
function evaluatorOf(compiled: Compiled): Evaluator {
  const { policies, tenant } = compiled
  const columns = everyColumn(compiled)
  const outcomeOf = outcomesOf(policies)
  const verdicts = verdictsOf(compiled)
  const notEnabled = verdicts(false, 'policyNotEnabled')
  const judged = setOf(policies, ({ mode }) => mode !== 'disabled')
  const decidable = setOf(policies, ({ mode, unrecognised }) => mode !== 'disabled' && mode !== 'unknown' && !unrecognised)
  return signIn => {
    const facts = factsOf(signIn, tenant)
    const answers = notEnabled.slice()
    const open = { may: judged.slice(), must: decidable.slice() }
    for (const { reasonFor, rowFor } of columns) {
      const gone = narrow(open, rowFor(facts))
      if (gone !== undefined) answer(answers, gone, verdicts(false, reasonFor(facts)))
    }
    answer(answers, open.may, verdicts(null, 'notEnoughInformation'))
    answer(answers, open.must, verdicts(true, 'notSet'))
    const outcome = outcomeOf(open)
    return { policies: answers, outcome: tenant.policiesRead ? outcome : { ...outcome, result: 'unknown' } }
  }
}

/** Leaves in the first row what holds in both. Gives what fell out of `may`, if anything. */
function narrow({ may, must }: Row, by: Row): Bitset | undefined {
  let gone: Bitset | undefined
  for (let word = 0; word < may.length; word++) {
    const before = may[word] ?? 0
    const after = before & (by.may[word] ?? 0)
    must[word] = (must[word] ?? 0) & (by.must[word] ?? 0)
    if ((before ^ after) === 0) continue
    gone ??= new Uint32Array(may.length)
    gone[word] = before ^ after
    may[word] = after
  }
  return gone
}

function answer(answers: PolicyVerdict[], policies: Bitset, verdicts: readonly PolicyVerdict[]): void {
  eachBit(policies, policy => {
    const verdict = verdicts[policy]
    if (verdict !== undefined) answers[policy] = verdict
  })
}

/** Each policy's verdict for a reason, made once and shared by all answers. */
function verdictsOf({ policies }: Compiled): (policyApplies: boolean | null, analysisReasons: AnalysisReason) => readonly PolicyVerdict[] {
  const made = new Map<AnalysisReason, readonly PolicyVerdict[]>()
  return (policyApplies, analysisReasons) => {
    const found = made.get(analysisReasons)
    if (found !== undefined) return found
    const verdicts = policies.map(({ policy: { id, displayName } }) => Object.freeze({ id, displayName, policyApplies, analysisReasons }))
    made.set(analysisReasons, verdicts)
    return verdicts
  }
}
