import { readBody } from './draft.ts'
import type { DirectoryObject } from '#src/domain/settings.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What a draft takes in besides, and what it leaves out: users, groups, roles (by template id), applications (by appId), platforms. */
export interface DraftEdit {
  readonly include: readonly DirectoryObject[]
  readonly exclude: readonly DirectoryObject[]
  readonly apps: readonly string[]
  readonly excludeApps: readonly string[]
  readonly platforms: readonly string[]
  readonly excludePlatforms: readonly string[]
}

/** Two lists of a condition: what it takes in and what it leaves out. */
interface Scope {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/**
 * A draft's body after an edit, or why it cannot be made. What is taken in is no longer left out, and the other way round. Where the
 * draft was for all of a kind, naming one that was not left out narrows it to what is named.
 */
export function editedBody(tenant: Tenant, body: PolicyBody, edit: DraftEdit): { readonly body: PolicyBody } | { readonly refused: string } {
  const refused = emergencyRefusal(tenant, edit) ?? peopleRefusal(body, edit) ?? targetRefusal(body, edit)
  if (refused !== undefined) return { refused }
  const { users, applications, platforms } = readBody(body).policy.conditions
  const isAboutPeople = edit.include.length + edit.exclude.length > 0
  const people = isAboutPeople ? editedPeople(users, edit) : {}
  if (people === undefined) return { refused: 'Nobody would be left whom the draft is for.' }
  const apps = edited({ include: applications?.includeApplications ?? [], exclude: applications?.excludeApplications ?? [] }, edit.apps, edit.excludeApps)
  const devices = edited({ include: platforms?.includePlatforms ?? ['all'], exclude: platforms?.excludePlatforms ?? [] }, edit.platforms, edit.excludePlatforms)
  if (edit.excludeApps.length > 0 && apps.include.length === 0) return { refused: 'No application would be left that the draft is about.' }
  if (edit.excludePlatforms.length > 0 && devices.include.length === 0) return { refused: 'No platform would be left that the draft is about.' }
  const conditions = {
    ...body.conditions, ...isAboutPeople ? { users: without(body.conditions['users'], people) } : {},
    ...edit.apps.length + edit.excludeApps.length === 0 ? {}
      : { applications: without(body.conditions['applications'], { includeApplications: apps.include, excludeApplications: apps.exclude }) },
    ...edit.platforms.length + edit.excludePlatforms.length === 0 ? {} : { platforms: { includePlatforms: devices.include, excludePlatforms: devices.exclude } }
  }
  return { body: { ...body, conditions } }
}

function emergencyRefusal({ settings: { emergencyAccess } }: Tenant, { include }: DraftEdit): string | undefined {
  const declared = new Set([...emergencyAccess?.users ?? [], ...emergencyAccess?.groups ?? []].map(id => id.toLowerCase()))
  return include.some(({ id }) => declared.has(id.toLowerCase())) ? 'Emergency accounts stay excluded from every draft; they cannot be included.' : undefined
}

/** A draft for workload identities names no people. */
function peopleRefusal({ conditions }: PolicyBody, { include, exclude }: DraftEdit): string | undefined {
  const hasPeople = isRecord(conditions['users']) && conditions['clientApplications'] === undefined
  return include.length + exclude.length > 0 && !hasPeople ? 'The draft is not about people, so none can be included or excluded.' : undefined
}

/** A draft about a user action or an authentication context has no applications. */
function targetRefusal({ conditions }: PolicyBody, { apps, excludeApps }: DraftEdit): string | undefined {
  const includes = isRecord(conditions['applications']) ? conditions['applications']['includeApplications'] : undefined
  const hasApps = Array.isArray(includes) && includes.length > 0
  return apps.length + excludeApps.length > 0 && !hasApps ? 'The draft is not about applications, so none can be included or excluded.' : undefined
}

type People = Readonly<Record<'includeUsers' | 'excludeUsers' | 'includeGroups' | 'excludeGroups' | 'includeRoles' | 'excludeRoles', readonly string[]>>

/** Undefined where nobody is left. */
function editedPeople(users: People & { readonly includeGuestsOrExternalUsers: unknown }, { include, exclude }: DraftEdit): Record<string, readonly string[]> | undefined {
  const named = (objects: readonly DirectoryObject[], kind: DirectoryObject['kind']): string[] => objects.filter(object => object.kind === kind).map(({ id }) => id)
  const ofKind = (kind: DirectoryObject['kind'], scope: Scope): Scope => edited(scope, named(include, kind), named(exclude, kind))
  const wasForAll = users.includeUsers.some(isAll)
  const lifted = [...users.excludeUsers, ...users.excludeGroups, ...users.excludeRoles]
  const narrows = wasForAll && include.some(({ id }) => !holds(lifted, id))
  const accounts = ofKind('user', { include: narrows ? [] : users.includeUsers, exclude: users.excludeUsers })
  const groups = ofKind('group', { include: users.includeGroups, exclude: users.excludeGroups })
  const roles = ofKind('role', { include: users.includeRoles, exclude: users.excludeRoles })
  const all = wasForAll && !narrows
  const left = [accounts, groups, roles].some(scope => scope.include.length > 0) || users.includeGuestsOrExternalUsers !== null
  if (!left) return undefined
  return {
    includeUsers: accounts.include, includeGroups: all ? users.includeGroups : groups.include, includeRoles: all ? users.includeRoles : roles.include,
    excludeUsers: accounts.exclude, excludeGroups: groups.exclude, excludeRoles: roles.exclude
  }
}

/** One condition after an edit. `All` takes in whatever is named already, unless something is named that it did not leave out. */
function edited({ include, exclude }: Scope, added: readonly string[], removed: readonly string[]): Scope {
  const kept = include.filter(id => !holds(removed, id))
  const narrows = include.some(isAll) && added.some(id => !holds(exclude, id))
  const base = narrows ? kept.filter(id => !isAll(id)) : kept
  const more = base.some(isAll) ? [] : added.filter(id => !holds(base, id))
  const left = exclude.filter(id => !holds(added, id))
  return { include: [...base, ...more], exclude: [...left, ...removed.filter(id => !holds(left, id))] }
}

function isAll(id: string): boolean {
  return id.toLowerCase() === 'all'
}

function holds(ids: readonly string[], id: string): boolean {
  return ids.some(one => one.toLowerCase() === id.toLowerCase())
}

/** The member as it was, with these lists in place of its own; empty ones are left out. */
function without(member: unknown, lists: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  const own = isRecord(member) ? Object.entries(member).filter(([name]) => !(name in lists)) : []
  return Object.fromEntries([...own, ...Object.entries(lists).filter(([, ids]) => ids.length > 0)])
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
