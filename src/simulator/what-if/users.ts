import { inGroup, inRole } from './groups.ts'
import { flags, type Json, names, object, objects, same, text, texts } from './json.ts'
import type { SignIn } from './sign-in.ts'
import { agreed, all, any, not, type Truth } from './truth.ts'

/** Whom the sign-in is about. `types` are the guest types that are possible; none for a member (S1, C7). */
interface Person {
  readonly id: string | null
  readonly standing: 'directory' | 'external' | 'unresolved'
  readonly isAgent: boolean
  readonly types: readonly string[]
  readonly tenant: string | null
}

const internal = 'internalGuest'
const external = ['b2bCollaborationGuest', 'b2bCollaborationMember', 'b2bDirectConnectUser', 'otherExternalUser', 'serviceProvider']
const guestsOrExternalUsers = { guestOrExternalUserTypes: [internal, ...external].join(','), externalTenants: null } // C7

function guestType(account: Json): string[] { // C7
  const isGuest = same(account['userType'], 'Guest')
  const invited = names(['Invitation', 'SelfServiceSignUp', 'EmailVerified'], account['creationType'])
  const isExternal = invited || text(account['homeTenantId']) !== null || text(account['externalUserState']) !== null ||
    (text(account['userPrincipalName']) ?? '').toUpperCase().includes('#EXT#')
  if (isExternal) return [isGuest ? 'b2bCollaborationGuest' : 'b2bCollaborationMember']
  return isGuest ? [internal] : []
}

function isAgentUser(account: Json): boolean { // C4
  return account['isAgentUser'] === true || (text(account['@odata.type']) ?? '').toLowerCase().endsWith('agentuser')
}

/** Finds the person of a user sign-in (S1). */
export function personOf(tenant: Json, signIn: SignIn): Person {
  const byId = objects(tenant['users']).find((user) => same(user['id'], signIn.userId))
  const account = byId ?? objects(tenant['users']).find((user) => same(user['userPrincipalName'], signIn.userId))
  const types = signIn.externalType === null ? null : [signIn.externalType]
  if (account !== undefined) {
    return {
      id: text(account['id']), standing: 'directory', isAgent: isAgentUser(account),
      types: types ?? guestType(account), tenant: signIn.externalTenant ?? text(account['homeTenantId'])
    }
  }
  const standing = signIn.userId !== null && types === null ? 'unresolved' : 'external'
  return { id: signIn.userId, standing, isAgent: false, types: types ?? external, tenant: signIn.externalTenant }
}

/** §2.2: included and not excluded. */
export function usersCondition(tenant: Json, users: Json, person: Person): Truth {
  return all([side('include'), not(side('exclude'))])

  function side(prefix: 'include' | 'exclude'): Truth {
    const ids = texts(users[`${prefix}Users`]).filter((id) => !same(id, 'None')) // §2.2: None contributes nothing
    const groups = texts(users[`${prefix}Groups`])
    const roles = texts(users[`${prefix}Roles`])
    const guests = users[`${prefix}GuestsOrExternalUsers`]
    if (names(ids, person.id)) return true
    if (person.isAgent) return names(ids, 'AllAgentIdUsers') // §2.1, C4
    const isNamed = ids.length + groups.length + roles.length + flags(object(guests)['guestOrExternalUserTypes']).length > 0
    if (person.standing === 'unresolved') return isNamed ? null : false // S1
    return any([
      [ids, groups, roles].some((list) => names(list, 'All')) ? isReachedByAll(person) : false,
      any(groups.map((group) => person.standing === 'directory' && person.id !== null ? inGroup(tenant, person.id, group) : false)),
      any(roles.map((role) => person.standing === 'directory' && person.id !== null ? inRole(tenant, person.id, role) : false)),
      guestsMatch(object(guests), person),
      names(ids, 'GuestsOrExternalUsers') ? guestsMatch(guestsOrExternalUsers, person) : false
    ])
  }
}

function isReachedByAll(person: Person): Truth { // S1
  if (person.standing === 'directory') return true
  return agreed(person.types.map((type) => names(['b2bDirectConnectUser', 'serviceProvider'], type) ? null : true))
}

/** §2.2 guest types, with the home tenants of `externalTenants` (C8). */
function guestsMatch(guests: Json, person: Person): Truth {
  const listed = flags(guests['guestOrExternalUserTypes']).filter((type) => !same(type, 'none'))
  const isStrange = listed.some((type) => !names([internal, ...external], type)) // C22
  const types = person.types.length > 0 ? person.types : [null]
  return agreed(types.map((type) => {
    const listedType: Truth = type !== null && names(listed, type) ? true : isStrange ? null : false
    return all([listedType, same(type, internal) ? true : tenantsMatch(object(guests['externalTenants']), person.tenant)])
  }))
}

function tenantsMatch(tenants: Json, home: string | null): Truth {
  const kind = tenants['membershipKind'] ?? 'all'
  if (!same(kind, 'enumerated')) return same(kind, 'all') ? true : null
  return home === null ? null : names(texts(tenants['members']), home)
}
