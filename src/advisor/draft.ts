import { effectOf } from './effect.ts'
import { policyName } from './naming.ts'
import { recompile, type Compiled } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { synchronizationRoles } from '#src/engine/population.ts'
import { FALSE } from '#src/engine/truth.ts'
import type { Draft } from '#src/domain/draft.ts'
import type { PolicyBody, Requirement } from '#src/domain/requirement.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** A user, group or role by its id (a role by its template id), to be included in or excluded from a draft. */
export interface DirectoryObject {
  readonly kind: 'user' | 'group' | 'role'
  readonly id: string
}

/** What a draft may be given besides its requirement. `include` replaces whom the template is for. */
export interface DraftOptions {
  readonly name?: string
  readonly include?: readonly DirectoryObject[]
  readonly exclude?: readonly DirectoryObject[]
}

/** A draft without what only the keeper of drafts can give it. */
export type DraftContent = Omit<Draft, 'id' | 'createdAt' | 'createdBy' | 'baseHash'>

/** The report-only policy that would close a requirement's gap, with what it would do, now and once enforced. */
export function draftFor(compiled: Compiled, requirement: Requirement, options: DraftOptions = {}): DraftContent {
  const body = bodyOf(compiled, requirement, options)
  return { kind: 'createPolicy', requirement: requirement.id, body, ...consequences(compiled, body) }
}

/** What a new policy would do: as it is, and enforced; and whom it would lock out once enforced. */
export function consequences(compiled: Compiled, body: PolicyBody): Pick<DraftContent, 'effect' | 'lockout'> {
  const standing = compiled.tenant.policies
  const enforced = [...standing, readBody({ ...body, state: 'enabled' })]
  return { effect: effectOf(compiled, [...standing, readBody(body)], enforced), lockout: lockoutIn(recompile(compiled, enforced)) }
}

/** A body as a policy of a tenant. */
export function readBody(body: PolicyBody): ReadPolicy {
  const read = parsePolicy({ ...body, id: 'draft', createdDateTime: null, modifiedDateTime: null }, 'draft')
  if ('reason' in read) throw new Error(`the draft \`${body.displayName}\` is no policy: ${read.reason}`)
  return read
}

function bodyOf(compiled: Compiled, requirement: Requirement, options: DraftOptions): PolicyBody {
  const { template } = requirement
  const users = usersOf(compiled, requirement, options)
  return { ...template, displayName: options.name ?? policyName(compiled.tenant, requirement), conditions: { ...template.conditions, users } }
}

/** The template's users, with what is to be included and excluded, the declared emergency accounts, and synchronization accounts. */
function usersOf(compiled: Compiled, requirement: Requirement, options: DraftOptions): Record<string, string[]> {
  const { conditions } = readBody(requirement.template).policy
  const { includeUsers, excludeUsers, includeGroups, excludeGroups, includeRoles, excludeRoles } = conditions.users
  const emergency = compiled.tenant.settings.emergencyAccess
  const given = (objects: readonly DirectoryObject[] | undefined, kind: DirectoryObject['kind']): string[] =>
    (objects ?? []).filter(object => object.kind === kind).map(object => object.id)
  const replaced = (options.include ?? []).length > 0
  const synchronized = requirement.population.roles === null ? synchronizationRoles.filter(role => isHeld(compiled, role)) : []
  return trimmed({
    includeUsers: replaced ? given(options.include, 'user') : includeUsers,
    includeGroups: replaced ? given(options.include, 'group') : includeGroups,
    includeRoles: replaced ? given(options.include, 'role') : includeRoles,
    excludeUsers: [...excludeUsers, ...emergency?.users ?? [], ...given(options.exclude, 'user')],
    excludeGroups: [...excludeGroups, ...emergency?.groups ?? [], ...given(options.exclude, 'group')],
    excludeRoles: [...excludeRoles, ...synchronized, ...given(options.exclude, 'role')]
  })
}

function isHeld(compiled: Compiled, role: string): boolean {
  const members = compiled.memberships.role(role)
  return compiled.tenant.roleAssignments !== undefined && compiled.classes.order.some(user => memberTruth(members, user) !== FALSE)
}

function trimmed(lists: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(lists).map(([name, ids]): [string, string[]] => [name, [...new Set(ids)]]).filter(([, ids]) => ids.length > 0))
}
