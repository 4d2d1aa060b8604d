import { flags } from './values.ts'
import { memberTruth, type Members, type Memberships } from '../membership.ts'
import { and, anyOf, not, or, FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import { guestTypes, type GuestsOrExternalUsers, type PolicyUsers } from '#src/domain/policy.ts'
import type { SignInIdentity } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/**
 * A person who signs in. `index` is their place in the tenant, or -1. A `stranger` is an id that the tenant does not hold:
 * nothing is known but the id. An `external` has no directory object at all.
 */
export interface Subject {
  readonly kind: 'account' | 'agent' | 'external' | 'stranger'
  readonly index: number
  readonly id: string
  readonly guestType: string | null
  readonly homeTenantId: string | null
  /** Whether `All` reaches an external of a type for which that is not settled (S1): supposed, where it is set. */
  readonly reachedByAll?: boolean
}

/** One side, include or exclude, of a policy's user condition. */
export interface UserList {
  readonly ids: ReadonlySet<string>
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly guests: GuestsOrExternalUsers | null
  /** Whether `All` stands in one of the lists. */
  readonly everyone: boolean
  /** The members of the groups and the holders of the roles. */
  readonly members: readonly Members[]
}

export interface UserScope {
  readonly include: UserList
  readonly exclude: UserList
}

const everyGuest: GuestsOrExternalUsers = { guestOrExternalUserTypes: guestTypes.join(','), externalTenants: null }

const knownTypes = new Set<string>(guestTypes)
const lowered = (ids: readonly string[]): string[] => ids.map(id => id.toLowerCase())

/** A policy's users ready to be judged, its groups and roles looked up. */
export function userScope(users: PolicyUsers, memberships: Memberships): UserScope {
  const list = (ids: readonly string[], groups: readonly string[], roles: readonly string[]): Omit<UserList, 'guests'> => {
    const everyone = [ids, groups, roles].some(names => names.includes('all'))
    const members = [...groups.filter(id => id !== 'all').map(memberships.group), ...roles.filter(id => id !== 'all').map(memberships.role)]
    return { ids: new Set(ids), groups, roles, everyone, members }
  }
  return {
    include: { ...list(lowered(users.includeUsers), lowered(users.includeGroups), lowered(users.includeRoles)), guests: users.includeGuestsOrExternalUsers },
    exclude: { ...list(lowered(users.excludeUsers), lowered(users.excludeGroups), lowered(users.excludeRoles)), guests: users.excludeGuestsOrExternalUsers }
  }
}

/** Whether the user condition holds for the subject (C3 to C8). */
export function userTruth(scope: UserScope, subject: Subject): Truth {
  const included = sideTruth(scope.include, subject)
  return included === FALSE ? FALSE : and(included, not(sideTruth(scope.exclude, subject)))
}

/** Whether the user condition holds for a subject for whom that of `other` does: what both ask is not asked twice. */
export function userTruthGiven(scope: UserScope, other: UserScope, subject: Subject): Truth {
  const included = holdsAllOf(scope.include, other.include) ? TRUE : sideTruth(scope.include, subject)
  return and(included, holdsAllOf(other.exclude, scope.exclude) ? TRUE : not(sideTruth(scope.exclude, subject)))
}

/** Whether whoever one list matches the other surely matches, too, because it holds every entry of it. */
function holdsAllOf(list: UserList, part: UserList): boolean {
  const isSameGuests = part.guests === null || JSON.stringify(part.guests) === JSON.stringify(list.guests)
  return isSameGuests && part.ids.isSubsetOf(list.ids) && part.groups.every(id => list.groups.includes(id)) && part.roles.every(id => list.roles.includes(id))
}

function sideTruth(list: UserList, subject: Subject): Truth {
  if (list.ids.has(subject.id)) return TRUE
  if (subject.kind === 'agent') return list.ids.has('allagentidusers') ? TRUE : FALSE
  if (subject.kind === 'stranger') return isEmpty(list) ? FALSE : UNKNOWN
  let result = list.everyone ? everyone(subject) : FALSE
  if (list.ids.has('guestsorexternalusers')) result = or(result, guestTruth(everyGuest, subject))
  result = or(result, guestTruth(list.guests, subject))
  if (result === TRUE || subject.kind !== 'account') return result
  return or(result, anyOf(list.members, members => memberTruth(members, subject.index)))
}

function isEmpty(list: UserList): boolean {
  return [...list.ids].every(id => id === 'none') && list.groups.length === 0 && list.roles.length === 0 && list.guests === null
}

/** Whether a subject is among those whom the policy includes, excluded or not. */
export function includedTruth(scope: UserScope, subject: Subject): Truth {
  return sideTruth(scope.include, subject)
}

/** Whether an entry of an exclude list may leave the subject out. */
export function isExcludedBy(kind: 'ids' | 'groups' | 'roles', id: string, subject: Subject, memberships: Memberships): boolean {
  const list = { includeUsers: [], includeGroups: [], includeRoles: [], includeGuestsOrExternalUsers: null, excludeUsers: [], excludeGroups: [], excludeRoles: [], excludeGuestsOrExternalUsers: null }
  const member = { ids: 'excludeUsers', groups: 'excludeGroups', roles: 'excludeRoles' }[kind]
  return sideTruth(userScope({ ...list, [member]: [id] }, memberships).exclude, subject) !== FALSE
}

/** Whether it is not settled that `All` reaches people of the type. */
export function isUnsettled(type: string | null): boolean {
  return type === 'b2bDirectConnectUser' || type === 'serviceProvider'
}

function everyone(subject: Subject): Truth {
  if (subject.kind !== 'external' || !isUnsettled(subject.guestType)) return TRUE
  return subject.reachedByAll === undefined ? UNKNOWN : subject.reachedByAll ? TRUE : FALSE
}

function guestTruth(guests: GuestsOrExternalUsers | null, subject: Subject): Truth {
  if (guests === null) return FALSE
  const types = flags(guests.guestOrExternalUserTypes)
  const listed = subject.guestType !== null && types.includes(subject.guestType) ? TRUE : types.every(type => knownTypes.has(type)) ? FALSE : UNKNOWN
  return listed === FALSE || subject.guestType === 'internalGuest' ? listed : and(listed, homeTruth(guests, subject))
}

function homeTruth({ externalTenants: tenants }: GuestsOrExternalUsers, { homeTenantId }: Subject): Truth {
  if (tenants === null || tenants.membershipKind === 'all') return TRUE
  if (tenants.membershipKind !== 'enumerated' || homeTenantId === null) return UNKNOWN
  return tenants.members.some(id => id.toLowerCase() === homeTenantId.toLowerCase()) ? TRUE : FALSE
}

/** The subject at a user index. */
export function accountAt(tenant: Tenant, index: number): Subject {
  return account(tenant, index, tenant.users.at(index).id.toLowerCase())
}

function account({ users }: Tenant, index: number, id: string): Subject {
  return { kind: users.isAgentUser(index) ? 'agent' : 'account', index, id, guestType: users.guestType(index), homeTenantId: users.homeTenantId(index) }
}

/** The subject of a user sign-in (S1). */
export function subjectOf(identity: SignInIdentity, tenant: Tenant): Subject {
  const type = identity.externalUserType ?? 'none'
  const told = type === 'none' || type === '' ? {} : { guestType: type }
  const home = typeof identity.externalTenantId === 'string' ? { homeTenantId: identity.externalTenantId } : {}
  const id = identity.userId ?? ''
  if (id === '') return { kind: 'external', index: -1, id: '', guestType: null, homeTenantId: null, ...told, ...home }
  const byId = tenant.users.indexOf(id)
  if (byId >= 0) return { ...account(tenant, byId, id.toLowerCase()), ...told, ...home }
  const named = tenant.users.indexOfPrincipalName(id)
  if (named >= 0) return { ...accountAt(tenant, named), ...told, ...home }
  return { kind: 'guestType' in told ? 'external' : 'stranger', index: -1, id: id.toLowerCase(), guestType: null, homeTenantId: null, ...told, ...home }
}
