import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { emptyTenant, enforced, ids, readTenant } from '#test/fixtures/empty-tenant.ts'

const requirement = requirementOf('secure-security-info-registration')
if (requirement === undefined) throw new Error('no such requirement')
const registration = requirement

function judged(locations: object | null, changed: object = {}): Coverage {
  const template = { ...enforced(registration), conditions: { ...registration.template.conditions, locations } }
  return coverage(compile(readTenant(locations === null ? [] : [template], changed)), registration)
}

const network = { '@odata.type': '#microsoft.graph.compliantNetworkNamedLocation', id: 'network', displayName: 'Compliant network', isTrusted: true }
const broken = { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'broken', displayName: 'Broken', isTrusted: true, ipRanges: [{ cidrAddress: 'everywhere' }] }
const untrusted = { includeLocations: ['All'], excludeLocations: ['AllTrusted'] }
const { namedLocations } = emptyTenant([])

const cases: readonly [string, Coverage, Coverage['status']][] = [
  ['leaving out trusted locations is what the template does', judged(untrusted), 'met'],
  ['so it is with declared MFA trusted IPs', judged(untrusted, { settings: { mfaTrustedIps: ['198.51.100.0/24'] } }), 'met'],
  ['a compliant network that is trusted is out of the question', judged(untrusted, { namedLocations: [namedLocations, network].flat() }), 'met'],
  ['so is what cannot be read of a trusted location', judged(untrusted, { namedLocations: [namedLocations, broken].flat() }), 'met'],
  ['leaving out the trusted location alone is enough', judged({ includeLocations: ['All'], excludeLocations: [ids.headquarters] }), 'met'],
  ['asking everywhere is more than enough', judged({ includeLocations: ['All'], excludeLocations: [] }), 'met'],
  ['leaving out an untrusted location is a gap', judged({ includeLocations: ['All'], excludeLocations: [ids.office] }), 'gap'],
  ['leaving out a network that is not trusted and not shown is not known', judged({ includeLocations: ['All'], excludeLocations: ['network'] }, { namedLocations: [{ ...network, isTrusted: false }] }), 'unknown'],
  ['no policy at all is a gap', judged(null), 'gap']
]

for (const [name, { status, reason }, expected] of cases) {
  test(`registering security information outside trusted places: ${name}`, t => {
    t.equal(status, expected, reason)
    t.end()
  })
}

test('no gap is told from a trusted location', t => {
  const { gaps } = judged({ includeLocations: ['All'], excludeLocations: [ids.office] })
  t.strictSame(gaps.map(({ words }) => words), ['from inside `Office`'])
  t.match(gaps[0]?.witness.signInConditions, { ipAddress: /^192\.0\.2\./ })
  t.strictSame(judged(null).gaps.map(({ words }) => words), ['always'])
  t.end()
})
