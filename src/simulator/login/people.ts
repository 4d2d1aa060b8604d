import { activeRoles } from '../active-roles.ts'
import { findUser } from '../directory-objects.ts'
import { stringsAt, textAt, type Entity } from '../json.ts'
import type { State } from '../state.ts'

const names = ['admin', 'approver', 'reader'] as const
type PersonName = (typeof names)[number]

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const securityAdministrator = '194ae4cb-b126-40b2-bd5b-6091b380977d'
const conditionalAccessAdministrator = 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'
const securityReader = '5d6b6bb7-de71-4623-b4af-96380a352509'
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'

/** The role each person is chosen for, the most fitting first. */
const wanted: Readonly<Record<PersonName, readonly string[]>> = {
  admin: [conditionalAccessAdministrator, globalAdministrator, securityAdministrator],
  approver: [securityAdministrator, globalAdministrator, conditionalAccessAdministrator],
  reader: [securityReader, globalReader],
}

/** The users of the tenant that the demo signs in, by what they are there for. Who has no holder is left out. */
export type People = Readonly<Partial<Record<PersonName, Entity>>>

/** Enabled members; accounts for emergencies come last, as nobody works with them. */
function candidates(state: State): readonly Entity[] {
  const assigned = state.collections.roleAssignments.list().flatMap((one) => textAt(one, 'principalId') ?? [])
  const principals = assigned.flatMap((id) => {
    const group = state.collections.groups.get(id)
    return group === undefined ? [id] : state.membership.transitiveMembersOf(group).ids
  })
  const users = [...new Set(principals)].flatMap((id) => state.collections.users.get(id) ?? [])
  const working = users.filter((user) => user['accountEnabled'] === true && user['userType'] !== 'Guest' && user['isAgentUser'] !== true)
  const settings = state.single('settings')
  const emergency = new Set(stringsAt(settings?.['emergencyAccess'], 'users').map((id) => id.toLowerCase()))
  const isEmergency = (user: Entity): boolean => emergency.has(user.id.toLowerCase())
  return [...working.filter((user) => !isEmergency(user)), ...working.filter(isEmergency)]
}

/** Chooses the people by the roles they actively hold, the first match that is not yet taken; the same tenant gives the same people. */
export function choosePeople(state: State): People {
  const roles = candidates(state).map((user) => ({ user, held: activeRoles(state, { oid: user.id }) }))
  const chosen: Partial<Record<PersonName, Entity>> = {}
  for (const name of names) {
    const free = roles.filter(({ user }) => !Object.values(chosen).includes(user))
    const found = wanted[name].flatMap((role) => free.find(({ held }) => held.has(role)) ?? [])[0]
    if (found !== undefined) chosen[name] = found.user
  }
  return chosen
}

/** One of the people by name, else any user by object id or user principal name. */
export function findPerson(state: State, people: People, name: string): Entity | undefined {
  const known = names.find((one) => one === name)
  return known === undefined ? findUser(state, name) : people[known]
}
