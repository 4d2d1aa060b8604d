import { baseText, type Stamp } from '#src/domain/draft.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import { objectOf, type Write } from '#src/domain/write.ts'
import { namedLocationOf } from './directory.ts'
import { isObject, textIn, type JsonObject } from './json.ts'
import { normalForm } from './normal-form.ts'
import { sortedBy } from './order.ts'

/** What stands in a tenant: policies as Graph shows them, named locations as they are read. */
export interface Standing {
  readonly policies: readonly unknown[]
  readonly namedLocations?: readonly NamedLocation[]
}

/** The text whose SHA-256 (hex) is the `baseHash` of a write, in a tenant as it stands. */
export function baseOf({ kind, target }: Pick<Write, 'kind' | 'target'>, { policies, namedLocations = [] }: Standing): string {
  const bodies = policies.filter(isObject)
  const stamps = bodies.map(stampOf)
  const object = objectOf(kind)
  if (target === null || object === 'group') return baseText(stamps)
  if (object === 'policy') return baseText(stamps, normalForm(bodies.find(body => sameId(textIn(body, 'id'), target))) ?? null)
  const location = namedLocations.find(({ id }) => sameId(id, target))
  return baseText(stamps, location === undefined ? null : locationForm(location))
}

function stampOf(body: JsonObject): Stamp {
  return { id: textIn(body, 'id') ?? '', createdDateTime: textIn(body, 'createdDateTime'), modifiedDateTime: textIn(body, 'modifiedDateTime') }
}

function sameId(one: string | null, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

/** A named location in the form in which two that mean the same are equal: without its id, lists as sets, addresses without letter case, the lookup that Graph fills in. */
export function locationForm({ id: _id, ...location }: NamedLocation): unknown {
  const ipRanges = location.ipRanges.map(range => Object.fromEntries(Object.entries(range).map(([end, address]) => [end, address.toLowerCase()])))
  return {
    kind: location.kind, displayName: location.displayName, isTrusted: location.isTrusted, ipRanges: sortedBy(ipRanges, range => JSON.stringify(range)),
    countriesAndRegions: location.countriesAndRegions.map(country => country.toUpperCase()).sort(),
    includeUnknownCountriesAndRegions: location.includeUnknownCountriesAndRegions,
    countryLookupMethod: location.kind === 'country' ? location.countryLookupMethod ?? 'clientIpAddress' : null
  }
}

/** Named locations out of what Graph shows; what is none is left out. */
export function locationsOf(raw: readonly unknown[]): NamedLocation[] {
  return raw.filter(isObject).flatMap(body => namedLocationOf(body) ?? [])
}

/** Whether two named locations in Graph's shape say the same, whichever was sent and whichever read back. */
export function sameLocation(one: unknown, other: unknown): boolean {
  const form = formOf(one)
  return form !== undefined && form === formOf(other)
}

function formOf(raw: unknown): string | undefined {
  const [location] = isObject(raw) ? locationsOf([{ ...raw, id: 'any' }]) : []
  return location === undefined ? undefined : JSON.stringify(locationForm(location))
}
