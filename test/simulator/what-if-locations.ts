import { test } from 'tap'
import { applies, type Question } from '#test/fixtures/one-policy.ts'

const cidr = (...ranges: string[]): unknown[] => ranges.map((cidrAddress) => ({ cidrAddress }))
const namedLocations = [
  { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'office', isTrusted: true, ipRanges: cidr('10.1.0.0/16', '2001:db8::/32') },
  { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'span', ipRanges: [{ lowerAddress: '10.9.0.5', upperAddress: '10.9.0.9' }] },
  { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'broken', ipRanges: cidr('10.3.0.0/16', 'ten/8') },
  { '@odata.type': '#microsoft.graph.countryNamedLocation', id: 'nordic', countriesAndRegions: ['SE', 'NO'], includeUnknownCountriesAndRegions: true },
  { '@odata.type': '#microsoft.graph.countryNamedLocation', id: 'iberia', countriesAndRegions: ['ES'] },
  { '@odata.type': '#microsoft.graph.countryNamedLocation', id: 'gps', countriesAndRegions: ['ES'], countryLookupMethod: 'authenticatorAppGps' },
  { '@odata.type': '#microsoft.graph.compliantNetworkNamedLocation', id: 'network' }
]
const from = (given: Record<string, unknown>, included: string[], excluded: string[] = [], tenant: Record<string, unknown> = {}): Question =>
  ({ given, is: { locations: { includeLocations: included, excludeLocations: excluded } }, tenant: { namedLocations, ...tenant } })
const ip = (ipAddress: string): Record<string, unknown> => ({ ipAddress })
const mfa = '00000000-0000-0000-0000-000000000000'

const cases: [string, Question, boolean | null][] = [
  ['the last address of a range is inside', from(ip('10.1.255.255'), ['office']), true],
  ['the address after it is not', from(ip('10.2.0.0'), ['office']), false],
  ['the lower end of a span is inside', from(ip('10.9.0.5'), ['span']), true],
  ['the address below it is not', from(ip('10.9.0.4'), ['span']), false],
  ['the upper end of a span is inside', from(ip('10.9.0.9'), ['span']), true],
  ['an IPv6 address is found in an IPv6 range', from(ip('2001:db8:ffff::1'), ['office']), true],
  ['an IPv4-mapped address is the IPv4 address', from(ip('::ffff:10.1.2.3'), ['office']), true],
  ['a range that cannot be read is unknown', from(ip('10.4.0.1'), ['broken']), null],
  ['unless another range of the location decides', from(ip('10.3.0.1'), ['broken']), true],
  ['an address that is not given is unknown', from({}, ['office']), null],
  ['All needs no address', from({}, ['All']), true],
  ['an exclusion alone includes every location', from(ip('10.1.0.0'), [], ['office']), false],
  ['two empty lists mean any', from({}, []), true],
  ['a country is compared without letter case', from({ country: 'se' }, ['nordic']), true],
  ['a country that is not given is unknown', from(ip('10.1.0.0'), ['nordic']), null],
  ['an address of no country is in a location that takes the unmapped', from({ ...ip('10.1.0.0'), country: null }, ['nordic']), true],
  ['and in no other', from({ ...ip('10.1.0.0'), country: null }, ['iberia']), false],
  ['a null country without an address is not given', from({ country: null }, ['iberia']), null],
  ['a location by GPS is unknown', from({ country: 'ES' }, ['gps']), null],
  ['a compliant network is unknown', from({ country: 'ES' }, ['network']), null],
  ['a location that the tenant does not hold is unknown', from({ country: 'ES' }, ['gone']), null],
  ['AllTrusted holds the trusted locations', from(ip('10.1.0.1'), ['AllTrusted']), true],
  ['AllTrusted holds nothing else where there are no MFA trusted addresses', from(ip('10.9.0.5'), ['AllTrusted']), false],
  ['AllTrusted holds the MFA trusted addresses', from(ip('10.9.0.5'), ['AllTrusted'], [], { settings: { mfaTrustedIps: ['10.9.0.0/24'] } }), true],
  ['MFA trusted addresses that nobody declared are unknown', from(ip('10.9.0.5'), [mfa], [], { settings: {} }), null],
  ['declared as none they match nothing, given or not', from({}, [mfa]), false],
  ['nothing is known of locations that were not read', from(ip('10.1.0.1'), ['office'], [], { namedLocations: undefined }), null],
  ['nor of AllTrusted then', from(ip('10.1.0.1'), ['AllTrusted'], [], { namedLocations: undefined }), null]
]

for (const [name, question, expected] of cases) {
  test(name, (t) => {
    t.equal(applies(question), expected)
    t.end()
  })
}
