import { directionsFor } from '../direction/directions-for.ts'
import { without, withAll } from './patch.ts'
import { everyoneIn, excludedBy, nameOf, samplesOf, type Sample } from './people.ts'
import { declaredEmergency } from '../stale.ts'
import { same, mostNamed, type Part } from './widen-conditions.ts'
import { acceptedTruth, synchronizationRoles } from '#src/engine/accepted.ts'
import { includedTruth, userScope, userTruth } from '#src/engine/conditions/users.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { FALSE, TRUE } from '#src/engine/truth.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { PolicyUsers } from '#src/domain/policy.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { DirectoryObject } from '#src/domain/settings.ts'

/** Takes out the exclusions that leave the exposed out, and adds the exposed who are not included: that counts double, since it makes the policy one for others. */
export function usersPart(compiled: Compiled, policy: CompiledPolicy, judged: Coverage): Part | undefined {
  const exposed = samplesOf(compiled, judged.uncoveredUsers)
  const { users } = policy.policy.conditions
  const excluding = exclusionsOf(compiled, policy, { requirement: judged.requirement, exposed })
  if (excluding === undefined) return undefined
  const apart = exposed.filter(({ subject }) => includedTruth(policy.users, subject) !== TRUE)
  const including = apart.length === 0 ? same : inclusionOf(compiled, policy, { apart, judged })
  const wider: PolicyUsers = { ...users, ...excluding.lists, ...including.conditions.users }
  const guarded = guard(compiled, policy, { wider, requirement: judged.requirement.id })
  const changes = excluding.words.length + 2 * including.changes + guarded.words.length
  if (changes === 0) return same
  return {
    conditions: { users: { ...wider, ...guarded.lists } }, changes, toAll: including.toAll, words: [...excluding.words, ...including.words, ...guarded.words], dropped: excluding.dropped
  }
}

interface Exposed {
  readonly requirement: Requirement
  readonly exposed: readonly Sample[]
}

interface Lists {
  readonly lists: Partial<PolicyUsers>
  readonly words: readonly string[]
  readonly dropped: readonly string[]
}

const sides = [['excludeUsers', 'user'], ['excludeGroups', 'group'], ['excludeRoles', 'role']] as const

/** The exclude lists without the entries that leave the exposed out; none of these may leave out somebody who is accepted, or be directed. */
function exclusionsOf(compiled: Compiled, { policy: { conditions: { users } } }: CompiledPolicy, { requirement: { id }, exposed }: Exposed): Lists | undefined {
  const accepted = everyoneIn(compiled).filter(({ user }) => acceptedTruth(compiled, id, user) !== undefined)
  if (users.excludeGuestsOrExternalUsers !== null && exposed.some(({ user }) => compiled.tenant.users.guestType(user) !== null)) return undefined
  const lists: Partial<PolicyUsers> = {}
  const dropped: string[] = []
  const words: string[] = []
  for (const [list, noun] of sides) {
    const leavesOut = (entry: string, people: readonly Sample[]): boolean => people.some(excludedBy(compiled, noun, entry))
    const guilty = users[list].filter(entry => leavesOut(entry, exposed))
    if (guilty.some(entry => leavesOut(entry, accepted) || isDirected(compiled, id, entry))) return undefined
    if (guilty.length === 0) continue
    lists[list] = without(users[list], guilty)
    dropped.push(...guilty)
    words.push(...guilty.map(entry => `no longer exclude the ${noun} ${nameOf(compiled, noun, entry)}`))
  }
  return { lists, words, dropped }
}

function isDirected({ tenant }: Compiled, requirement: string, id: string): boolean {
  return (tenant.settings.directions ?? []).some(direction => direction.do === 'exclude' && (direction.requirements?.includes(requirement) ?? true) &&
    direction.objects.some(object => object.id.toLowerCase() === id.toLowerCase()))
}

