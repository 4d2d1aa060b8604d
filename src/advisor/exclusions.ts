import { userName } from './person.ts'
import { leftOutBy, type LeftOut } from '#src/engine/analyse/exclusions.ts'
import { groundOf } from '#src/engine/ground.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { TRUE } from '#src/engine/truth.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'

/** One way in which a policy leaves people out: the entry that it names, then the groups nested in it down to the one that holds them. */
export interface ExclusionPath {
  readonly kind: 'user' | 'guests' | 'role' | 'group'
  readonly names: readonly string[]
  readonly users: number
  /** For how many of them no other enforced policy makes up. */
  readonly open: number
  /** Some of those for whom none does, and some of the others, by name. */
  readonly openNames: readonly string[]
  readonly otherNames: readonly string[]
}

/** Whom an enforced policy leaves out of those it includes. Accepted accounts are not counted. */
export interface PolicyExclusions {
  readonly policy: string
  readonly included: number
  readonly excluded: number
  readonly open: number
  readonly paths: readonly ExclusionPath[]
}

/** People named for each path. */
const named = 20

/** The exclusions of the enforced policies, those that leave most people open first. */
export function exclusionsIn(compiled: Compiled): PolicyExclusions[] {
  const enforced = compiled.policies.filter(({ mode }) => mode === 'enforced')
  const ground = groundOf(compiled, enforced)
  return enforced.flatMap((policy): PolicyExclusions[] => {
    const found = leftOutBy(ground, policy, enforced)
    if (found === undefined) return []
    const { included, excluded, uncompensated } = found
    return [{ policy: policy.policy.id, included: included.count, excluded: excluded.count, open: uncompensated.count, paths: pathsOf(compiled, found) }]
  }).sort((a, b) => b.open - a.open || b.excluded - a.excluded || (a.policy < b.policy ? -1 : 1))
}

interface Place {
  readonly kind: ExclusionPath['kind']
  readonly names: readonly string[]
}

/** Each person by the shortest way: the account itself, a type of guest, a role, a group. */
export function pathsOf(compiled: Compiled, { policy, excluded, uncompensated }: LeftOut): ExclusionPath[] {
  const { users } = compiled.tenant
  const groups = groupPlaces(compiled, policy)
  const plain = plainPlaces(compiled, policy)
  const paths = new Map<Place, { users: number, open: number, openNames: string[], otherNames: string[] }>()
  for (const user of excluded.page(0, excluded.count)) {
    const place = plain(user) ?? groups.get(user) ?? elsewhere
    const path = paths.get(place) ?? { users: 0, open: 0, openNames: [], otherNames: [] }
    const isOpen = uncompensated.has(user)
    const names = isOpen ? path.openNames : path.otherNames
    path.users++
    if (isOpen) path.open++
    if (names.length < named) names.push(userName(users.at(user)))
    paths.set(place, path)
  }
  return [...paths].map(([place, path]) => ({ ...place, ...path }))
    .sort((a, b) => b.open - a.open || b.users - a.users || (a.names.join('\n') < b.names.join('\n') ? -1 : 1))
}

const oneByOne: Place = { kind: 'user', names: ['named one by one'] }
const elsewhere: Place = { kind: 'group', names: ['another entry'] }

/** The place of an account that the policy names, or that is of a type or role that it names. */
function plainPlaces({ tenant, memberships }: Compiled, { users: { exclude } }: CompiledPolicy): (user: number) => Place | undefined {
  const guests = new Map<string, Place>()
  const roles = exclude.roles.map(template => ({
    members: memberships.role(template),
    place: { kind: 'role', names: [tenant.roleDefinitions?.find(role => role.templateId.toLowerCase() === template)?.displayName ?? template] } satisfies Place
  }))
  return user => {
    if (exclude.ids.has(tenant.users.at(user).id.toLowerCase())) return oneByOne
    const type = tenant.users.guestType(user)
    if (type !== null && (exclude.ids.has('guestsorexternalusers') || exclude.guests?.guestOrExternalUserTypes.includes(type) === true)) {
      const place = guests.get(type) ?? { kind: 'guests', names: [type] }
      guests.set(type, place)
      return place
    }
    return roles.find(({ members }) => memberTruth(members, user) === TRUE)?.place
  }
}

/** The place of each member of the excluded groups, nested ones after those that hold them. */
function groupPlaces({ tenant: { groups } }: Compiled, { users: { exclude } }: CompiledPolicy): ReadonlyMap<number, Place> {
  const known = exclude.groups.map(id => groups.indexOf(id)).filter(group => group >= 0)
  const places = new Map<number, Place>(known.map(group => [group, { kind: 'group', names: [groups.at(group).displayName] }]))
  const people = new Map<number, Place>()
  for (const [group, place] of places) {
    for (const user of groups.usersOf(group)) if (!people.has(user)) people.set(user, place)
    for (const nested of groups.groupsOf(group)) {
      if (!places.has(nested)) places.set(nested, { kind: 'group', names: [...place.names, groups.at(nested).displayName] })
    }
  }
  return people
}
