import { userName } from './person.ts'
import { eachBit } from '#src/engine/bitset.ts'
import { isEmergency } from '#src/engine/accepted.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { FALSE, TRUE } from '#src/engine/truth.ts'
import { whyUser } from '#src/engine/why.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'
import type { Finding } from '#src/domain/finding.ts'
import { directoryRoles } from '#src/domain/operator.ts'

/** An account that looks like an emergency account and is not declared. It is proposed with its evidence and never assumed. */
export interface EmergencyCandidate {
  /** Object id. */
  readonly user: string
  readonly name: string
  /** Each thing that speaks for it, in words; what weighs most comes first. */
  readonly evidence: readonly string[]
  /** Of the enforced policies that would reach it, how many leave it out by its id or through a group. */
  readonly excludedFrom: number
  readonly reachedBy: number
  readonly weight: number
}

const namedSo = /emergency|break[\s_-]*(?:the[\s_-]*)?glass|notfall|urgence|brise[\s_-]*glace|emergencia|emergenza|noodgeval|nood[\s_-]*account/iu
const role = directoryRoles.globalAdministrator
/** Accounts looked at, and accounts that a group may hold to be looked at for its name. */
const [mostLookedAt, mostInGroup] = [100, 20]

/** The candidates with the weightiest evidence first: enabled, not synchronized, perhaps or surely Global Administrators, and left out by policies or named so. */
export function emergencyCandidates(compiled: Compiled): EmergencyCandidate[] {
  const enforced = compiled.policies.filter(({ mode }) => mode === 'enforced')
  return poolOf(compiled, enforced).flatMap(user => candidateOf(compiled, enforced, user) ?? [])
    .sort((a, b) => b.weight - a.weight || b.excludedFrom - a.excludedFrom || (a.user < b.user ? -1 : 1))
}

/** Global Administrators; where roles were not read, whoever an enforced policy leaves out by id or through a small group. */
function poolOf({ tenant, memberships }: Compiled, enforced: readonly CompiledPolicy[]): number[] {
  const pool = new Set<number>()
  eachBit(memberships.role(role).users, user => pool.add(user))
  if (tenant.roleAssignments === undefined) {
    for (const { users: { exclude } } of enforced) {
      for (const id of exclude.ids) if (tenant.users.indexOf(id) >= 0) pool.add(tenant.users.indexOf(id))
      for (const id of exclude.groups) {
        const direct = tenant.groups.indexOf(id) < 0 ? [] : tenant.groups.usersOf(tenant.groups.indexOf(id))
        if (direct.length <= mostInGroup) for (const user of direct) pool.add(user)
      }
    }
  }
  return [...pool].slice(0, mostLookedAt)
}

function candidateOf(compiled: Compiled, enforced: readonly CompiledPolicy[], user: number): EmergencyCandidate | undefined {
  const account = compiled.tenant.users.at(user)
  const isPossible = account.accountEnabled && !account.isSynced && !account.isAgentUser && account.guestType === null
  if (!isPossible || isEmergency(compiled, user) || memberTruth(compiled.memberships.role(role), user) === FALSE) return undefined
  const ways = enforced.map(policy => whyUser(compiled, policy, user)).filter(({ included }) => included !== undefined)
  const byId = ways.filter(({ excluded }) => excluded?.kind === 'user').length
  const groups = ways.flatMap(({ excluded }) => excluded?.kind === 'group' ? [[excluded.name, ...excluded.path].join(' > ')] : [])
  const excludedFrom = byId + groups.length
  const isNamed = namedSo.test(account.displayName) || namedSo.test(account.userPrincipalName)
  const names = [...new Set(groups)].filter(name => namedSo.test(name))
  if (excludedFrom === 0 && !isNamed) return undefined
  const roles = roleEvidence(compiled, user)
  const through = groups.length === 0 ? '' : `, ${groups.length} of them through ${[...new Set(groups)].slice(0, 2).map(name => `the group \`${name}\``).join(' and ')}`
  const evidence = [
    roles.words, ...excludedFrom === 0 ? [] : [`is left out of ${excludedFrom} of the ${ways.length} enforced policies that would reach it${through}`],
    'is not synchronized from elsewhere', ...isNamed ? ['is named so'] : [], ...names.length > 0 ? [`is in a group that is named so, \`${names[0]}\``] : []
  ]
  const weight = roles.weight + (excludedFrom === 0 ? 0 : excludedFrom === ways.length ? 2 : 1) + (isNamed ? 1 : 0) + (names.length > 0 ? 1 : 0)
  return { user: account.id, name: userName(account), evidence, excludedFrom, reachedBy: ways.length, weight }
}

