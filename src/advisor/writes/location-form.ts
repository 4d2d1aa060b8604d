import { refusal, sameId } from './made.ts'
import { rangeOf } from '#src/engine/conditions/addresses.ts'
import type { IpRange, NamedLocation } from '#src/domain/named-location.ts'
import type { WishRefused } from '#src/domain/wish.ts'
import type { GraphBody } from '#src/domain/write.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { namedLocationOf } from '#src/tenant/directory.ts'
import { isObject } from '#src/tenant/json.ts'

const members = {
  ip: ['@odata.type', 'displayName', 'isTrusted', 'ipRanges'],
  country: ['@odata.type', 'displayName', 'countriesAndRegions', 'includeUnknownCountriesAndRegions', 'countryLookupMethod']
} as const
/** What Graph itself adds to what is read, and nobody sends. */
const read = ['id', 'createdDateTime', 'modifiedDateTime', 'deletedDateTime']
const lookups = ['clientIpAddress', 'authenticatorAppGps']
const mostRanges = 2000
const shortestMask = 8

/** A body as a named location, or what is wrong with it. */
export function locationIn(body: GraphBody, id: string): NamedLocation | WishRefused {
  const location = namedLocationOf({ ...body, id })
  if (location === undefined || (location.kind !== 'ip' && location.kind !== 'country')) return refusal('bad-location-type', 'a named location is an `ipNamedLocation` or a `countryNamedLocation`', '/body/@odata.type')
  const known: readonly string[] = [...members[location.kind], ...read]
  const strange = Object.keys(body).find(name => !known.includes(name) && !(name.includes('@') && name !== '@odata.type'))
  if (strange !== undefined) return refusal('not-understood', `a named location of this type has no \`${strange}\``, `/body/${strange}`)
  if (location.displayName.trim() === '' || location.displayName.length > 256) return refusal('bad-name', 'a named location needs a name of 1 to 256 characters', '/body/displayName')
  return location.kind === 'ip' ? rangesRefusal(body['ipRanges']) ?? location : countriesRefusal(location) ?? { ...location, countriesAndRegions: location.countriesAndRegions.map(code => code.toUpperCase()) }
}

function rangesRefusal(ranges: unknown): WishRefused | undefined {
  const list: readonly unknown[] = Array.isArray(ranges) ? ranges : []
  if (list.length === 0 || list.length > mostRanges) return refusal('bad-ranges', `a named location holds 1 to ${mostRanges} address ranges`, '/body/ipRanges')
  const wrong = list.findIndex(range => !isRange(range))
  return wrong < 0 ? undefined : refusal('bad-range', `this is no range of addresses with a mask longer than /${shortestMask}`, `/body/ipRanges/${wrong}`)
}

function isRange(range: unknown): boolean {
  if (!isObject(range)) return false
  const own = Object.fromEntries(['cidrAddress', 'lowerAddress', 'upperAddress'].flatMap(name => typeof range[name] === 'string' ? [[name, range[name]]] : []))
  const mask = typeof range['cidrAddress'] === 'string' ? Number(range['cidrAddress'].split('/')[1]) : Number.POSITIVE_INFINITY
  return rangeOf(own) !== undefined && mask > shortestMask
}

function countriesRefusal({ countriesAndRegions, countryLookupMethod }: NamedLocation): WishRefused | undefined {
  const wrong = countriesAndRegions.find(code => !/^[A-Za-z]{2}$/.test(code))
  if (countriesAndRegions.length === 0 || wrong !== undefined) return refusal('bad-countries', wrong === undefined ? 'a country location names at least one country' : `\`${wrong}\` is no country code of two letters`, '/body/countriesAndRegions')
  return countryLookupMethod === null || lookups.includes(countryLookupMethod) ? undefined : refusal('bad-lookup', `\`countryLookupMethod\` is one of ${lookups.join(', ')}`, '/body/countryLookupMethod')
}

/** A named location in Graph's shape, as it is written. */
export function locationBody(location: NamedLocation): GraphBody {
  const { kind, displayName, isTrusted, ipRanges, countriesAndRegions, includeUnknownCountriesAndRegions, countryLookupMethod } = location
  const type = { '@odata.type': `#microsoft.graph.${kind}NamedLocation`, displayName }
  if (kind === 'country') return { ...type, countriesAndRegions: [...countriesAndRegions], includeUnknownCountriesAndRegions, countryLookupMethod: countryLookupMethod ?? 'clientIpAddress' }
  return kind === 'ip' ? { ...type, isTrusted, ipRanges: ipRanges.map(typedRange) } : { ...type, isTrusted }
}

function typedRange(range: IpRange): object {
  const family = (range.cidrAddress ?? range.lowerAddress ?? '').includes(':') ? 'iPv6' : 'iPv4'
  return { '@odata.type': `#microsoft.graph.${family}${range.cidrAddress === undefined ? 'Range' : 'CidrRange'}`, ...range }
}

/** Why a named location cannot be deleted. */
export function locationRefusal({ tenant: { policies } }: Compiled, { id, displayName, isTrusted }: NamedLocation): WishRefused | undefined {
  const using = policies.filter(({ policy: { conditions: { locations } } }) => [...locations?.includeLocations ?? [], ...locations?.excludeLocations ?? []].some(one => sameId(one, id)))
  if (using.length > 0) return refusal('location-in-use', `\`${displayName}\` is used by ${using.map(({ policy }) => `\`${policy.displayName}\``).join(', ')}; take it out of them first`, '/location')
  return isTrusted ? refusal('location-trusted', `\`${displayName}\` is trusted; Graph deletes it only once it no longer is, which is a change of its own`, '/location') : undefined
}
