import { refusal, sameId } from './made.ts'
import { grants } from '#src/engine/demands.ts'
import { compilePolicy, type Compiled } from '#src/engine/compile.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { WishRefused } from '#src/domain/wish.ts'
import { isObject, objectIn, type JsonObject } from '#src/tenant/json.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'

/** The words that stand in place of ids (reference, section 1.1); the last two are the MFA trusted IPs and every compliant network. */
const keywords = {
  users: ['all', 'none', 'guestsorexternalusers', 'allagentidusers'], groups: ['all'],
  locations: ['all', 'alltrusted', '00000000-0000-0000-0000-000000000000', '3d46dbda-8382-466a-856d-eb00cbc6b910']
}
const builtInStrengths = ['00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000004']
const longestName = 256

/** A body as a policy, or why it is none. */
export function readWish(body: PolicyBody, id: string): ReadPolicy | WishRefused {
  const read = parsePolicy({ ...body, id, createdDateTime: null, modifiedDateTime: null })
  return 'reason' in read ? refusal('not-a-policy', `the body is no policy: ${read.reason}`, '/body') : read
}

/** Why a group that is there may not be known (graph/groups.ts). */
export const unreadGroups = 'a group that no policy, role, setting or change names is not read'

/** What is wrong with a policy that is to stand; of what stands already, `standing`, only what is new counts. */
export function contentRefusal({ tenant, memberships }: Compiled, read: ReadPolicy, standing?: ReadPolicy): WishRefused | undefined {
  const { policy } = read
  if (policy.displayName.trim() === '' || policy.displayName.length > longestName) return refusal('bad-name', `a policy needs a name of 1 to ${longestName} characters`, '/body/displayName')
  const known = new Set(standing?.unrecognised.map(({ kind, value }) => `${kind} ${value}`))
  const strange = read.unrecognised.find(({ kind, value }) => !known.has(`${kind} ${value}`))
  if (strange !== undefined) return refusal('not-understood', `\`${strange.value}\` is not understood, so nothing can be proven of this policy`, `/body${strange.pointer}`)
  const { users, applications, clientApplications } = policy.conditions
  const isForNobody = [users.includeUsers, users.includeGroups, users.includeRoles].every(list => list.length === 0) && users.includeGuestsOrExternalUsers === null && clientApplications === null
  if (isForNobody) return refusal('for-nobody', 'the policy includes nobody', '/body/conditions/users')
  const targets = [applications.includeApplications, applications.includeUserActions, applications.includeAuthenticationContextClassReferences]
  if (targets.every(list => list.length === 0) && applications.applicationFilter === null) return refusal('for-nothing', 'the policy is about no application, action or context', '/body/conditions/applications')
  const compiled = compilePolicy(read, -1, memberships)
  if (!grants(compiled) && Object.keys(compiled.session).length === 0) return refusal('asks-for-nothing', 'the policy neither blocks nor asks for anything', '/body/grantControls')
  const before = new Set(standing === undefined ? [] : unresolved(tenant, standing).map(({ id }) => id.toLowerCase()))
  const lost = unresolved(tenant, read).find(({ id }) => !before.has(id.toLowerCase()))
  const orUnread = lost?.what === 'group' ? `, or it was not read: ${unreadGroups}` : ''
  return lost === undefined ? undefined : refusal('unknown-reference', `the tenant has no ${lost.what} with the id \`${lost.id}\`${orUnread}`, lost.pointer)
}

/** What stands in a policy and leads nowhere: Graph may refuse a write to it. */
export function staleWarnings({ tenant }: Compiled, read: ReadPolicy): string[] {
  const stale = unresolved(tenant, read).map(({ what, id }) => `${what} \`${id}\``)
  return stale.length === 0 ? [] : [`it names what the tenant does not hold, for which Graph may refuse the write: ${stale.join(', ')}`]
}

interface Unresolved {
  readonly what: string
  readonly id: string
  readonly pointer: string
}

/** References to users, groups, locations and strengths that the tenant, as far as it was read, does not hold. */
function unresolved(tenant: Tenant, { policy: { conditions: { users, locations }, grantControls } }: ReadPolicy): Unresolved[] {
  const isPlace = (id: string): boolean => tenant.locations?.some(location => sameId(location.id, id)) ?? true
  const isStrength = (id: string): boolean => builtInStrengths.includes(id) || (tenant.strengths?.some(strength => sameId(strength.id, id)) ?? true)
  const sides = ['include', 'exclude'] as const
  const among = (what: string, ids: readonly string[], { at, isThere }: { readonly at: string, readonly isThere: (id: string) => boolean }): Unresolved[] =>
    ids.flatMap((id, index) => isThere(id) ? [] : [{ what, id, pointer: `/body/conditions/${at}/${index}` }])
  const strength = grantControls?.authenticationStrength?.id
  return [
    ...sides.flatMap(side => among('user', users[`${side}Users`], { at: `users/${side}Users`, isThere: id => keywords.users.includes(id.toLowerCase()) || !tenant.users.read || tenant.users.indexOf(id) >= 0 })),
    ...sides.flatMap(side => among('group', users[`${side}Groups`], { at: `users/${side}Groups`, isThere: id => keywords.groups.includes(id.toLowerCase()) || !tenant.groups.read || tenant.groups.indexOf(id) >= 0 })),
    ...sides.flatMap(side => among('named location', locations?.[`${side}Locations`] ?? [], { at: `locations/${side}Locations`, isThere: id => keywords.locations.includes(id.toLowerCase()) || isPlace(id) })),
    ...strength === undefined || isStrength(strength) ? [] : [{ what: 'authentication strength', id: strength, pointer: '/body/grantControls/authenticationStrength' }]
  ]
}

/** Microsoft's own policies are told by their names (reference, section 5). */
export function isManaged({ policy }: ReadPolicy): boolean {
  return policy.displayName.toLowerCase().startsWith('microsoft-managed:')
}

/** Of a policy that Microsoft manages only the state and the excluded identities can be changed. */
export function managedRefusal(standing: ReadPolicy, asked: ReadPolicy): WishRefused | undefined {
  return samePolicy(withoutExclusions(standing.raw), withoutExclusions(asked.raw)) ? undefined
    : refusal('managed-by-microsoft', 'of a policy that Microsoft manages only the state and who is excluded can be changed; create a policy of your own instead', '/body')
}

function withoutExclusions(raw: JsonObject): JsonObject {
  const conditions = objectIn(raw, 'conditions') ?? {}
  const users = conditions['users']
  const kept = isObject(users) ? Object.fromEntries(Object.entries(users).filter(([name]) => !name.startsWith('exclude'))) : users
  const { state: _state, ...own } = raw
  return { ...own, conditions: { ...conditions, users: kept } }
}
