import { createHash } from 'node:crypto'
import { Collection, type Clock, type Counter } from './collection.ts'
import { graphUser } from './graph-user.ts'
import { isEntity, isList, isObject, textAt, type Entity, type Json, type JsonObject } from './json.ts'
import { createLinkJournal, type LinkJournal } from './link-journal.ts'
import { createMembership, type Membership } from './membership.ts'

const collectionNames = [
  'users', 'groups', 'roleDefinitions', 'roleAssignments', 'roleEligibilities', 'servicePrincipals', 'applications', 'devices',
  'namedLocations', 'authenticationStrengths', 'authenticationContexts', 'termsOfUse', 'policies', 'signIns', 'directoryAudits',
  'crossTenantPartners', 'authenticationMethods', 'riskyUsers', 'subscribedSkus', 'administrativeUnits',
] as const

export type CollectionName = (typeof collectionNames)[number]

/** What the simulator knows of a tenant: the collections of its file, changed by requests. */
export interface State {
  readonly tenantId: string
  readonly collections: Readonly<Record<CollectionName, Collection>>
  readonly deletedPolicies: Collection
  readonly deletedLocations: Collection
  readonly membership: Membership
  readonly links: LinkJournal
  readonly clock: Clock
  readonly counter: Counter
  /** A member of the file that is one object (`organization`, `settings`, `securityDefaults`, ...); undefined when missing. */
  single(name: string): JsonObject | undefined
  now(): Date
  /** The tenant as a tenant file: what the last write left, lag or none. */
  document(): JsonObject
}

export interface StateOptions {
  /** The time the simulator lives in; the machine's when left out. */
  readonly clock?: () => Date
}

const unnamedTenant = '00000000-0000-4000-8000-00000000000a'

/** A stable id in the form of a GUID for a thing that has none in the file. */
export function derivedId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

function withId(value: Json, position: number): Entity[] {
  if (isEntity(value)) return [value]
  if (!isObject(value)) return []
  return [{ ...value, id: textAt(value, 'tenantId') ?? derivedId(String(position), JSON.stringify(value)) }]
}

function entities(document: JsonObject, name: CollectionName): Entity[] | undefined {
  const value = document[name]
  if (!isList(value)) return undefined
  const found = value.flatMap(withId)
  return name === 'users' ? found.map(graphUser) : found
}

/** Loads a tenant file into memory. Entries that are no objects are dropped; a collection that is no list counts as missing. */
export function createState(file: JsonObject, options: StateOptions = {}): State {
  const clock: Clock = { now: options.clock ?? ((): Date => new Date()), lagMs: 0 }
  const counter: Counter = { revision: 0 }
  const load = (name: CollectionName): Collection => new Collection(entities(file, name), clock, counter)
  const collections: Record<CollectionName, Collection> = {
    users: load('users'), groups: load('groups'), roleDefinitions: load('roleDefinitions'), roleAssignments: load('roleAssignments'),
    roleEligibilities: load('roleEligibilities'), servicePrincipals: load('servicePrincipals'), applications: load('applications'),
    devices: load('devices'), namedLocations: load('namedLocations'), authenticationStrengths: load('authenticationStrengths'),
    authenticationContexts: load('authenticationContexts'), termsOfUse: load('termsOfUse'), policies: load('policies'),
    signIns: load('signIns'), directoryAudits: load('directoryAudits'), crossTenantPartners: load('crossTenantPartners'),
    authenticationMethods: load('authenticationMethods'), riskyUsers: load('riskyUsers'), subscribedSkus: load('subscribedSkus'),
    administrativeUnits: load('administrativeUnits'),
  }
  const single = (name: string): JsonObject | undefined => (isObject(file[name]) ? file[name] : undefined)
  return {
    tenantId: textAt(single('organization'), 'id') ?? unnamedTenant,
    collections,
    deletedPolicies: new Collection([], clock, counter),
    deletedLocations: new Collection([], clock, counter),
    membership: createMembership(collections.groups),
    links: createLinkJournal(counter),
    clock, counter, single,
    now: clock.now,
    document: () => ({
      ...file,
      ...Object.fromEntries(collectionNames.filter((name) => collections[name].readable).map((name) => [name, collections[name].latest()])),
    }),
  }
}
