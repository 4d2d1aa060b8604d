import { emergencyFindings } from './emergency.ts'
import { newTemplates } from './offered-templates.ts'
import { policyFindings } from './policy-findings.ts'
import { idsIn, staleIn } from './stale.ts'
import { isEmergency } from '#src/engine/accepted.ts'
import { classRow } from '#src/engine/sign-in-rows.ts'
import { FALSE } from '#src/engine/truth.ts'
import type { PolicyAnalysis } from '#src/engine/analyse/analyse.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { Finding } from '#src/domain/finding.ts'
import type { Unrecognised } from '#src/domain/policy.ts'
import { severities } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Policies a tenant may hold in any state (reference section 5). */
const mostPolicies = 240

/** Everything worth a person's attention, the gravest first, then by id. Ids are stable: the same fact keeps its id. */
export function findingsOf(compiled: Compiled, coverages: readonly Coverage[], analysis: PolicyAnalysis): Finding[] {
  return [
    ...ofTenant(compiled.tenant), ...emergencyFindings(compiled), ...coverages.flatMap(ofCoverage), ...compiled.policies.flatMap(policy => ofPolicy(compiled, policy)),
    ...policyFindings(compiled, analysis)
  ].sort(byGravity)
}

/** The gravest first, then by id. */
export function byGravity(a: Finding, b: Finding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1)
}

function ofTenant(tenant: Tenant): Finding[] {
  const findings: Finding[] = []
  if (tenant.securityDefaults === true) {
    findings.push({ id: 'securityDefaults', kind: 'securityDefaults', severity: 'critical', policies: [],
      summary: 'security defaults are on, so no Conditional Access policy runs' })
  }
  if (tenant.policies.length >= mostPolicies - 10) {
    findings.push({ id: 'policyLimit', kind: 'policyLimit', severity: 'high', policies: [],
      summary: `the tenant holds ${tenant.policies.length} of at most ${mostPolicies} policies; Graph refuses more` })
  }
  findings.push(...newTemplates(tenant))
  return findings
}

function ofCoverage({ requirement, status, gaps, uncoveredUsers, users }: Coverage): Finding[] {
  const [widest] = gaps
  if (status !== 'gap' || widest === undefined) return []
  return [{
    id: `gap:${requirement.id}`, kind: 'gap', severity: requirement.severity, policies: [], requirement: requirement.id,
    summary: `${requirement.title}: ${uncoveredUsers.count} of ${users} users are not covered, ${widest.words}`,
    users: uncoveredUsers.count, witness: widest.witness
  }]
}

function ofPolicy(compiled: Compiled, compiledPolicy: CompiledPolicy): Finding[] {
  const { policy, mode } = compiledPolicy
  const name = `policy \`${policy.displayName}\``
  const base = { policies: [policy.id] }
  const findings: Finding[] = []
  const parts = compiled.tenant.policies[compiledPolicy.index]?.unrecognised ?? []
  if (parts.length > 0) {
    findings.push({ ...base, id: `unrecognised:${policy.id}`, kind: 'unrecognised', severity: 'medium',
      summary: `${name} holds ${parts.length} part${parts.length === 1 ? '' : 's'} that ${parts.length === 1 ? 'is' : 'are'} not known: ${placesOf(parts).slice(0, 3).map(pointer => `\`${pointer}\``).join(', ')}` })
  }
  const stale = idsIn(staleIn(compiled.tenant, policy))
  if (stale.length > 0) {
    findings.push({ ...base, id: `staleReference:${policy.id}`, kind: 'staleReference', severity: 'medium',
      summary: `${name} names ${stale.length} object${stale.length === 1 ? '' : 's'} that the tenant does not hold: ${stale.slice(0, 3).map(id => `\`${id}\``).join(', ')}` })
  }
  const emergency = mode === 'enforced' ? reachedEmergencyAccounts(compiled, compiledPolicy) : 0
  if (emergency > 0) {
    findings.push({ ...base, id: `missingEmergencyExclusion:${policy.id}`, kind: 'missingEmergencyExclusion', severity: 'high', users: emergency,
      summary: `${name} is enforced and reaches ${emergency} declared emergency account${emergency === 1 ? '' : 's'}` })
  }
  return findings
}

/** Where the parts stand, each place once; in a list the list, since the order of its entries says nothing. */
function placesOf(parts: readonly Unrecognised[]): string[] {
  return [...new Set(parts.map(({ pointer }) => pointer.replace(/\/\d+$/, '')))].sort()
}

function reachedEmergencyAccounts(compiled: Compiled, policy: CompiledPolicy): number {
  const { classes } = compiled
  let count = 0
  for (let name = 0; name < classes.count; name++) {
    const first = classes.starts[name] ?? 0
    if (isEmergency(compiled, classes.order[first] ?? 0) && classRow(compiled, name)[policy.index] !== FALSE) count += (classes.starts[name + 1] ?? 0) - first
  }
  return count
}
