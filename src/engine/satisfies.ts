import { limitsAsMuch } from './controls.ts'
import { strengthTruth } from './strength.ts'
import { and, anyOf, FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { CompiledPolicy } from './compile.ts'
import { builtInControls } from '#src/domain/policy.ts'
import type { Requirement, SatisfiedBy } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Controls that clients of legacy protocols cannot meet, so that they are blocked (reference section 2.4). */
const beyondLegacy = new Set(['mfa', 'compliantDevice', 'domainJoinedDevice', 'passwordChange', 'riskRemediation'])
const known = new Set<string>(builtInControls)

/**
 * Whether a policy, where it applies, leaves no way round the requirement: it blocks, or one of its clauses can only be met
 * by what satisfies the requirement. `mfa OR compliantDevice` does not guarantee MFA. Where a session control is asked for, grant
 * controls do not count.
 */
export function satisfies(policy: CompiledPolicy, requirement: Requirement, tenant: Tenant): Truth {
  if (policy.demand.block) return TRUE
  const { session } = requirement.satisfiedBy
  if (session !== undefined) return limitsAsMuch(session.control, policy.session[session.control], session.value) ? TRUE : FALSE
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

/** Whether the policy sets the session control that is asked for to a value that contradicts it, so that together they are a conflict (O4). */
export function contradicts({ demand, session }: CompiledPolicy, { satisfiedBy }: Requirement): boolean {
  const wanted = satisfiedBy.session
  if (wanted === undefined || demand.block || wanted.control === 'signInFrequency') return false
  const value = session[wanted.control]
  return value !== undefined && value !== wanted.value
}

/** Whether the policy could matter to the requirement at all. */
export function mayProtect(policy: CompiledPolicy, requirement: Requirement, tenant: Tenant): boolean {
  const isAboutPeople = (requirement.population.subjects ?? 'people') === 'people'
  return (policy.workloads === null) === isAboutPeople && satisfies(policy, requirement, tenant) !== FALSE
}
