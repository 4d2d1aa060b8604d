import { test } from 'tap'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { WriteKind } from '#src/domain/write.ts'
import { baseOf, locationsOf, sameLocation } from '#src/tenant/base.ts'

const policy = {
  id: 'P1', displayName: 'MFA', state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z', modifiedDateTime: '2026-03-01T10:00:00Z',
  conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } }, grantControls: { operator: 'OR', builtInControls: ['mfa'] }
}
const other = { ...policy, id: 'p2', modifiedDateTime: null }
const ip = {
  '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'L1', displayName: 'Office', isTrusted: true,
  ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' }, { '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '2001:DB8::/32' }]
}
const country = { '@odata.type': '#microsoft.graph.countryNamedLocation', id: 'L2', displayName: 'Home', countriesAndRegions: ['NL', 'BE'], includeUnknownCountriesAndRegions: false }
const standing = { policies: [policy, other], namedLocations: locationsOf([ip, country]) }
const stamps = 'p1@2026-03-01T10:00:00Z\np2@2026-02-01T10:00:00Z'

test('the base of what has no object of its own yet, or is about a group, is when which policy was changed last', t => {
  const kinds: readonly WriteKind[] = ['createPolicy', 'createNamedLocation', 'createGroup']
  for (const kind of kinds) t.equal(baseOf({ kind, target: null }, standing), stamps, kind)
  const groups: readonly WriteKind[] = ['deleteGroup', 'addGroupMembers', 'removeGroupMember']
  for (const kind of groups) t.equal(baseOf({ kind, target: 'g1' }, standing), stamps, kind)
  t.equal(baseOf({ kind: 'createPolicy', target: null }, { policies: [other, policy] }), stamps, 'in whatever order they were read')
  t.end()
})

test('the base of a write of an object holds what the object says, by id without letter case', t => {
  const ofPolicy = (policies: readonly unknown[]): string => baseOf({ kind: 'patchPolicy', target: 'p1' }, { policies })
  t.match(ofPolicy([policy, other]), new RegExp(`^${stamps}\n\\{.*"displayName":"MFA"`))
  t.not(ofPolicy([{ ...policy, displayName: 'Other' }, other]), ofPolicy([policy, other]))
  t.equal(ofPolicy([{ ...policy, sessionControls: null, grantControls: { ...policy.grantControls, operator: 'AND', termsOfUse: [] } }, other]), ofPolicy([policy, other]), 'said in other words')
  t.not(ofPolicy([{ ...policy, modifiedDateTime: '2026-03-02T10:00:00Z' }, other]), ofPolicy([policy, other]), 'written again')
  t.end()
})

test('the base of a write of what is not there says so', t => {
  t.equal(baseOf({ kind: 'restorePolicy', target: 'gone' }, standing), `${stamps}\nnull`)
  t.equal(baseOf({ kind: 'restoreNamedLocation', target: 'gone' }, standing), `${stamps}\nnull`)
  t.equal(baseOf({ kind: 'patchNamedLocation', target: 'l1' }, { policies: standing.policies }), `${stamps}\nnull`)
  t.end()
})

test('the base of a write of a named location holds what that says, and nothing of the others', t => {
  const of = (namedLocations: readonly NamedLocation[]): string => baseOf({ kind: 'patchNamedLocation', target: 'l1' }, { ...standing, namedLocations })
  t.match(of(standing.namedLocations), /"displayName":"Office"/)
  t.equal(of(locationsOf([ip])), of(standing.namedLocations))
  t.not(of(locationsOf([{ ...ip, isTrusted: false }])), of(standing.namedLocations))
  t.end()
})

const same: readonly (readonly [string, object, object])[] = [
  ['ranges in another order', ip, { ...ip, ipRanges: ip.ipRanges.toReversed() }],
  ['addresses in another letter case', ip, { ...ip, ipRanges: [ip.ipRanges[0], { cidrAddress: '2001:db8::/32' }] }],
  ['another id and other dates', ip, { ...ip, id: 'L9', createdDateTime: '2026-02-01T10:00:00Z', modifiedDateTime: null }],
  ['no id at all', ip, Object.fromEntries(Object.entries(ip).filter(([name]) => name !== 'id'))],
  ['countries in another order', country, { ...country, countriesAndRegions: ['BE', 'NL'] }],
  ['the lookup that Graph fills in', country, { ...country, countryLookupMethod: 'clientIpAddress' }],
  ['a member left out that is false', country, { ...country, includeUnknownCountriesAndRegions: undefined }]
]

for (const [name, one, another] of same) {
  test(`${name}: the same named location`, t => {
    t.ok(sameLocation(one, another))
    t.end()
  })
}

const different: readonly (readonly [string, unknown, unknown])[] = [
  ['another name', ip, { ...ip, displayName: 'Branch' }], ['trust', ip, { ...ip, isTrusted: false }], ['a range less', ip, { ...ip, ipRanges: ip.ipRanges.slice(1) }],
  ['another type', ip, { ...ip, '@odata.type': '#microsoft.graph.countryNamedLocation' }], ['a country more', country, { ...country, countriesAndRegions: ['NL', 'BE', 'DE'] }],
  ['unknown regions', country, { ...country, includeUnknownCountriesAndRegions: true }], ['another lookup', country, { ...country, countryLookupMethod: 'authenticatorAppGps' }],
  ['nothing', ip, undefined], ['nothing and nothing', null, undefined]
]

for (const [name, one, another] of different) {
  test(`${name}: not the same named location`, t => {
    t.notOk(sameLocation(one, another))
    t.end()
  })
}
