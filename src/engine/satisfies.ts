import { strengthTruth } from './strength.ts'
import { and, anyOf, or, FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { CompiledPolicy } from './compile.ts'
import { builtInControls } from '#src/domain/policy.ts'
import type { Requirement, SatisfiedBy } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Controls that clients of legacy protocols cannot meet, so that they are blocked (reference section 2.4). */
const beyondLegacy = new Set(['mfa', 'compliantDevice', 'domainJoinedDevice', 'passwordChange', 'riskRemediation'])
const known = new Set<string>(builtInControls)

/**
 * Whether a policy, where it applies, leaves no way round the requirement: it blocks, or one of its clauses can only be met
 * by what satisfies the requirement. `mfa OR compliantDevice` does not guarantee MFA.
 */
export function satisfies(policy: CompiledPolicy, requirement: Requirement, tenant: Tenant): Truth {
  if (policy.demand.block) return TRUE
  return anyOf(policy.demand.clauses, clause =>
    clause.map(name => controlTruth(name, requirement.satisfiedBy, policy, tenant)).reduce(and, TRUE))
}

function controlTruth(name: string, satisfiedBy: SatisfiedBy, policy: CompiledPolicy, tenant: Tenant): Truth {
  if (satisfiedBy.controls.includes(name) || (satisfiedBy.legacyCannot && beyondLegacy.has(name))) return TRUE
  if (name.startsWith('authenticationStrength:')) {
    if (satisfiedBy.legacyCannot) return TRUE
    return satisfiedBy.strength === null ? FALSE : strengthTruth(policy.policy.grantControls?.authenticationStrength ?? null, satisfiedBy.strength, tenant)
  }
  return known.has(name) || name.includes(':') ? FALSE : UNKNOWN
}

/** Whether the policy could matter to the requirement at all. */
export function mayProtect(policy: CompiledPolicy, requirement: Requirement, tenant: Tenant): boolean {
  return policy.workloads === null && or(satisfies(policy, requirement, tenant), FALSE) !== FALSE
}
