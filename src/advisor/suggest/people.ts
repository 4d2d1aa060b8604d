import { isAccepted, isEmergency } from '#src/engine/accepted.ts'
import { accountAt, userScope, userTruth, type Subject } from '#src/engine/conditions/users.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { FALSE, TRUE } from '#src/engine/truth.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { UserSet } from '#src/engine/user-set.ts'
import type { PolicyUsers } from '#src/domain/policy.ts'
import { administratorRoles } from '#src/requirements/sources.ts'

/** One person of each class of enabled accounts, with how many there are and what they are. */
export interface Sample {
  readonly user: number
  readonly subject: Subject
  readonly count: number
  readonly isAdministrator: boolean
  readonly isEmergency: boolean
  readonly isAccepted: boolean
}

const known = new WeakMap<Compiled['classes'], readonly Sample[]>()

/** Everyone, a sample for each class, worked out once. */
export function everyoneIn(compiled: Compiled): readonly Sample[] {
  const found = known.get(compiled.classes) ?? samples(compiled)
  known.set(compiled.classes, found)
  return found
}

function samples(compiled: Compiled): Sample[] {
  const { classes, tenant, memberships } = compiled
  return Array.from({ length: classes.count }, (_, name) => name).flatMap(name => {
    const start = classes.starts[name] ?? 0
    const user = classes.order[start] ?? 0
    if (!tenant.users.isEnabled(user)) return []
    return [{
      user, subject: accountAt(tenant, user), count: (classes.starts[name + 1] ?? 0) - start, isEmergency: isEmergency(compiled, user), isAccepted: isAccepted(compiled, user),
      isAdministrator: administratorRoles.some(role => memberTruth(memberships.role(role), user) === TRUE)
    }]
  })
}

/** Whether an entry of an exclude list may leave somebody out. */
export function excludedBy({ memberships }: Compiled, kind: 'user' | 'group' | 'role', id: string): (sample: Sample) => boolean {
  const wanted = id.toLowerCase()
  if (kind !== 'user' && wanted !== 'all') {
    const members = memberships[kind](id)
    return ({ user }) => memberTruth(members, user) !== FALSE
  }
  const keyword = ['all', 'guestsorexternalusers', 'allagentidusers'].includes(wanted) ? userScope({ ...noUsers, includeUsers: [id] }, memberships) : undefined
  return ({ subject }) => keyword === undefined ? subject.id === wanted : userTruth(keyword, subject) !== FALSE
}

const noUsers: PolicyUsers = {
  includeUsers: [], includeGroups: [], includeRoles: [], includeGuestsOrExternalUsers: null, excludeUsers: [], excludeGroups: [], excludeRoles: [], excludeGuestsOrExternalUsers: null
}

export function samplesOf(compiled: Compiled, users: UserSet): Sample[] {
  return everyoneIn(compiled).filter(({ user }) => users.has(user))
}

/** How many of the users are administrators by an active role for the whole tenant. */
export function administratorsAmong(compiled: Compiled, users: UserSet): number {
  return samplesOf(compiled, users).reduce((sum, { isAdministrator, count }) => isAdministrator ? sum + count : sum, 0)
}

/** What an object is called, in backticks. */
export function nameOf({ tenant }: Compiled, kind: 'user' | 'group' | 'role', id: string): string {
  if (kind === 'user') return `\`${tenant.users.indexOf(id) < 0 ? id : tenant.users.at(tenant.users.indexOf(id)).displayName}\``
  if (kind === 'group') return `\`${tenant.groups.indexOf(id) < 0 ? id : tenant.groups.at(tenant.groups.indexOf(id)).displayName}\``
  return `\`${tenant.roleDefinitions?.find(({ templateId }) => templateId.toLowerCase() === id.toLowerCase())?.displayName ?? id}\``
}
