import { groupOf, membersOf, namedLocationOf, organizationOf, roleAssignmentOf, roleDefinitionOf, servicePrincipalOf, skuOf, strengthOf,
  templateOf, userOf } from './directory.ts'
import { GroupTable } from './group-table.ts'
import { isObject, textIn, textsIn, type JsonObject } from './json.ts'
import { keyOf, sortedBy } from './order.ts'
import { PolicyList } from './policy-list.ts'
import { settingsOf, unreadOf } from './settings.ts'
import { UserTable } from './user-table.ts'
import type { Apps, Tenant } from './tenant.ts'
import type { AuthenticationStrength, Group, RoleAssignment, RoleDefinition, ServicePrincipal, SubscribedSku } from '#src/domain/directory.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { TenantSettings, Unread } from '#src/domain/settings.ts'
import type { OfferedTemplate } from '#src/domain/template.ts'

/**
 * Takes a tenant in one object at a time, in any order, and gives the snapshot, which is the same whatever that order: everything in it is
 * sorted, but for the policies, which keep theirs. One thing alone depends on the order: where an id occurs twice, the first object is kept.
 */
export interface TenantBuilder {
  /** Says that a collection was read, though it may be empty. */
  begin(collection: string): void
  /** Takes one object of a collection, or the value of a member that is none (`organization`, `settings`, `collectedAt`). */
  add(collection: string, value: unknown): void
  /** Records a part that could not be read. */
  unread(part: Unread): void
  finish(): Tenant
}

/** Collections of a tenant file. Source: the tenant file's format in the README. */
export const collections = ['subscribedSkus', 'users', 'groups', 'roleDefinitions', 'roleAssignments', 'roleEligibilities', 'servicePrincipals', 'devices',
  'namedLocations', 'authenticationStrengths', 'authenticationContexts', 'termsOfUse', 'policies', 'signIns', 'directoryAudits', 'crossTenantPartners',
  'authenticationMethods', 'templates', 'unread'] as const

export function createTenantBuilder(): TenantBuilder {
  const parts = new Parts()
  return {
    begin: collection => void parts.read.add(collection),
    add: (collection, value) => {
      parts.read.add(collection)
      parts.take(collection, value)
    },
    unread: part => void parts.unread.push(part),
    finish: () => parts.tenant()
  }
}

class Parts {
  readonly read = new Set<string>()
  readonly unread: Unread[] = []
  readonly #users = new UserTable()
  readonly #groups = new GroupTable()
  readonly #apps = new Map<string, ServicePrincipal>()
  readonly #policies = new PolicyList()
  readonly #locations = new Map<string, NamedLocation>()
  readonly #strengths = new Map<string, AuthenticationStrength>()
  readonly #assignments: RoleAssignment[] = []
  readonly #eligibilities: RoleAssignment[] = []
  readonly #definitions = new Map<string, RoleDefinition>()
  readonly #skus: SubscribedSku[] = []
  readonly #templates = new Map<string, OfferedTemplate>()
  readonly #texts = new Map<string, string>()
  #organization: Tenant['organization'] = { id: null, displayName: null }
  #settings: TenantSettings = {}
  #securityDefaults: boolean | undefined

