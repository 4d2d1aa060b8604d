import { consolidationsIn, type Consolidation } from './consolidate.ts'
import { leftOutBy, type LeftOut } from './exclusions.ts'
import { impliedIn, type Implied } from './implied.ts'
import { readyIn, type Ready } from './ready.ts'
import { unsatisfiableIn, type Unsatisfiable } from './unsatisfiable.ts'
import { vacuousReason } from './vacuous.ts'
import { groundOf, type Ground } from '../ground.ts'
import type { Compiled, CompiledPolicy } from '../compile.ts'

/** What the policies of a tenant are worth beside each other. Every claim is proven; what is unknown makes none. */
export interface PolicyAnalysis {
  readonly vacuous: readonly { readonly policy: CompiledPolicy, readonly reason: string }[]
  readonly implied: readonly Implied[]
  readonly unsatisfiable: readonly Unsatisfiable[]
  readonly leftOut: readonly LeftOut[]
  readonly ready: readonly Ready[]
  readonly consolidations: readonly Consolidation[]
}

/** Analyses the policies that are enforced or report-only, all pairs and larger sets; disabled ones say nothing. */
export function analysePolicies(compiled: Compiled): PolicyAnalysis {
  const judged = compiled.policies.filter(({ mode }) => mode !== 'disabled')
  const ground = groundOf(compiled, judged)
  const vacuous = judged.flatMap(policy => {
    const reason = vacuousReason(ground, policy)
    return reason === undefined ? [] : [{ policy, reason }]
  })
  const idle = new Set(vacuous.map(({ policy }) => policy))
  return { vacuous, ...ofMeaningful(ground, judged.filter(policy => !idle.has(policy))) }
}

function ofMeaningful(ground: Ground, policies: readonly CompiledPolicy[]): Omit<PolicyAnalysis, 'vacuous'> {
  const enforced = policies.filter(({ mode }) => mode === 'enforced')
  const reportOnly = policies.filter(({ mode }) => mode === 'reportOnly')
  return {
    implied: enforced.flatMap(policy => impliedIn(ground, policy, enforced) ?? []),
    unsatisfiable: policies.flatMap(policy => unsatisfiableIn(ground, policy)),
    leftOut: enforced.flatMap(policy => leftOutBy(ground, policy, enforced) ?? []),
    ready: reportOnly.flatMap(policy => readyIn(ground, policy, enforced) ?? []),
    consolidations: consolidationsIn(ground, policies.filter(({ mode }) => mode !== 'unknown'))
  }
}
