import { addressOf, addressText, type Address, type Range } from './conditions/addresses.ts'
import { inside, mfaTrustedIps, type Location, type Locations, type Place } from './conditions/locations.ts'
import { TRUE } from './truth.ts'
import type { PolicyConditions } from '#src/domain/policy.ts'

/** A set of places that no policy in question tells apart, with one of them as it is sent to Graph. */
export interface LocationCell {
  readonly place: Place
  readonly ipAddress: string
  readonly country: string | null
  readonly words: string
}

type Condition = PolicyConditions['locations']

/** Documentation addresses (RFC 5737, RFC 3849) that make a witness read well where they fit. */
const niceAddresses = ['198.51.100.7', '203.0.113.7', '192.0.2.7', '2001:db8::7'].map(addressOf).filter(address => address !== undefined)
const niceCountries = ['US', 'GB', 'DE', 'FR', 'BR', 'JP', 'AQ']

/** Cuts all places into cells by the locations that the conditions use, merged where the conditions agree on them. */
export function locationCells(conditions: readonly Condition[], locations: Locations, judge: (place: Place) => string): LocationCell[] {
  const used = usedLocations(conditions, locations)
  if (used.length === 0) return [cellOf([], niceAddresses[0] ?? { family: 4, value: 0n }, 'US')]
  const merged = new Map<string, { cell: LocationCell, words: Set<string> }>()
  for (const address of addressCells(used)) {
    for (const country of countryCells(used)) {
      const cell = cellOf(used, address, country)
      const key = judge(cell.place)
      const found = merged.get(key) ?? { cell, words: new Set<string>() }
      found.words.add(cell.words)
      merged.set(key, found)
    }
  }
  return [...merged.values()].map(({ cell, words }) => ({ ...cell, words: summed([...words]) }))
}

function summed(words: readonly string[]): string {
  const shown = words.slice(0, 4).join(' or ')
  return words.length > 4 ? `${shown} or ${words.length - 4} more combinations` : shown
}

/** The locations that the conditions name and that a sign-in can show, each once. */
export function usedLocations(conditions: readonly Condition[], locations: Locations): Location[] {
  const ids = new Set(conditions.flatMap(condition => [...condition?.includeLocations ?? [], ...condition?.excludeLocations ?? []])
    .map(id => id.toLowerCase()))
  const named = [...ids].map(id => locations.byId.get(id)).filter(location => location !== undefined)
  const trusted = ids.has('alltrusted') ? locations.trusted : []
  const mfa = (ids.has('alltrusted') || ids.has(mfaTrustedIps)) && locations.mfaTrusted !== undefined ? [locations.mfaTrusted] : []
  return [...new Set([...named, ...trusted, ...mfa])]
    .filter(location => location.unknown === undefined)
    .sort((a, b) => a.id < b.id ? -1 : 1)
}

function cellOf(used: readonly Location[], address: Address, country: string | null): LocationCell {
  const place = { address, country }
  const within = used.filter(location => inside(location, place) === TRUE).map(location => `\`${location.displayName}\``)
  const words = within.length > 0 ? `inside ${within.join(' and ')}` : used.length > 0 ? 'outside the locations that policies name' : 'anywhere'
  return { place, ipAddress: addressText(address), country, words }
}

/** One address for every distinct set of used locations that some address is in. */
function addressCells(used: readonly Location[]): Address[] {
  const ranged = used.filter(location => location.countries === undefined)
  const cells = new Map<string, Address>()
  const keep = (address: Address): void => {
    const key = ranged.map(location => inside(location, { address, country: undefined })).join('')
    if (!cells.has(key)) cells.set(key, address)
  }
  niceAddresses.forEach(keep)
  for (const range of ranged.flatMap(location => location.ranges)) for (const address of edges(range)) keep(address)
  return [...cells.values()]
}

/** The ends of a range and the addresses beside them: every elementary interval starts or ends at one of these. */
function edges({ family, low, high }: Range): Address[] {
  const last = (1n << (family === 4 ? 32n : 128n)) - 1n
  return [low, high, low - 1n, high + 1n].filter(value => value >= 0n && value <= last).map(value => ({ family, value }))
}

function countryCells(used: readonly Location[]): (string | null)[] {
  const based = used.filter(location => location.countries !== undefined)
  if (based.length === 0) return ['US']
  const codes = [...new Set(based.flatMap(location => [...location.countries ?? []]))].map(code => code.toUpperCase()).sort()
  const other = niceCountries.find(code => !codes.includes(code)) ?? 'ZZ'
  return [other, ...codes, null]
}
