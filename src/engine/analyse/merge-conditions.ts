import { flags } from '../conditions/values.ts'
import { clientAppTypes, type Filter, type GuestsOrExternalUsers, type PolicyConditions, type PolicyUsers } from '#src/domain/policy.ts'

/** Conditions of one policy for what several apply to, or undefined where no single one says it. Exclusions are chosen by `keeps`. */
export function mergedConditions(all: readonly PolicyConditions[], keeps: Keeps): PolicyConditions | undefined {
  const [first] = all
  if (first === undefined) return undefined
  const users = mergedUsers(all.map(one => one.users), keeps)
  const applications = mergedApplications(all.map(one => one.applications), keeps)
  const devices = mergedDevices(all.map(one => one.devices?.deviceFilter ?? null))
  if (users === undefined || applications === undefined || devices === undefined) return undefined
  return {
    ...first, users, applications, devices: devices === null ? null : { deviceFilter: devices },
    clientAppTypes: mergedClients(all.map(one => one.clientAppTypes)),
    platforms: mergedSides(all.map(one => one.platforms === null ? null : [one.platforms.includePlatforms, one.platforms.excludePlatforms]), 'all',
      ([includePlatforms, excludePlatforms]) => ({ includePlatforms, excludePlatforms })),
    locations: mergedSides(all.map(one => one.locations === null ? null : [one.locations.includeLocations, one.locations.excludeLocations]), 'All',
      ([includeLocations, excludeLocations]) => ({ includeLocations, excludeLocations })),
    signInRiskLevels: mergedLevels(all.map(one => one.signInRiskLevels)), userRiskLevels: mergedLevels(all.map(one => one.userRiskLevels)),
    insiderRiskLevels: mergedFlags(all.map(one => one.insiderRiskLevels)),
    authenticationFlows: mergedFlows(all.map(one => one.authenticationFlows?.transferMethods ?? null))
  }
}

/** Whether an exclusion, a user, group, role or application by its id, leaves out nobody and nothing that one of the policies reaches. */
export interface Keeps {
  readonly user: (kind: 'ids' | 'groups' | 'roles', id: string) => boolean
  readonly app: (id: string) => boolean
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Map(lists.flat().map(value => [value.toLowerCase(), value])).values()]
}

function has(list: readonly string[], value: string): boolean {
  return list.some(one => one.toLowerCase() === value.toLowerCase())
}

function mergedUsers(all: readonly PolicyUsers[], keeps: Keeps): PolicyUsers | undefined {
  const included = union(all.map(one => one.includeUsers))
  const everyone = has(included, 'All')
  const guests = everyone ? null : mergedGuests(all.map(one => one.includeGuestsOrExternalUsers))
  const outside = mergedGuests(all.map(one => one.excludeGuestsOrExternalUsers))
  const isSame = all.every(one => JSON.stringify(one.excludeGuestsOrExternalUsers) === JSON.stringify(all[0]?.excludeGuestsOrExternalUsers))
  if (guests === undefined || outside === undefined || !isSame) return undefined
  const kept = (kind: 'ids' | 'groups' | 'roles', lists: readonly (readonly string[])[]): string[] => union(lists).filter(id => keeps.user(kind, id))
  return {
    includeUsers: everyone ? ['All'] : included.filter(id => id.toLowerCase() !== 'none'),
    includeGroups: everyone ? [] : union(all.map(one => one.includeGroups)), includeRoles: everyone ? [] : union(all.map(one => one.includeRoles)),
    includeGuestsOrExternalUsers: guests,
    excludeUsers: kept('ids', all.map(one => one.excludeUsers)), excludeGroups: kept('groups', all.map(one => one.excludeGroups)),
    excludeRoles: kept('roles', all.map(one => one.excludeRoles)), excludeGuestsOrExternalUsers: outside
  }
}

/** Guest types together, where all that name some restrict them to the same tenants. */
function mergedGuests(all: readonly (GuestsOrExternalUsers | null)[]): GuestsOrExternalUsers | null | undefined {
  const given = all.filter(one => one !== null)
  const [first] = given
  if (first === undefined) return null
  if (given.some(one => JSON.stringify(one.externalTenants) !== JSON.stringify(first.externalTenants))) return undefined
  return { ...first, guestOrExternalUserTypes: union(given.map(one => flags(one.guestOrExternalUserTypes))).join(',') }
}

function mergedApplications(all: readonly PolicyConditions['applications'][], keeps: Keeps): PolicyConditions['applications'] | undefined {
  const [first] = all
  const kindOf = (one: PolicyConditions['applications']): string => one.includeUserActions.length > 0 ? 'action' : one.includeAuthenticationContextClassReferences.length > 0 ? 'context' : 'application'
  if (first === undefined || all.some(one => kindOf(one) !== kindOf(first) || JSON.stringify(one.applicationFilter) !== JSON.stringify(first.applicationFilter))) return undefined
  const included = union(all.map(one => one.includeApplications))
  return {
    includeApplications: has(included, 'All') ? ['All'] : included.length > 1 ? included.filter(id => id.toLowerCase() !== 'none') : included,
    excludeApplications: union(all.map(one => one.excludeApplications)).filter(keeps.app),
    includeUserActions: union(all.map(one => one.includeUserActions)),
    includeAuthenticationContextClassReferences: union(all.map(one => one.includeAuthenticationContextClassReferences)), applicationFilter: first.applicationFilter
  }
}

function mergedClients(all: readonly (readonly string[])[]): string[] {
  const types = union(all)
  return all.some(list => list.length === 0) || has(types, 'all') || clientAppTypes.every(type => types.includes(type)) ? ['all'] : types
}

/** An include and an exclude list: what any includes, without what all leave out. Null means any, and is what an empty pair means. */
function mergedSides<T>(all: readonly (readonly [readonly string[], readonly string[]] | null)[], every: string, make: (sides: [string[], string[]]) => T): T | null {
  const given = all.filter(one => one !== null)
  if (given.length < all.length || given.some(([include, exclude]) => include.length + exclude.length === 0)) return null
  const included = given.some(([include]) => include.length === 0 || has(include, every)) ? [every] : union(given.map(([include]) => include))
  const excluded = union(given.map(([, exclude]) => exclude)).filter(id => given.every(([include, exclude]) => has(exclude, id) || !(include.length === 0 || has(include, every) || has(include, id))))
  return included[0] === every && excluded.length === 0 ? null : make([included, excluded])
}

function mergedDevices(all: readonly (Filter | null)[]): Filter | null | undefined {
  const given = all.filter(one => one !== null)
  const [first] = given
  if (first === undefined || given.length < all.length) return null
  if (given.some(({ mode }) => mode !== first.mode)) return undefined
  const rules = [...new Set(given.map(({ rule }) => rule))]
  return rules.length === 1 ? first : { mode: first.mode, rule: rules.map(rule => `(${rule})`).join(first.mode === 'include' ? ' -or ' : ' -and ') }
}

function mergedLevels(all: readonly (readonly string[])[]): string[] {
  return all.some(list => list.length === 0) ? [] : union(all)
}

function mergedFlags(all: readonly (string | null)[]): string | null {
  const lists = all.map(flags)
  return lists.some(list => list.length === 0) ? null : union(lists).join(',')
}

function mergedFlows(all: readonly (string | null)[]): PolicyConditions['authenticationFlows'] {
  const transferMethods = mergedFlags(all)
  return transferMethods === null ? null : { transferMethods }
}