  take(collection: string, value: unknown): void {
    switch (collection) {
      case 'users': return this.#object(collection, value, raw => this.#kept(userOf(raw), user => this.#users.add(user)))
      case 'groups': return this.#object(collection, value, raw => this.#kept(groupOf(raw), group => this.#addGroup(group, raw)))
      case 'servicePrincipals': return this.#object(collection, value, raw => this.#kept(servicePrincipalOf(raw), app => addedOnce(this.#apps, app)))
      case 'policies': return this.#addPolicy(value)
      case 'namedLocations': return this.#object(collection, value, raw => this.#kept(namedLocationOf(raw), location => addedOnce(this.#locations, location)))
      case 'authenticationStrengths': return this.#object(collection, value, raw => this.#kept(strengthOf(raw), strength => addedOnce(this.#strengths,
        strength)))
      case 'roleAssignments': return this.#object(collection, value, raw => this.#kept(roleAssignmentOf(raw), role => pushed(this.#assignments, role)))
      case 'roleEligibilities': return this.#object(collection, value, raw => this.#kept(roleAssignmentOf(raw), role => pushed(this.#eligibilities, role)))
      case 'roleDefinitions': return this.#object(collection, value, raw => this.#kept(roleDefinitionOf(raw), role => addedOnce(this.#definitions, role)))
      case 'subscribedSkus': return this.#object(collection, value, raw => this.#kept(skuOf(raw), sku => pushed(this.#skus, sku)))
      case 'templates': return this.#object(collection, value, raw => this.#kept(templateOf(raw), template => addedOnce(this.#templates, template)))
      case 'unread': return void this.unread.push(unreadOf(value))
      default: return this.#member(collection, value)
    }
  }

  tenant(): Tenant {
    const has = <T>(collection: string, value: T): T | undefined => this.read.has(collection) ? value : undefined
    const users = this.#users.users(this.read.has('users'))
    const apps = appsOf(this.read.has('servicePrincipals'), this.#apps)
    const assigned = this.read.has('roleAssignments') && this.unread.every(({ collection, id }) => collection !== 'roleAssignments' || id !== undefined)
    return {
      organization: this.#organization,
      collectedAt: this.#texts.get('collectedAt') ?? null, collectedBy: this.#texts.get('collectedBy') ?? null,
      settings: this.#settings, unread: sortedBy(this.unread, ({ collection, id, reason, status }) => JSON.stringify([collection, id ?? '', reason, status])),
      securityDefaults: this.#securityDefaults,
      skus: has('subscribedSkus', sortedBy(this.#skus, sku => JSON.stringify(sku))), policiesRead: this.read.has('policies'), policies: this.#policies.list(),
      locations: has('namedLocations', inOrder(this.#locations)), strengths: has('authenticationStrengths', inOrder(this.#strengths)),
      roleAssignments: assigned ? sortedBy(this.#assignments, keyOfRole) : undefined,
      roleEligibilities: has('roleEligibilities', sortedBy(this.#eligibilities, keyOfRole)),
      roleDefinitions: has('roleDefinitions', inOrder(this.#definitions)), templates: has('templates', inOrder(this.#templates)),
      users, groups: this.#groups.groups(this.read.has('groups'), { user: id => users.indexOf(id), app: id => apps.indexOf(id) }), apps
    }
  }

  /** Records an object that is damaged or that is there already; the rest is taken. */
  #object(collection: string, value: unknown, take: (raw: JsonObject) => boolean | undefined): void {
    if (!isObject(value)) return void this.unread.push({ collection, reason: 'an entry is not an object' })
    const taken = take(value)
    if (taken === true) return
    const id = textIn(value, 'id')
    this.unread.push({ collection, ...id === null ? {} : { id },
      reason: taken === false ? 'the id occurs twice; the first is kept' : 'an entry lacks what it needs' })
  }

  #kept<T>(value: T | undefined, keep: (value: T) => boolean): boolean | undefined {
    return value === undefined ? undefined : keep(value)
  }

  #addGroup(group: Group, raw: JsonObject): boolean {
    if (Array.isArray(raw['members']) && !group.membersRead) this.unread.push({ collection: 'groups', id: group.id, reason: 'its members are not all read' })
    return this.#groups.add(group, membersOf(raw).ids, ownersIn(raw))
  }

  #addPolicy(value: unknown): void {
    const reason = this.#policies.add(value)
    if (reason === undefined) return
    const id = isObject(value) ? textIn(value, 'id') : null
    this.unread.push({ collection: 'policies', ...id === null ? {} : { id }, reason })
  }

  #member(name: string, value: unknown): void {
    if (name === 'organization') this.#organization = organizationOf(value)
    else if (name === 'securityDefaults') this.#securityDefaults = isObject(value) && typeof value['isEnabled'] === 'boolean' ? value['isEnabled'] : undefined
    else if (name === 'settings') {
      const { settings, problems } = settingsOf(value)
      this.#settings = { ...this.#settings, ...settings }
      this.unread.push(...problems.map(reason => ({ collection: 'settings', reason })))
    } else if (typeof value === 'string') this.#texts.set(name, value)
  }
}

function ownersIn(raw: JsonObject): string[] | undefined {
  return Array.isArray(raw['owners']) ? textsIn(raw, 'owners') : undefined
}

function pushed<T>(list: T[], value: T): true {
  list.push(value)
  return true
}

/** False where the id is there already. */
function addedOnce<T extends { readonly id: string }>(list: Map<string, T>, value: T): boolean {
  const id = value.id.toLowerCase()
  if (list.has(id)) return false
  list.set(id, value)
  return true
}

function inOrder<T>(list: ReadonlyMap<string, T>): T[] {
  return sortedBy(list, ([id]) => id).map(([, value]) => value)
}

function keyOfRole({ principalId, roleDefinitionId, directoryScopeId }: RoleAssignment): string {
  return keyOf(principalId, roleDefinitionId, directoryScopeId)
}

function appsOf(read: boolean, apps: ReadonlyMap<string, ServicePrincipal>): Apps {
  const list = sortedBy(apps.values(), ({ appId, id }) => keyOf(appId, id))
  const byId = new Map(list.map(({ id }, index) => [id.toLowerCase(), index]))
  const byAppId = new Map<string, number>()
  for (const [index, { appId }] of list.entries()) if (!byAppId.has(appId.toLowerCase())) byAppId.set(appId.toLowerCase(), index)
  return {
    read, list,
    indexOfAppId: appId => byAppId.get(appId.toLowerCase()) ?? -1,
    indexOf: id => byId.get(id.toLowerCase()) ?? -1,
    named: text => list.flatMap((app, index) => app.displayName.toLowerCase() === text.toLowerCase() ? [index] : [])
  }
}
