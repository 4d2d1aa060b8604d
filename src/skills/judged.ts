import { coverage, type Coverage } from '#src/engine/coverage.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const kept = new WeakMap<Compiled, Map<string, Coverage>>()

/** The coverage of a requirement of the baseline, computed once for a snapshot. */
export function coverageOf(compiled: Compiled, requirement: Requirement): Coverage {
  const known = kept.get(compiled) ?? new Map<string, Coverage>()
  kept.set(compiled, known)
  const judged = known.get(requirement.id) ?? coverage(compiled, requirement)
  known.set(requirement.id, judged)
  return judged
}

/** The coverage of a requirement for one application; `undefined` if the requirement is not about it. */
export function coverageFor(compiled: Compiled, requirement: Requirement, appId: string): Coverage | undefined {
  const { applications } = requirement
  if (applications !== null && !applications.some(id => id.toLowerCase() === appId.toLowerCase())) return undefined
  return coverage(compiled, { ...requirement, applications: [appId] })
}
