import fc from 'fast-check'
import t from 'tap'
import { addressText, rangeOf, type Address } from '#src/engine/conditions/addresses.ts'
import { inside, placeOf, type Location } from '#src/engine/conditions/locations.ts'
import { placeCells } from '#src/engine/conditions/place-cells.ts'

const family = fc.constantFrom(4 as const, 6 as const)
const lengths = { 4: 32, 6: 128 } as const

/** Few low addresses, both ends of the family, and anything. */
const address: fc.Arbitrary<Address> = family.chain(family => fc.oneof(
  fc.bigInt(0n, 12n), fc.constant((1n << BigInt(lengths[family])) - 1n), fc.bigInt(0n, (1n << BigInt(lengths[family])) - 1n)
).map(value => ({ family, value })))
const mapped = ({ family, value }: Address): boolean => family === 6 && value >> 32n === 0xffffn

const range = fc.oneof(
  fc.tuple(address, address).map(([a, b]) => rangeOf(a.value < b.value ? { lowerAddress: addressText(a), upperAddress: addressText(b) } : { lowerAddress: addressText(b), upperAddress: addressText(a) })),
  fc.tuple(address, fc.nat(32)).map(([a, length]) => rangeOf({ cidrAddress: `${addressText(a)}/${a.family === 4 ? length : length * 4}` }))
)
const country = fc.constantFrom('DE', 'de', 'FR', 'AQ', null, undefined)
const location: fc.Arbitrary<Location> = fc.record({
  id: fc.constant('place'), displayName: fc.constant('Place'), isTrusted: fc.boolean(), unreadable: fc.boolean(), includeUnknown: fc.boolean(),
  ranges: fc.array(range, { maxLength: 4 }).map(list => list.filter(one => one !== undefined)),
  countries: fc.option(fc.subarray(['de', 'fr', 'aq', 'br']).map(codes => new Set(codes)), { nil: undefined }), unknown: fc.constant(undefined)
})
const place = fc.tuple(fc.option(address.filter(one => !mapped(one)), { nil: undefined }), country)
  .map(([address, country]) => ({ address, country }))

t.test('places of one cell are inside the same of the locations', t => {
  const seen = { same: 0, others: 0 }
  fc.assert(fc.property(fc.array(location, { maxLength: 4 }), fc.array(place, { minLength: 2, maxLength: 12 }), (locations, places) => {
    const cellOf = placeCells(locations)
    const truths = new Map<number, string>()
    return places.every(place => {
      const told = locations.map(location => inside(location, place)).join()
      const cell = cellOf(place)
      const before = truths.get(cell)
      seen[before === undefined ? 'others' : 'same']++
      truths.set(cell, told)
      return before === undefined || before === told
    })
  }), { numRuns: 2_000 })
  t.ok(seen.same > 1_000 && seen.others > 1_000, 'both a cell seen before and a new one')
  t.end()
})

t.test('there are no more cells than the locations cut, however many places are asked for', t => {
  const office = { id: 'office', displayName: 'Office', isTrusted: true, unreadable: false, includeUnknown: false, countries: undefined, unknown: undefined }
  const ranges = ['198.51.100.0/24', '198.51.100.128/25', '2001:db8::/32'].map(cidrAddress => rangeOf({ cidrAddress })).filter(one => one !== undefined)
  const cellOf = placeCells([{ ...office, ranges }, { ...office, ranges: [], countries: new Set(['de']) }])
  const cells = new Set<number>()
  for (let number = 0; number < 5_000; number++) {
    const text = number % 3 === 0 ? `2001:db${(number % 16).toString(16)}::${number.toString(16)}` : `198.51.${90 + number % 19}.${number % 256}`
    cells.add(cellOf(placeOf(text, ['DE', 'FR', `X${number}`, null][number % 4])))
  }
  t.equal(cells.size, 6)
  t.end()
})
