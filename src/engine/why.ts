import { evaluate } from './evaluate.ts'
import { memberTruth } from './membership.ts'
import { mayProtect } from './satisfies.ts'
import { accountAt, includedTruth, userTruth } from './conditions/users.ts'
import { FALSE, TRUE } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { AnalysisReason } from '#src/domain/verdict.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What puts an account on one side of a policy. `path` leads from the entry's group to the one that holds the account, by name. */
export interface Via {
  readonly kind: 'all' | 'user' | 'group' | 'role' | 'guests'
  readonly id: string
  readonly name: string
  readonly path: readonly string[]
}

/** Whether a policy's user condition holds for an account, by which entry, and the same in a sentence. */
export interface UserWhy {
  readonly applies: boolean | null
  readonly included: Via | undefined
  readonly excluded: Via | undefined
  readonly sentence: string
}

/** The shortest reason for which a policy reaches an account or does not. */
export function whyUser(compiled: Compiled, policy: CompiledPolicy, user: number): UserWhy {
  const subject = accountAt(compiled.tenant, user)
  const truth = userTruth(policy.users, subject)
  const included = viaOf(compiled, policy, { side: 'include', user })
  const excluded = included === undefined ? undefined : viaOf(compiled, policy, { side: 'exclude', user })
  const name = compiled.tenant.users.at(user).displayName
  const title = `\`${policy.policy.displayName}\``
  const sentence = excluded !== undefined ? `${title} leaves out ${name}: ${viaWords(excluded)}`
    : included !== undefined ? `${title} reaches ${name}: ${viaWords(included)}`
      : includedTruth(policy.users, subject) === FALSE ? `${title} does not include ${name}` : `whether ${title} reaches ${name} is not known`
  return { applies: truth === TRUE ? true : truth === FALSE ? false : null, included, excluded, sentence }
}

interface Side {
  readonly side: 'include' | 'exclude'
  readonly user: number
}

/** The entry with the shortest way to the account: itself, all, a type of guest, a role, a group. */
function viaOf({ tenant, memberships }: Compiled, { users }: CompiledPolicy, { side, user }: Side): Via | undefined {
  const { id, displayName } = tenant.users.at(user)
  const list = users[side]
  if (list.ids.has(id.toLowerCase())) return { kind: 'user', id, name: displayName, path: [] }
  if (tenant.users.isAgentUser(user)) return list.ids.has('allagentidusers') ? { kind: 'all', id: 'AllAgentIdUsers', name: 'all agents\' user accounts', path: [] } : undefined
  if (list.everyone) return { kind: 'all', id: 'All', name: 'all users', path: [] }
  const type = tenant.users.guestType(user)
  if (type !== null && (list.ids.has('guestsorexternalusers') || list.guests?.guestOrExternalUserTypes.includes(type) === true)) return { kind: 'guests', id: type, name: type, path: [] }
  const role = list.roles.find(template => template !== 'all' && memberTruth(memberships.role(template), user) === TRUE)
  if (role !== undefined) return { kind: 'role', id: role, name: roleName(tenant, role), path: [] }
  return list.groups.filter(group => group !== 'all' && memberTruth(memberships.group(group), user) === TRUE)
    .map((group): Via => ({ kind: 'group', id: group, name: groupName(tenant, group), path: pathTo(tenant, group, user) }))
    .sort((a, b) => a.path.length - b.path.length || (a.id < b.id ? -1 : 1))[0]
}

function roleName(tenant: Tenant, template: string): string {
  return tenant.roleDefinitions?.find(role => role.templateId.toLowerCase() === template)?.displayName ?? template
}

function groupName(tenant: Tenant, id: string): string {
  const index = tenant.groups.indexOf(id)
  return index < 0 ? id : tenant.groups.at(index).displayName
}

