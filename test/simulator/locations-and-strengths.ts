import { test } from 'tap'
import { isObject } from '#src/simulator/json.ts'
import { graphUnderTest, idOf, objectOf, valuesOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const locations = '/v1.0/identity/conditionalAccess/namedLocations'
const strengths = '/beta/policies/authenticationStrengthPolicies'

const network = {
  '@odata.type': '#microsoft.graph.ipNamedLocation', displayName: 'Branch', isTrusted: true,
  ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '198.51.100.0/24' }],
}

test('a named location is created, changed, and deleted once nothing holds it', async (t) => {
  const graph = graphUnderTest()
  const reply = await graph.send('POST', locations, { body: network })
  const id = idOf(reply)
  t.equal(reply.status, 201)
  t.match(await graph.send('DELETE', `${locations}/${id}`), { status: 400, body: { error: { message: /trusted/ } } })
  t.equal((await graph.send('PATCH', `${locations}/${id}`, { body: { '@odata.type': network['@odata.type'], isTrusted: false } })).status, 204)
  t.equal((await graph.send('DELETE', `${locations}/${id}`)).status, 204)
  t.equal((await graph.send('GET', `${locations}/${id}`)).status, 404)
  t.match(await graph.send('POST', `/beta/identity/conditionalAccess/deletedItems/namedLocations/${id}/restore`), { status: 200, body: { isTrusted: false } })
  t.same(graph.violations(), [])
})

test('a location that a policy names cannot be deleted', async (t) => {
  const graph = graphUnderTest()
  await graph.send('PATCH', `${locations}/${ids.office}`, { body: { '@odata.type': network['@odata.type'], isTrusted: false } })
  t.match(await graph.send('DELETE', `${locations}/${ids.office}`), { status: 400, body: { error: { message: /referenced/ } } })
  t.equal((await graph.send('DELETE', `${locations}/${ids.unused}`)).status, 204)
})

test('locations of a wrong shape are refused', async (t) => {
  const graph = graphUnderTest()
  const wide = { ...network, ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '10.0.0.0/8' }] }
  const lower = { '@odata.type': '#microsoft.graph.countryNamedLocation', displayName: 'Here', countriesAndRegions: ['nl'] }
  for (const body of [wide, lower, { ...network, ipRanges: [] }, { ...network, displayName: '' }, { displayName: 'No type' }, { ...network, colour: 'red' }]) {
    t.equal((await graph.send('POST', locations, { body })).status, 400)
  }
  t.equal((await graph.send('POST', locations)).status, 400)
  t.equal((await graph.send('PATCH', `${locations}/${ids.office}`, { body: lower })).status, 400)
})

test('a tenant holds at most 195 named locations', async (t) => {
  const graph = graphUnderTest()
  const statuses = new Set<number>()
  for (let count = 0; count < 192; count += 1) statuses.add((await graph.send('POST', locations, { body: network })).status)
  t.same([...statuses], [201, 400])
})

test('v1.0 leaves out the kinds of location it does not know', async (t) => {
  const graph = graphUnderTest()
  t.equal(valuesOf(await graph.send('GET', locations)).length, 3)
  t.equal(valuesOf(await graph.send('GET', locations.replace('v1.0', 'beta'))).length, 4)
  t.equal(valuesOf(await graph.send('GET', `${locations}?$filter=isof('microsoft.graph.countryNamedLocation')`)).length, 1)
})

test('the built-in strengths are there and cannot be changed', async (t) => {
  const graph = graphUnderTest()
  const all = valuesOf(await graph.send('GET', strengths))
  t.same(all.map((strength) => strength['displayName']), ['Multifactor authentication', 'Passwordless MFA', 'Phishing-resistant MFA', 'Passkeys'])
  const builtIn = `${strengths}/00000000-0000-0000-0000-000000000004`
  t.equal((await graph.send('PATCH', builtIn, { body: { displayName: 'x' } })).status, 400)
  t.equal((await graph.send('DELETE', builtIn)).status, 400)
  const usage = objectOf(await graph.send('GET', `${builtIn}/usage`))['mfa']
  t.match(usage, [{ id: ids.strengthPolicy }])
  t.same(graph.violations(), [])
})

test('a strength of the tenant is created, given other combinations, and deleted unless in use', async (t) => {
  const graph = graphUnderTest()
  const made = await graph.send('POST', strengths, { body: { displayName: 'Keys', allowedCombinations: ['fido2'] } })
  const url = `${strengths}/${idOf(made)}`
  t.equal((await graph.send('PATCH', url, { body: { description: 'Security keys' } })).status, 204)
  t.equal((await graph.send('PATCH', url, { body: { allowedCombinations: ['sms'] } })).status, 400)
  const combinations = { allowedCombinations: ['fido2', 'windowsHelloForBusiness'] }
  t.match(await graph.send('POST', `${url}/updateAllowedCombinations`, { body: combinations }), { status: 200, body: { previousCombinations: ['fido2'], currentCombinations: combinations.allowedCombinations } })
  t.equal((await graph.send('DELETE', url)).status, 204)
  const used = { grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: ids.strength } } }
  t.equal((await graph.send('PATCH', `/beta/identity/conditionalAccess/policies/${ids.mfaPolicy}`, { body: used })).status, 204)
  t.equal((await graph.send('DELETE', `${strengths}/${ids.strength}`)).status, 400)
  t.same(graph.violations(), [])
})

test('an authentication context is created by its id', async (t) => {
  const graph = graphUnderTest()
  const root = '/v1.0/identity/conditionalAccess/authenticationContextClassReferences'
  t.equal((await graph.send('PATCH', `${root}/c7`, { body: { displayName: 'Secret', isAvailable: true } })).status, 204)
  t.match(await graph.send('GET', `${root}/c7`), { status: 200, body: { displayName: 'Secret', isAvailable: true } })
  t.equal((await graph.send('PATCH', `${root}/c100`, { body: { displayName: 'x' } })).status, 400)
  t.same(graph.violations(), [])
})

test('templates show the whole strength and can be filtered by scenario', async (t) => {
  const graph = graphUnderTest()
  const root = '/v1.0/identity/conditionalAccess/templates'
  const all = valuesOf(await graph.send('GET', root))
  t.equal(all.length, 21)
  t.equal(valuesOf(await graph.send('GET', `${root}?$filter=scenarios has 'protectAdmins'`)).length, 6)
  const template = objectOf(await graph.send('GET', `${root}/76c03f19-ea37-4656-a772-a183b4ddb81d`))
  t.ok(isObject(template['details']))
  t.match(template, { details: { grantControls: { authenticationStrength: { displayName: 'Phishing-resistant MFA' } } } })
  t.same(graph.violations(), [])
})
