import { findingsOf } from './findings.ts'
import { resultOf } from './result.ts'
import { suggestionsOf } from './suggestions.ts'
import { analysePolicies } from '#src/engine/analyse/analyse.ts'
import { compile, recompile, type Compiled } from '#src/engine/compile.ts'
import { accountsAmong } from '#src/engine/accepted.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { requirements as baseline } from '#src/requirements/all.ts'
import type { Analysis, TenantSummary } from '#src/domain/analysis.ts'
import type { Unknown } from '#src/domain/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import { sortedBy } from '#src/tenant/order.ts'
import { policiesInOrder, type Tenant } from '#src/tenant/tenant.ts'

export interface AnalyseOptions {
  readonly requirements?: readonly Requirement[]
  /** Called after each requirement. */
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * The whole optimization of one tenant: coverage of each requirement, findings, ranked suggestions, and what is not known. The policies are
 * judged in the order of their ids, so that the analysis is the same, byte for byte, in whatever order the tenant was read; `compiled`
 * keeps the tenant's order.
 */
export function analyseTenant(tenant: Tenant, options: AnalyseOptions = {}): { compiled: Compiled, analysis: Analysis } {
  const standing = compile(tenant)
  const compiled = recompile(standing, policiesInOrder(tenant))
  const requirements = options.requirements ?? baseline
  const coverages = requirements.map((requirement, index) => {
    const judged = coverage(compiled, requirement)
    options.onProgress?.(index + 1, requirements.length)
    return judged
  })
  const policies = analysePolicies(compiled)
  const analysis: Analysis = {
    tenant: summaryOf(compiled),
    requirements: coverages.map(judged => resultOf(compiled, judged)),
    findings: findingsOf(compiled, coverages, policies),
    suggestions: suggestionsOf(compiled, coverages, policies),
    unknowns: unknownsOf(coverages)
  }
  return { compiled: standing, analysis }
}

/** Which tenant it is, how large, and what of it was not read. */
function summaryOf(compiled: Compiled): TenantSummary {
  const { tenant } = compiled
  return {
    id: tenant.organization.id, displayName: tenant.organization.displayName, collectedAt: tenant.collectedAt, collectedBy: tenant.collectedBy,
    users: tenant.users.count, groups: tenant.groups.count, apps: tenant.apps.list.length, policies: tenant.policies.length, unread: [...tenant.unread],
    personas: (tenant.settings.directions ?? []).flatMap(({ do: verb, persona, objects, requirements: only }) =>
      verb !== 'ignore' || persona === undefined ? [] : [{ ...persona, accounts: accountsAmong(compiled, objects), requirements: only === null ? null : [...only] }])
  }
}

function unknownsOf(coverages: readonly Coverage[]): Unknown[] {
  const facts = new Map<string, Unknown>()
  for (const { requirement, unknowns } of coverages) {
    for (const { what, why } of unknowns) {
      const fact = facts.get(`${what}\n${why}`) ?? { what, why, requirements: [] }
      fact.requirements.push(requirement.id)
      facts.set(`${what}\n${why}`, fact)
    }
  }
  return sortedBy(facts.values(), ({ what, why }) => `${what}\n${why}`)
}