/** Names of the groups between the one and the one that holds the account directly, as few as there can be. */
function pathTo({ groups }: Tenant, id: string, user: number): string[] {
  const paths = new Map<number, readonly number[]>([[groups.indexOf(id), []]])
  for (const [group, path] of paths) {
    if (groups.usersOf(group).includes(user)) return path.map(index => groups.at(index).displayName)
    for (const nested of groups.groupsOf(group)) if (!paths.has(nested)) paths.set(nested, [...path, nested])
  }
  return []
}

function viaWords({ kind, name, path }: Via): string {
  if (kind === 'user') return 'it names the account'
  if (kind === 'all') return `it names ${name}`
  if (kind === 'guests') return `it names guests of type ${name}`
  if (kind === 'role') return `it names the role ${name}`
  const [last, ...between] = [name, ...path].reverse()
  return `it names ${between.length === 0 ? `the group ${name}, which holds the account` : `the group ${name}, which holds the account through ${[...between.slice(0, -1).reverse(), last].join(', in it ')}`}`
}

/** Why a sign-in meets no policy that would satisfy a requirement: each such policy with its reason, and the shortest sentence. */
export interface GapWhy {
  readonly policies: readonly { readonly id: string, readonly isEnforced: boolean, readonly reason: AnalysisReason | 'reportOnly', readonly sentence: string }[]
  readonly sentence: string
}

export function whyGap(compiled: Compiled, requirement: Requirement, signIn: SignIn): GapWhy {
  const { policies: verdicts } = evaluate(compiled, signIn)
  const user = compiled.tenant.users.indexOf(signIn.signInIdentity.userId ?? '')
  const policies = compiled.policies.filter(policy => mayProtect(policy, requirement, compiled.tenant)).map(policy => {
    const verdict = verdicts[policy.index]
    const reason = policy.mode === 'reportOnly' && verdict?.policyApplies === true ? 'reportOnly' as const : verdict?.analysisReasons ?? 'notEnoughInformation'
    return { id: policy.policy.id, isEnforced: policy.mode === 'enforced', reason, sentence: reason === 'users' && user >= 0 ? whyUser(compiled, policy, user).sentence : reasonWords(policy, reason) }
  })
  const nearest = policies.toSorted((a, b) => nearness(a) - nearness(b) || (a.id < b.id ? -1 : 1))
  const [first, second, ...more] = nearest.map(({ sentence }) => sentence)
  if (first === undefined) return { policies, sentence: 'no policy asks for what the requirement does' }
  return { policies, sentence: [first, ...second === undefined ? [] : [second], ...more.length === 0 ? [] : [`${more.length} more do not apply either`]].join('; ') }
}

/** An exclusion tells most; then a condition or a state that one change would turn; then policies for others. */
function nearness({ reason, sentence, isEnforced }: GapWhy['policies'][number]): number {
  if (reason === 'reportOnly') return 1
  if (!isEnforced) return 5
  return sentence.includes(' leaves out ') ? 0 : reason === 'users' ? 4 : 2
}

const conditionWords: Readonly<Partial<Record<AnalysisReason | 'reportOnly', string>>> = {
  reportOnly: 'is in report-only mode', policyNotEnabled: 'is off', users: 'is for other users', workloadIdentities: 'is for workloads', application: 'does not cover the application',
  userActions: 'does not cover the user action', authenticationContext: 'does not cover the authentication context', devicePlatform: 'is not for the platform',
  devices: 'is not for the device', clientApps: 'is not for the client', location: 'does not apply at the location', signInRisk: 'is for another sign-in risk',
  userRisk: 'is for another user risk', insiderRisk: 'is for another insider risk', authenticationFlow: 'is for another authentication flow',
  agentIdRisk: 'is for agents', notEnoughInformation: 'may apply: something about it is not known', notSet: 'applies, which may not be enough'
}

function reasonWords({ policy }: CompiledPolicy, reason: AnalysisReason | 'reportOnly'): string {
  return `\`${policy.displayName}\` ${conditionWords[reason] ?? 'does not apply'}`
}
