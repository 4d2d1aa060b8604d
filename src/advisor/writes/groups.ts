import { groupNeeds, type Guard } from './approvers.ts'
import type { Seen } from '../effect.ts'
import { compareIn } from '#src/engine/compare.ts'
import { joined, reachOf, type Reach } from './joined.ts'
import { atOnce, refusal, sameId, type Made, type Outlook } from './made.ts'
import { unreadGroups } from './policy-checks.ts'
import { userName } from '../person.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { Group } from '#src/domain/directory.ts'
import type { Write } from '#src/domain/write.ts'
import type { WishFor, WishRefused } from '#src/domain/wish.ts'
import type { Compiled } from '#src/engine/compile.ts'

type GroupWish = WishFor<'createGroup' | 'deleteGroup' | 'addGroupMembers' | 'removeGroupMember'>

export function groupWrite(compiled: Compiled, wish: GroupWish): Made | WishRefused {
  const { tenant } = compiled
  if (wish.kind === 'createGroup') return created(compiled, wish)
  const index = tenant.groups.indexOf(wish.group)
  if (index < 0) return refusal('group-not-found', `the tenant has no group with the id \`${wish.group}\`, or it was not read: ${unreadGroups}`, '/group')
  const group = tenant.groups.at(index)
  const reach = reachOf(tenant, index)
  const emergency = (tenant.settings.emergencyAccess?.groups ?? []).find(id => reach.groups.has(id.toLowerCase()))
  if (emergency !== undefined) {
    return refusal('emergency-group', `\`${group.displayName}\` ${sameId(emergency, group.id) ? 'holds' : 'is in a group that holds'} declared emergency accounts, who are changed outside of Lacuna only: change it in Entra, then declare the accounts anew`, '/group')
  }
  if (wish.kind === 'deleteGroup') return deleted(compiled, group, reach, wish)
  if (group.membershipRule !== null) return refusal('dynamic-group', `who is in \`${group.displayName}\` follows from a rule; change the rule or the attributes that it reads`, '/group')
  return memberships(compiled, { group, index }, wish)
}

const unguarded = 'its owners and whoever may change groups can change who is in it, and so whom policies leave out: use a restricted management administrative unit, or a role-assignable group'

function created(compiled: Compiled, { name, members = [], protection = 'none', administrativeUnit }: WishFor<'createGroup'>): Made | WishRefused {
  const { users } = compiled.tenant
  const lost = members.findIndex(id => users.indexOf(id) < 0)
  if (lost >= 0) return refusal('user-not-found', `the tenant has no user with the id \`${members[lost] ?? ''}\``, `/members/${lost}`)
  if (name.trim() === '') return refusal('bad-name', 'a group needs a name', '/name')
  if (compiled.tenant.groups.named(name).length > 0) return refusal('name-taken', `a group is named \`${name}\` already`, '/name')
  if (protection === 'restrictedManagement' && administrativeUnit === undefined) return refusal('unit-missing', 'name the restricted management administrative unit that the group is created in', '/administrativeUnit')
  if (protection !== 'restrictedManagement' && administrativeUnit !== undefined) return refusal('unit-not-meant', 'an administrative unit is named, and the group is not to be protected by one', '/administrativeUnit')
  const body = {
    displayName: name, mailEnabled: false, mailNickname: nicknameOf(name), securityEnabled: true, ...protection === 'roleAssignable' ? { isAssignableToRole: true } : {},
    ...members.length === 0 ? {} : { 'members@odata.bind': [...new Set(members.map(id => id.toLowerCase()))].map(id => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`) },
    ...administrativeUnit === undefined ? {} : { administrativeUnit }
  }
  const guard: Guard = protection === 'restrictedManagement' ? { kind: protection, unit: administrativeUnit } : { kind: protection === 'none' ? 'plain' : protection }
  return { ...unchanged(compiled), write: { kind: 'createGroup', target: null, body, patch: null, before: null }, needs: groupNeeds(guard), warnings: protection === 'none' ? [unguarded] : [] }
}

/** Letters and digits of the name, and a number made of the whole of it: the same name gives the same. */
function nicknameOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase().slice(0, 40)
  const sum = Array.from(name, letter => letter.codePointAt(0) ?? 0).reduce((hash, letter) => (Math.imul(hash, 31) + letter) >>> 0, 7)
  return `${plain === '' ? 'group' : plain}-${sum.toString(36)}`
}

function deleted(compiled: Compiled, group: Group, { groups, roles }: Reach, { body }: WishFor<'deleteGroup'>): Made | WishRefused {
  const using = compiled.policies.filter(({ users }) => [users.include, users.exclude].some(side => side.groups.some(id => groups.has(id)) || side.roles.some(role => roles.has(role))))
  if (using.length > 0) return refusal('group-in-use', `\`${group.displayName}\` is used by ${using.map(({ policy }) => `\`${policy.displayName}\``).join(', ')}; take it out of them first`, '/group')
  if (roles.size > 0) return refusal('group-holds-role', `\`${group.displayName}\` holds a directory role; take the role from it first`, '/group')
  const stood = { ...body, displayName: group.displayName, isAssignableToRole: group.isAssignableToRole, ...membersOf(compiled, group) }
  return {
    ...unchanged(compiled), needs: groupNeeds(guardOf(group)), write: { kind: 'deleteGroup', target: group.id, body: stood, patch: null, before: stood },
    warnings: ['taken back, it is a new group with another id; the deleted one comes back within 30 days only by hand, in Entra']
  }
}