/** Whether it holds the role for good: an assignment beside an eligibility may be no more than an activation. */
function roleEvidence(compiled: Compiled, user: number): { words: string, weight: number } {
  if (memberTruth(compiled.memberships.role(role), user) !== TRUE) return { words: 'may be a Global Administrator: the roles are not known', weight: 0 }
  if (compiled.tenant.roleEligibilities === undefined) return { words: 'is a Global Administrator, whether for good is not known', weight: 1 }
  return isEligible(compiled, user) ? { words: 'is a Global Administrator, perhaps only for a time: it is eligible for the role, too', weight: 1 }
    : { words: 'is a permanent Global Administrator', weight: 2 }
}

function isEligible({ tenant, memberships }: Compiled, user: number): boolean {
  const templates = new Map((tenant.roleDefinitions ?? []).map(definition => [definition.id.toLowerCase(), definition.templateId.toLowerCase()]))
  return (tenant.roleEligibilities ?? []).some(({ principalId, roleDefinitionId, directoryScopeId }) =>
    directoryScopeId === '/' && (templates.get(roleDefinitionId.toLowerCase()) ?? roleDefinitionId.toLowerCase()) === role &&
    (tenant.users.indexOf(principalId) === user || memberTruth(memberships.group(principalId), user) === TRUE))
}

/** What is wrong with the declared emergency accounts, and who could be meant where there are too few. Policies that reach one are found apart. */
export function emergencyFindings(compiled: Compiled): Finding[] {
  const { users = [], groups = [] } = compiled.tenant.settings.emergencyAccess ?? {}
  const declared = declaredAccounts(compiled)
  const findings = [
    ...users.filter(id => compiled.tenant.users.read && compiled.tenant.users.indexOf(id) < 0)
      .map(id => finding(id, 'high', `the declared emergency account \`${id}\` is not in the tenant: it was deleted, or never was`)),
    ...groups.flatMap(id => groupFinding(compiled, id)),
    ...declared.flatMap(user => accountFinding(compiled, user))
  ]
  const usable = declared.filter(user => compiled.tenant.users.isEnabled(user)).length
  return usable >= fewest || !compiled.tenant.users.read ? findings : [...findings, tooFew(compiled, usable)]
}

/** Microsoft asks for two or more (reference section 9). */
const fewest = 2

function tooFew(compiled: Compiled, usable: number): Finding {
  const candidates = emergencyCandidates(compiled)
  const count = usable === 0 ? 'no enabled emergency account is declared' : 'only one enabled emergency account is declared, and two are advised'
  const shown = candidates.slice(0, 3).map(({ name, evidence }) => `\`${name}\` (${evidence.join(', ')})`).join('; ')
  const meant = candidates.length === 0 ? 'none looks like one' : `${candidates.length} could be meant: ${shown}`
  return { ...finding('declared', usable === 0 ? 'high' : 'low', `${count}; ${meant}`), users: candidates.length }
}

/** Every declared account that the tenant holds, itself or surely through a declared group. */
function declaredAccounts({ tenant, memberships }: Compiled): number[] {
  const { users = [], groups = [] } = tenant.settings.emergencyAccess ?? {}
  const accounts = new Set(users.map(id => tenant.users.indexOf(id)).filter(user => user >= 0))
  for (const id of groups) eachBit(memberships.group(id).users, user => accounts.add(user))
  return [...accounts].sort((a, b) => a - b)
}

function accountFinding(compiled: Compiled, user: number): Finding[] {
  const account = compiled.tenant.users.at(user)
  const truth = memberTruth(compiled.memberships.role(role), user)
  const faults = [
    ...account.accountEnabled ? [] : ['is disabled'], ...account.isSynced ? ['is synchronized from elsewhere, so it fails with what it comes from'] : [],
    ...account.guestType === null ? [] : ['is an account of another organization'],
    ...truth === FALSE ? [`is ${isEligible(compiled, user) ? 'only eligible for' : 'not in'} the role Global Administrator`] : []
  ]
  return faults.length === 0 ? [] : [finding(account.id, account.accountEnabled ? 'medium' : 'high', `the declared emergency account \`${userName(account)}\` ${faults.join(', ')}`)]
}

function groupFinding({ tenant: { groups }, memberships }: Compiled, id: string): Finding[] {
  const group = groups.indexOf(id)
  if (group < 0) return groups.read ? [finding(id, 'high', `the declared emergency group \`${id}\` is not in the tenant: it was deleted, or never was`)] : []
  const { users, complete } = memberships.group(id)
  if (!complete) return [finding(id, 'medium', `who is in the declared emergency group \`${groups.at(group).displayName}\` is not known completely`)]
  return users.some(word => word !== 0) ? [] : [finding(id, 'high', `the declared emergency group \`${groups.at(group).displayName}\` holds nobody`)]
}

function finding(about: string, severity: Finding['severity'], summary: string): Finding {
  return { id: `emergencyAccount:${about.toLowerCase()}`, kind: 'emergencyAccount', severity, policies: [], summary }
}
