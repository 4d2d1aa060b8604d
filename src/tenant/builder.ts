import { groupOf, membersOf, namedLocationOf, organizationOf, roleAssignmentOf, roleDefinitionOf, servicePrincipalOf, skuOf, strengthOf,
  userOf } from './directory.ts'
import { GroupTable } from './group-table.ts'
import { IdColumn } from './id-column.ts'
import { isObject, textIn, textsIn, type JsonObject } from './json.ts'
import { parsePolicy } from './policy.ts'
import { settingsOf, unreadOf } from './settings.ts'
import { UserTable } from './user-table.ts'
import type { Apps, ReadPolicy, Tenant } from './tenant.ts'
import type { AuthenticationStrength, Group, RoleAssignment, RoleDefinition, ServicePrincipal, SubscribedSku } from '#src/domain/directory.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { TenantSettings, Unread } from '#src/domain/settings.ts'

/** Takes a tenant in one object at a time, in any order, and gives the snapshot. */
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
  'authenticationMethods', 'unread'] as const

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
  readonly #apps: ServicePrincipal[] = []
  readonly #appIds = new IdColumn()
  readonly #policies = new Map<string, ReadPolicy>()
  readonly #locations: NamedLocation[] = []
  readonly #strengths: AuthenticationStrength[] = []
  readonly #assignments: RoleAssignment[] = []
  readonly #eligibilities: RoleAssignment[] = []
  readonly #definitions: RoleDefinition[] = []
  readonly #skus: SubscribedSku[] = []
  readonly #texts = new Map<string, string>()
  #organization: Tenant['organization'] = { id: null, displayName: null }
  #settings: TenantSettings = {}
  #securityDefaults: boolean | undefined
  #nameless = 0

  take(collection: string, value: unknown): void {
    switch (collection) {
      case 'users': return this.#object(collection, value, raw => this.#kept(userOf(raw), user => this.#users.add(user)))
      case 'groups': return this.#object(collection, value, raw => this.#kept(groupOf(raw), group => this.#addGroup(group, raw)))
      case 'servicePrincipals': return this.#object(collection, value, raw => this.#kept(servicePrincipalOf(raw), app => this.#addApp(app)))
      case 'policies': return this.#addPolicy(value)
      case 'namedLocations': return this.#object(collection, value, raw => this.#kept(namedLocationOf(raw), location => pushedOnce(this.#locations, location)))
      case 'authenticationStrengths': return this.#object(collection, value, raw => this.#kept(strengthOf(raw), strength => pushedOnce(this.#strengths,
        strength)))
      case 'roleAssignments': return this.#object(collection, value, raw => this.#kept(roleAssignmentOf(raw), role => pushed(this.#assignments, role)))
      case 'roleEligibilities': return this.#object(collection, value, raw => this.#kept(roleAssignmentOf(raw), role => pushed(this.#eligibilities, role)))
      case 'roleDefinitions': return this.#object(collection, value, raw => this.#kept(roleDefinitionOf(raw), role => pushedOnce(this.#definitions, role)))
      case 'subscribedSkus': return this.#object(collection, value, raw => this.#kept(skuOf(raw), sku => pushed(this.#skus, sku)))
      case 'unread': return void this.unread.push(unreadOf(value))
      default: return this.#member(collection, value)
    }
  }

  tenant(): Tenant {
    const has = <T>(collection: string, value: T): T | undefined => this.read.has(collection) ? value : undefined
    const users = this.#users.users(this.read.has('users'))
    const assigned = this.read.has('roleAssignments') && this.unread.every(({ collection, id }) => collection !== 'roleAssignments' || id !== undefined)
    return {
      organization: this.#organization,
      collectedAt: this.#texts.get('collectedAt') ?? null, collectedBy: this.#texts.get('collectedBy') ?? null,
      settings: this.#settings, unread: this.unread, securityDefaults: this.#securityDefaults,
      skus: has('subscribedSkus', this.#skus), policiesRead: this.read.has('policies'), policies: [...this.#policies.values()],
      locations: has('namedLocations', this.#locations), strengths: has('authenticationStrengths', this.#strengths),
      roleAssignments: assigned ? this.#assignments : undefined, roleEligibilities: has('roleEligibilities', this.#eligibilities),
      roleDefinitions: has('roleDefinitions', this.#definitions),
      users, groups: this.#groups.groups(this.read.has('groups'), { user: id => users.indexOf(id), app: id => this.#appIds.indexOf(id) }),
      apps: appsOf(this.read.has('servicePrincipals'), this.#apps, this.#appIds)
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

  #addApp(app: ServicePrincipal): boolean {
    const index = this.#appIds.add(app.id)
    if (index < this.#apps.length) return false
    this.#apps.push(app)
    return true
  }

  #addPolicy(value: unknown): void {
    while (this.#policies.has(`policy-${this.#nameless}`)) this.#nameless++
    const read = parsePolicy(value, `policy-${this.#nameless}`)
    if ('reason' in read) {
      const id = isObject(value) ? textIn(value, 'id') : null
      return void this.unread.push({ collection: 'policies', ...id === null ? {} : { id }, reason: read.reason })
    }
    const key = read.policy.id.toLowerCase()
    if (this.#policies.has(key)) this.unread.push({ collection: 'policies', id: read.policy.id, reason: 'the id occurs twice; the first is kept' })
    else this.#policies.set(key, read)
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
function pushedOnce<T extends { readonly id: string }>(list: T[], value: T): boolean {
  const id = value.id.toLowerCase()
  return list.every(other => other.id.toLowerCase() !== id) && pushed(list, value)
}

function appsOf(read: boolean, list: readonly ServicePrincipal[], ids: IdColumn): Apps {
  const byAppId = new Map<string, number>()
  for (const [index, { appId }] of list.entries()) if (!byAppId.has(appId.toLowerCase())) byAppId.set(appId.toLowerCase(), index)
  return {
    read, list,
    indexOfAppId: appId => byAppId.get(appId.toLowerCase()) ?? -1,
    indexOf: id => ids.indexOf(id),
    named: text => list.flatMap((app, index) => app.displayName.toLowerCase() === text.toLowerCase() ? [index] : [])
  }
}
