import { addAll, addBit, bitset, countBits, hasBit, type Bitset } from './bitset.ts'
import { memberTruth, type Memberships } from './membership.ts'
import { TRUE } from './truth.ts'
import type { Compiled } from './compile.ts'
import { hasExpired, type DirectoryObject } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Directory Synchronization Accounts and its successor (reference section 8). */
export const synchronizationRoles = ['d29b2b05-8046-44ba-8758-1e26182fcf32', 'a92aed5d-d78a-4d16-b381-09adb37eb3b0']

interface Apart {
  readonly accepted: Bitset
  readonly ignored: Bitset
}

/** Worked out once for each tenant and requirement; `recompile` keeps the memberships, and with them the settings. */
const known = new WeakMap<Memberships, Map<string, Apart>>()

/**
 * Whether people said of a user that the requirement need not hold for them: `accepted` for declared emergency accounts, synchronization
 * accounts and exceptions that had not expired when the tenant was read, `ignored` for those who must not be considered. A group or a role
 * counts for those who surely are in it.
 */
export function acceptedTruth(compiled: Compiled, requirementId: string, user: number): 'accepted' | 'ignored' | undefined {
  const { accepted, ignored } = apartFor(compiled, requirementId)
  return hasBit(accepted, user) ? 'accepted' : hasBit(ignored, user) ? 'ignored' : undefined
}

/** Declared emergency accounts and synchronization accounts, for whatever requirement. */
export function isAccepted(compiled: Compiled, user: number): boolean {
  return isEmergency(compiled, user) || synchronizationRoles.some(role => memberTruth(compiled.memberships.role(role), user) === TRUE)
}

export function isEmergency(compiled: Compiled, user: number): boolean {
  const declared = compiled.tenant.settings.emergencyAccess
  return (declared?.users ?? []).some(id => compiled.tenant.users.indexOf(id) === user) ||
    (declared?.groups ?? []).some(group => memberTruth(compiled.memberships.group(group), user) === TRUE)
}

function apartFor(compiled: Compiled, requirementId: string): Apart {
  const { memberships } = compiled
  const byRequirement = known.get(memberships) ?? new Map<string, Apart>()
  known.set(memberships, byRequirement)
  const found = byRequirement.get(requirementId) ?? apartOf(compiled, requirementId)
  byRequirement.set(requirementId, found)
  return found
}

function apartOf({ tenant, memberships }: Compiled, requirementId: string): Apart {
  const { emergencyAccess, directions = [], exceptions = [] } = tenant.settings
  const concerns = ({ requirements }: { readonly requirements: readonly string[] | null }): boolean => requirements?.includes(requirementId) ?? true
  const always = [
    ...objectsOf('user', emergencyAccess?.users), ...objectsOf('group', emergencyAccess?.groups), ...objectsOf('role', synchronizationRoles)
  ]
  const standing = exceptions.filter(exception => concerns(exception) && !hasExpired(exception, tenant.collectedAt))
  return {
    accepted: usersOf(tenant, memberships, [...always, ...standing.flatMap(({ objects }) => objects)]),
    ignored: usersOf(tenant, memberships, directions.filter(direction => direction.do === 'ignore' && concerns(direction)).flatMap(({ objects }) => objects))
  }
}

function objectsOf(kind: DirectoryObject['kind'], ids: readonly string[] | undefined): DirectoryObject[] {
  return (ids ?? []).map(id => ({ kind, id }))
}

/** How many accounts are among the objects, or surely in one of the groups or holders of one of the roles. */
export function accountsAmong({ tenant, memberships }: Compiled, objects: readonly DirectoryObject[]): number {
  return countBits(usersOf(tenant, memberships, objects))
}

/** The users among the objects, and those who are surely in one of the groups or hold one of the roles. */
function usersOf(tenant: Tenant, memberships: Memberships, objects: readonly DirectoryObject[]): Bitset {
  const users = bitset(tenant.users.count)
  for (const { kind, id } of objects) {
    if (kind === 'group') addAll(users, memberships.group(id).users)
    else if (kind === 'role') addAll(users, memberships.role(id).users)
    else if (kind === 'user' && tenant.users.indexOf(id) >= 0) addBit(users, tenant.users.indexOf(id))
  }
  return users
}
