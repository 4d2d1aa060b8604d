import { idOf, mixed, momentOf } from './draw.ts'
import { firstOf, type Plan } from './plan.ts'
import { isStaff } from './users.ts'

/** Groups with a purpose of their own; departments, divisions and teams follow. */
export const named = ['everyone', 'mfaExceptions', 'legacyExceptions', 'helpdesk', 'pilot', 'empty', 'guests', 'projectA', 'projectB'] as const
export type NamedGroup = (typeof named)[number]

/** A group without its members, and the members one at a time: a group of everyone is never held. */
export interface GeneratedGroup {
  readonly head: object
  readonly members: Iterable<string>
}

export function namedGroupId(seed: number, name: NamedGroup): string {
  return idOf(seed, 'group', named.indexOf(name))
}

export function departmentId({ seed }: Plan, department: number): string {
  return idOf(seed, 'group', named.length + department)
}

function divisionId({ seed, departments }: Plan, division: number): string {
  return idOf(seed, 'group', named.length + departments + division)
}

function teamId({ seed, departments, divisions }: Plan, team: number): string {
  return idOf(seed, 'group', named.length + departments + divisions + team)
}

/** Departments are unequal: the first has most of the teams. */
function departmentOf({ departments, teams }: Plan, team: number): number {
  return Math.min(departments - 1, Math.floor(departments * (team / teams) ** 2))
}

function* numbers(from: number, to: number, step = 1): Generator<number> {
  for (let number = from; number < to; number += step) yield number
}

function* idsOf(seed: number, indices: Iterable<number>): Generator<string> {
  for (const index of indices) yield idOf(seed, 'user', index)
}

function* filtered(indices: Iterable<number>, fits: (index: number) => boolean): Generator<number> {
  for (const index of indices) if (fits(index)) yield index
}

function headOf(id: string, displayName: string, rest: object = {}): object {
  return {
    id, displayName, description: null, groupTypes: [], mailEnabled: false, mailNickname: displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    securityEnabled: true, isAssignableToRole: null, createdDateTime: momentOf(displayName.length), ...rest
  }
}

const dynamic = { groupTypes: ['DynamicMembership'], membershipRule: '(user.userType -eq "Member")', membershipRuleProcessingState: 'On' }

/** People by a stride through the tenant, so that exceptions stand in every department. */
function* spread(plan: Plan, count: number): Generator<number> {
  const { people } = firstOf(plan)
  const stride = Math.max(1, Math.floor((plan.users - people) / Math.max(1, count)))
  let left = count
  for (const index of filtered(numbers(people, plan.users, stride), index => isStaff(plan, index))) {
    if (left-- <= 0) return
    yield index
  }
}

function namedGroups(plan: Plan): Record<NamedGroup, GeneratedGroup> {
  const { seed, users } = plan
  const { administrators, services, people } = firstOf(plan)
  const group = (name: NamedGroup, displayName: string, indices: Iterable<number>, rest?: object): GeneratedGroup =>
    ({ head: headOf(namedGroupId(seed, name), displayName, rest), members: idsOf(seed, indices) })
  return {
    everyone: group('everyone', 'All employees', filtered(numbers(0, users), index => isStaff(plan, index)), dynamic),
    mfaExceptions: group('mfaExceptions', 'CA-Exclude-MFA', spread(plan, plan.exceptions)),
    legacyExceptions: group('legacyExceptions', 'CA-Exclude-LegacyAuthentication', numbers(services, people)),
    helpdesk: group('helpdesk', 'Helpdesk operators', numbers(Math.min(administrators + 5, services), Math.min(administrators + 10, services)), { isAssignableToRole: true }),
    pilot: group('pilot', 'CA-Pilot', spread(plan, Math.ceil(plan.exceptions / 2))),
    empty: group('empty', 'CA-Exclude-Former contractors', []),
    guests: group('guests', 'Partner guests', filtered(numbers(people, users), index => !isStaff(plan, index))),
    projectA: { head: headOf(namedGroupId(seed, 'projectA'), 'Project Aurora'), members: [namedGroupId(seed, 'projectB'), ...idsOf(seed, spread(plan, 3))] },
    projectB: { head: headOf(namedGroupId(seed, 'projectB'), 'Project Borealis'), members: [namedGroupId(seed, 'projectA'), ...idsOf(seed, spread(plan, 4))] }
  }
}

/** Who is in a team: every so many-th of the people, so that the members follow from the number of the team. */
function teamMembers(plan: Plan, team: number): Iterable<number> {
  const { people } = firstOf(plan)
  return filtered(numbers(people + team, plan.users, plan.teams), index => isStaff(plan, index))
}

function* teamsIn(plan: Plan, department: number): Generator<string> {
  for (const team of numbers(0, plan.teams)) if (departmentOf(plan, team) === department) yield teamId(plan, team)
}

/** Every group: those with a purpose, divisions of departments of teams of people, and a circle of two projects. */
export function* groupsOf(plan: Plan): Generator<GeneratedGroup> {
  yield* Object.values(namedGroups(plan))
  for (const department of numbers(0, plan.departments)) {
    yield { head: headOf(departmentId(plan, department), `Department ${department + 1}`), members: teamsIn(plan, department) }
  }
  for (const division of numbers(0, plan.divisions)) {
    const departments = [...filtered(numbers(0, plan.departments), department => mixed(plan.seed, department, 21) % plan.divisions === division)]
    yield { head: headOf(divisionId(plan, division), `Division ${division + 1}`), members: departments.map(department => departmentId(plan, department)) }
  }
  for (const team of numbers(0, plan.teams)) {
    yield { head: headOf(teamId(plan, team), `Team ${team + 1}`), members: idsOf(plan.seed, teamMembers(plan, team)) }
  }
}
