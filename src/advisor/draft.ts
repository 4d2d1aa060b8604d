import { directionsFor } from './direction/directions-for.ts'
import { policyName } from './naming.ts'
import { declaredEmergency } from './stale.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { synchronizationRoles } from '#src/engine/accepted.ts'
import { FALSE } from '#src/engine/truth.ts'
import type { PolicyBody, Requirement } from '#src/domain/requirement.ts'
import type { DirectoryObject } from '#src/domain/settings.ts'
import { objectIn } from '#src/tenant/json.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** What a draft may be given besides its requirement. `include` replaces whom the template is for. */
export interface DraftOptions {
  readonly name?: string
  readonly include?: readonly DirectoryObject[]
  readonly exclude?: readonly DirectoryObject[]
}

/** A body as a policy of a tenant. */
export function readBody(body: PolicyBody, id = 'draft'): ReadPolicy {
  const read = parsePolicy({ ...body, id, createdDateTime: null, modifiedDateTime: null })
  if ('reason' in read) throw new Error(`the draft \`${body.displayName}\` is no policy: ${read.reason}`)
  return read
}

/** The body of the policy that a requirement asks for: its template, with what the tenant directs and the options say. */
export function bodyOf(compiled: Compiled, requirement: Requirement, options: DraftOptions = {}): PolicyBody {
  const { template, population } = requirement
  const displayName = options.name ?? policyName(compiled.tenant, requirement)
  if ((population.subjects ?? 'people') !== 'people') return { ...template, displayName }
  const directed = directionsFor(compiled.tenant.settings, requirement.id)
  const asked = {
    replaced: (options.include ?? []).some(({ kind }) => kind !== 'application'),
    include: [...options.include ?? [], ...directed.include], exclude: [...options.exclude ?? [], ...directed.exclude, ...directed.apart]
  }
  return {
    ...template, displayName,
    conditions: { ...template.conditions, users: usersOf(compiled, requirement, asked), ...applicationsOf(requirement, asked) }
  }
}

/** What is to be in and out, and whether what is to be in stands instead of whom the template is for. */
interface Asked {
  readonly replaced: boolean
  readonly include: readonly DirectoryObject[]
  readonly exclude: readonly DirectoryObject[]
}

function given(objects: readonly DirectoryObject[], kind: DirectoryObject['kind']): string[] {
  return objects.filter(object => object.kind === kind).map(object => object.id)
}

/** The template's users, with what is to be included and excluded, the declared emergency accounts, and synchronization accounts. */
function usersOf(compiled: Compiled, requirement: Requirement, { replaced, include, exclude }: Asked): Record<string, unknown> {
  const { users } = readBody(requirement.template).policy.conditions
  const emergency = declaredEmergency(compiled.tenant)
  const isForAll = !replaced && users.includeUsers.some(id => id.toLowerCase() === 'all')
  const synchronized = requirement.population.roles === null ? synchronizationRoles.filter(role => isHeld(compiled, role)) : []
  const included = (list: readonly string[], kind: DirectoryObject['kind']): readonly string[] =>
    replaced ? given(include, kind) : isForAll ? list : [...list, ...given(include, kind)]
  const guests = { includeGuestsOrExternalUsers: replaced ? null : users.includeGuestsOrExternalUsers, excludeGuestsOrExternalUsers: users.excludeGuestsOrExternalUsers }
  return {
    ...trimmed({
      includeUsers: included(users.includeUsers, 'user'), includeGroups: included(users.includeGroups, 'group'), includeRoles: included(users.includeRoles, 'role'),
      excludeUsers: [...users.excludeUsers, ...emergency.users, ...given(exclude, 'user')],
      excludeGroups: [...users.excludeGroups, ...emergency.groups, ...given(exclude, 'group')],
      excludeRoles: [...users.excludeRoles, ...synchronized, ...given(exclude, 'role')]
    }),
    ...Object.fromEntries(Object.entries(guests).filter(([, one]) => one !== null))
  }
}

/** The template's applications, where directions add some to them or take some out; a template for actions has none. */
function applicationsOf({ template }: Requirement, { include, exclude }: Asked): Record<string, unknown> {
  const { includeApplications, excludeApplications, includeUserActions } = readBody(template).policy.conditions.applications
  const [more, fewer] = [given(include, 'application'), given(exclude, 'application')]
  if (more.length + fewer.length === 0 || includeUserActions.length > 0 || includeApplications.length === 0) return {}
  const isForAll = includeApplications.some(id => id.toLowerCase() === 'all')
  return {
    applications: {
      ...objectIn(template.conditions, 'applications'),
      ...trimmed({ includeApplications: isForAll ? includeApplications : [...includeApplications, ...more], excludeApplications: [...excludeApplications, ...fewer] })
    }
  }
}

function isHeld(compiled: Compiled, role: string): boolean {
  const members = compiled.memberships.role(role)
  return compiled.tenant.roleAssignments !== undefined && compiled.classes.order.some(user => memberTruth(members, user) !== FALSE)
}

function trimmed(lists: Record<string, readonly string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(lists).map(([name, ids]): [string, string[]] => [name, [...new Set(ids)]]).filter(([, ids]) => ids.length > 0))
}