/** Names for those who are apart: their own ids where they are few, a role of the requirement, a group that policies name, else all. */
function inclusionOf(compiled: Compiled, { policy: { conditions: { users } } }: CompiledPolicy, { apart, judged }: { apart: readonly Sample[], judged: Coverage }): Part {
  const { tenant } = compiled
  const people = apart.reduce((sum, { count }) => sum + count, 0)
  const holds = (id: string) => ({ user }: Sample): boolean => memberTruth(compiled.memberships.role(id), user) === TRUE
  const roles = (judged.requirement.population.roles ?? []).filter(role => apart.some(holds(role)))
  if (roles.length > 0 && roles.length <= mostNamed && apart.every(one => roles.some(role => holds(role)(one)))) {
    return { conditions: { users: { ...users, includeRoles: withAll(users.includeRoles, roles) } }, changes: roles.length, toAll: 0, words: roles.map(role => `include the role ${nameOf(compiled, 'role', role)}`) }
  }
  const group = groupFor(compiled, apart)
  if (group !== undefined) {
    return { conditions: { users: { ...users, includeGroups: withAll(users.includeGroups, [group]) } }, changes: 1, toAll: 0, words: [`include the group ${nameOf(compiled, 'group', group)}`] }
  }
  if (people <= mostNamed) {
    const ids = judged.uncoveredUsers.page(0, judged.uncoveredUsers.count).filter(user => apart.some(one => compiled.classes.of[one.user] === compiled.classes.of[user])).map(user => tenant.users.at(user).id)
    return { conditions: { users: { ...users, includeUsers: withAll(without(users.includeUsers, ['None']), ids) } }, changes: ids.length, toAll: 0, words: ids.map(id => `include the user ${nameOf(compiled, 'user', id)}`) }
  }
  const everyone = { includeUsers: ['All'], includeGroups: [], includeRoles: [], includeGuestsOrExternalUsers: null }
  const before = users.includeUsers.length + users.includeGroups.length + users.includeRoles.length + (users.includeGuestsOrExternalUsers === null ? 0 : 1)
  return { conditions: { users: { ...users, ...everyone } }, changes: 1 + before, toAll: 1, words: ['include all users'] }
}

const namedGroups = new WeakMap<Compiled['policies'], Map<string, string>>()

/** A group that the policies name, that holds all of the people, and nobody besides. */
function groupFor(compiled: Compiled, apart: readonly Sample[]): string | undefined {
  const found = namedGroups.get(compiled.policies) ?? groupsByMembers(compiled)
  namedGroups.set(compiled.policies, found)
  return found.get(apart.map(({ user }) => user).join())
}

/** The complete groups that the policies name, by their members. */
function groupsByMembers(compiled: Compiled): Map<string, string> {
  const named = [...new Set(compiled.policies.flatMap(({ users }) => [...users.include.groups, ...users.exclude.groups]))].filter(id => id !== 'all' && compiled.memberships.group(id).complete).sort().reverse()
  return new Map(named.map(id => {
    const members = compiled.memberships.group(id)
    return [everyoneIn(compiled).filter(({ user }) => memberTruth(members, user) === TRUE).map(({ user }) => user).join(), id]
  }))
}

/** Keeps emergency accounts out, and synchronization accounts and people governed apart whom the policy does not reach and would. */
function guard(compiled: Compiled, policy: CompiledPolicy, { wider, requirement }: { readonly wider: PolicyUsers, readonly requirement: string }): { lists: Partial<PolicyUsers>, words: string[] } {
  const scope = userScope(wider, compiled.memberships)
  const isReached = ({ subject }: Sample): boolean => userTruth(scope, subject) !== FALSE
  const accepted = everyoneIn(compiled).filter(sample => sample.isAccepted && isReached(sample))
  const emergency = accepted.some(sample => sample.isEmergency) ? declaredEmergency(compiled.tenant) : { users: [], groups: [] }
  const fresh = accepted.filter(({ subject }) => userTruth(policy.users, subject) === FALSE)
  const roles = synchronizationRoles.filter(role => fresh.some(({ user }) => memberTruth(compiled.memberships.role(role), user) === TRUE))
  const isFresh = ({ user, subject }: Sample): boolean => acceptedTruth(compiled, requirement, user) === 'ignored' && userTruth(policy.users, subject) === FALSE
  const apart = everyoneIn(compiled).some(sample => isFresh(sample) && isReached(sample)) ? directionsFor(compiled.tenant.settings, requirement).apart : []
  const ids = (wanted: DirectoryObject['kind']): string[] => apart.filter(({ kind }) => kind === wanted).map(({ id }) => id)
  return {
    lists: {
      excludeUsers: withAll(wider.excludeUsers, [...emergency.users, ...ids('user')]), excludeGroups: withAll(wider.excludeGroups, [...emergency.groups, ...ids('group')]),
      excludeRoles: withAll(wider.excludeRoles, [...roles, ...ids('role')])
    },
    words: [...apart.length > 0 ? ['exclude the people who are governed apart'] : [], ...accepted.some(sample => sample.isEmergency) ? ['exclude the emergency accounts'] : [], ...roles.length > 0 ? ['exclude synchronization accounts'] : []]
  }
}