/** Members whom a change keeps in mind, so that the group can be made again; users alone can be put into it. */
const mostKept = 200

function membersOf({ tenant: { groups, users } }: Compiled, { id }: Group): { members?: string[] } {
  const index = groups.indexOf(id)
  const direct = groups.usersOf(index)
  return groups.membersRead(index) && groups.groupsOf(index).length === 0 && direct.length <= mostKept ? { members: Array.from(direct, user => users.at(user).id) } : {}
}

interface Placed {
  readonly group: Group
  readonly index: number
}

function memberships(compiled: Compiled, { group, index }: Placed, wish: WishFor<'addGroupMembers' | 'removeGroupMember'>): Made | WishRefused {
  const { users, groups } = compiled.tenant
  const isAdding = wish.kind === 'addGroupMembers'
  const ids = isAdding ? [...new Set(wish.members.map(id => id.toLowerCase()))] : [wish.member]
  const places = ids.map(id => users.indexOf(id))
  const pointer = (at: number): string => isAdding ? `/members/${wish.members.findIndex(id => sameId(id, ids[at] ?? ''))}` : '/member'
  const lost = places.findIndex(place => place < 0)
  if (lost >= 0) return refusal('user-not-found', `the tenant has no user with the id \`${ids[lost] ?? ''}\``, pointer(lost))
  const direct = groups.usersOf(index)
  const wrong = places.findIndex(place => direct.includes(place) === isAdding)
  const isKnown = groups.membersRead(index)
  if (wrong >= 0 && (isAdding || isKnown)) {
    const name = userName(users.at(places[wrong] ?? 0))
    return refusal('changes-nothing', `${name} is ${isAdding ? 'in' : 'not directly in'} \`${group.displayName}\`${isAdding ? ' already' : ''}`, pointer(wrong))
  }
  const { before, after, settled } = joined(compiled, index, { users: places, isAdding })
  const members = places.map(place => users.at(place).id)
  const write: Write = { kind: wish.kind, target: group.id, body: { displayName: group.displayName, members }, patch: null, before: null }
  return {
    write, ...atOnce(ofThese(compareIn(before, after), places), lockoutIn(settled)), needs: groupNeeds(guardOf(group)),
    warnings: [...isKnown ? [] : ['who is in the group is not known, so whether this changes anything is not either'], ...group.isAssignableToRole ? ['the group can hold directory roles, which come and go with it'] : []]
  }
}

/** A comparison, as far as it is about some users: nobody else's sign-ins are touched by who is in a group. */
function ofThese(found: ReturnType<typeof compareIn>, users: readonly number[]): Seen {
  const regions = found.regions.filter(region => users.some(user => region.users.has(user)))
  const [isMore, isLess] = (['stricter', 'looser'] as const).map(change => regions.some(region => region.change === change))
  const among = (set: typeof found.newlyBlocked): { count: number } => ({ count: users.filter(user => set.has(user)).length })
  return {
    relation: isMore === true ? isLess === true ? 'incomparable' : 'stricter' : isLess === true ? 'looser' : 'equivalent', regions,
    newlyBlocked: among(found.newlyBlocked), newlyChallenged: among(found.newlyChallenged), newlyFree: among(found.newlyFree)
  }
}

function guardOf({ isAssignableToRole, isManagementRestricted }: Group): Guard {
  return isManagementRestricted ? { kind: 'restrictedManagement', unit: undefined } : { kind: isAssignableToRole ? 'roleAssignable' : 'plain' }
}

function unchanged(compiled: Compiled): Outlook {
  return atOnce(compareIn(compiled, compiled.tenant.policies), lockoutIn(compiled))
}
