import fc from 'fast-check'
import { test } from 'tap'
import { addressText, rangeOf } from '#src/engine/conditions/addresses.ts'
import { inside, placeOf, type Location, type Locations, type Place } from '#src/engine/conditions/locations.ts'
import { locationCells } from '#src/engine/location-cells.ts'

const most = 20n
const addresses = fc.bigInt(0n, most).map(value => addressText({ family: 4, value: 0x0a000000n + value }))
const ranges = fc.tuple(addresses, addresses).map(([a, b]) => rangeOf({ lowerAddress: a, upperAddress: b }) ?? rangeOf({ lowerAddress: b, upperAddress: a }))
const locations: fc.Arbitrary<Location[]> = fc.array(fc.record({
  isTrusted: fc.boolean(), ranges: fc.array(ranges, { maxLength: 3 }).map(list => list.filter(range => range !== undefined)), includeUnknown: fc.boolean(),
  countries: fc.option(fc.subarray(['de', 'fr', 'br']).map(codes => new Set(codes)), { nil: undefined })
}), { maxLength: 5 }).map(list => list.map((location, index): Location => ({ ...location, id: `place-${index}`, displayName: `Place ${index}`, unreadable: false, unknown: undefined })))

const everywhere: readonly Place[] = Array.from({ length: Number(most) + 3 }, (_, index) => 0x0a000000n - 1n + BigInt(index))
  .flatMap(value => ['DE', 'FR', 'BR', 'AQ', null].map(country => placeOf(addressText({ family: 4, value }), country)))

test('every set of locations that some place is inside of has one cell, with a place that is inside of just those', t => {
  let cut = 0
  fc.assert(fc.property(locations, list => {
    const known: Locations = { read: true, byId: new Map(list.map(location => [location.id, location])), trusted: list.filter(({ isTrusted }) => isTrusted), mfaTrusted: undefined }
    const within = (place: Place): string => list.map(location => inside(location, place)).join('')
    const cells = locationCells([{ includeLocations: list.map(({ id }) => id), excludeLocations: [] }], known, within)
    const keys = cells.map(({ ipAddress, country }) => within(placeOf(ipAddress, country)))
    cut = Math.max(cut, cells.length)
    return new Set(keys).size === keys.length && everywhere.every(place => keys.includes(within(place)))
  }), { numRuns: 1_000 })
  t.ok(cut > 10, `up to ${cut} cells`)
  t.end()
})

test('what only the addresses between two ranges are inside of has a cell', t => {
  const spans: readonly (readonly [string, string])[] = [['10.0.0.0', '10.0.0.10'], ['10.0.0.0', '10.0.0.3'], ['10.0.0.7', '10.0.0.10']]
  const list = spans.map(([lowerAddress, upperAddress], index): Location => ({
    id: `place-${index}`, displayName: `Place ${index}`, isTrusted: false, unreadable: false, unknown: undefined, includeUnknown: false, countries: undefined,
    ranges: [rangeOf({ lowerAddress, upperAddress })].filter(range => range !== undefined)
  }))
  const known: Locations = { read: true, byId: new Map(list.map(location => [location.id, location])), trusted: [], mfaTrusted: undefined }
  const within = (place: Place): string => list.map(location => inside(location, place)).join('')
  const cells = locationCells([{ includeLocations: list.map(({ id }) => id), excludeLocations: [] }], known, within)
  t.same(cells.map(({ words }) => words).sort(), ['inside `Place 0`', 'inside `Place 0` and `Place 1`', 'inside `Place 0` and `Place 2`', 'outside the locations that policies name'])
  t.end()
})
