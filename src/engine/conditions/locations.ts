import { addressOf, rangeOf, type Address, type Range } from './addresses.ts'
import { and, anyOf, not, or, FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { PolicyConditions } from '#src/domain/policy.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

export const mfaTrustedIps = '00000000-0000-0000-0000-000000000000'

/** Where a sign-in comes from. Undefined is not given; `country` null is an address that maps to none (S6). */
export interface Place {
  readonly address: Address | undefined
  readonly country: string | null | undefined
}

/** A named location ready to be judged. `unknown` says why it can never be decided. */
export interface Location {
  readonly id: string
  readonly displayName: string
  readonly isTrusted: boolean
  readonly ranges: readonly Range[]
  readonly unreadable: boolean
  readonly countries: ReadonlySet<string> | undefined
  readonly includeUnknown: boolean
  readonly unknown: string | undefined
}

/** The tenant's locations by id; `read` is false where they could not be read. */
export interface Locations {
  readonly read: boolean
  readonly byId: ReadonlyMap<string, Location>
  readonly trusted: readonly Location[]
  readonly mfaTrusted: Location | undefined
}

/** Prepares the tenant's named locations and MFA trusted IPs (C17, C18). */
export function locationsOf(tenant: Tenant): Locations {
  const all = (tenant.locations ?? []).map(prepare)
  const trustedIps = tenant.settings.mfaTrustedIps
  return {
    read: tenant.locations !== undefined,
    byId: new Map(all.map(location => [location.id.toLowerCase(), location])),
    trusted: all.filter(location => location.isTrusted),
    mfaTrusted: trustedIps === undefined
      ? undefined
      : { ...blank, id: mfaTrustedIps, displayName: 'MFA trusted IPs', isTrusted: true, ...ranges(trustedIps.map(cidrAddress => ({ cidrAddress }))) }
  }
}

const blank = { ranges: [], unreadable: false, countries: undefined, includeUnknown: false, unknown: undefined }

function ranges(list: NamedLocation['ipRanges']): { ranges: Range[], unreadable: boolean } {
  const read = list.map(rangeOf)
  return { ranges: read.filter(range => range !== undefined), unreadable: read.includes(undefined) }
}

function prepare(location: NamedLocation): Location {
  const base = { ...blank, id: location.id, displayName: location.displayName, isTrusted: location.isTrusted }
  if (location.kind === 'ip') return { ...base, ...ranges(location.ipRanges) }
  if (location.kind !== 'country') return { ...base, unknown: `\`${location.displayName}\` is a ${location.kind} location, which a sign-in does not show` }
  if (location.countryLookupMethod === 'authenticatorAppGps') {
    return { ...base, unknown: `\`${location.displayName}\` is decided by the Authenticator app's position` }
  }
  return {
    ...base, countries: new Set(location.countriesAndRegions.map(code => code.toLowerCase())),
    includeUnknown: location.includeUnknownCountriesAndRegions
  }
}

/** The condition of being in no trusted location. */
export const untrusted = { includeLocations: ['All'], excludeLocations: ['AllTrusted'] }

/** The locations as they are for an address that is in no trusted one: what is not known of those is taken not to hold it. */
export function withoutTrusted(locations: Locations): Locations {
  const settled = (location: Location): Location => !location.isTrusted ? location
    : { ...location, unreadable: false, ...location.unknown === undefined ? {} : { ranges: [], countries: undefined, unknown: undefined } }
  return {
    read: true, byId: new Map([...locations.byId].map(([id, location]) => [id, settled(location)])), trusted: locations.trusted.map(settled),
    mfaTrusted: settled(locations.mfaTrusted ?? { ...blank, id: mfaTrustedIps, displayName: 'MFA trusted IPs', isTrusted: true })
  }
}

/** Whether the place is inside one location. */
export function inside(location: Location, place: Place): Truth {
  if (location.unknown !== undefined) return UNKNOWN
  if (location.countries !== undefined) {
    if (place.country === undefined) return UNKNOWN
    const member = place.country === null ? location.includeUnknown : location.countries.has(place.country.toLowerCase())
    return member ? TRUE : FALSE
  }
  if (location.ranges.length === 0 && !location.unreadable) return FALSE
  const { address } = place
  if (address === undefined) return UNKNOWN
  const hit = location.ranges.some(range => range.family === address.family && range.low <= address.value && address.value <= range.high)
  return hit ? TRUE : location.unreadable ? UNKNOWN : FALSE
}

/** Whether the place satisfies the condition (C17). */
export function locationTruth(condition: PolicyConditions['locations'], locations: Locations, place: Place): Truth {
  if (condition === null || (condition.includeLocations.length === 0 && condition.excludeLocations.length === 0)) return TRUE
  const included = condition.includeLocations.length === 0 ? TRUE : listTruth(condition.includeLocations, locations, place)
  return included === FALSE ? FALSE : and(included, not(listTruth(condition.excludeLocations, locations, place)))
}

function listTruth(ids: readonly string[], locations: Locations, place: Place): Truth {
  return anyOf(ids, id => idTruth(id.toLowerCase(), locations, place))
}

function idTruth(id: string, locations: Locations, place: Place): Truth {
  if (id === 'all') return TRUE
  if (id === mfaTrustedIps) return mfaTruth(locations, place)
  if (id === 'alltrusted') {
    const named = locations.read ? anyOf(locations.trusted, location => inside(location, place)) : UNKNOWN
    return or(named, mfaTruth(locations, place))
  }
  const location = locations.byId.get(id)
  return location === undefined ? UNKNOWN : inside(location, place)
}

function mfaTruth(locations: Locations, place: Place): Truth {
  return locations.mfaTrusted === undefined ? UNKNOWN : inside(locations.mfaTrusted, place)
}

/** The place of a sign-in. A country of null without an address is not given. */
export function placeOf(ipAddress: string | null | undefined, country: string | null | undefined): Place {
  const given = typeof ipAddress === 'string' && ipAddress !== ''
  return {
    address: given ? addressOf(ipAddress) : undefined,
    country: typeof country === 'string' && country !== '' ? country : country === null && given ? null : undefined
  }
}
