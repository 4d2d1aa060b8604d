import { test } from 'tap'
import { drawPoints } from '#src/simulator/points/draw.ts'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'

const tenant = {
  users: [{ id: 'alma' }, { id: 'bo' }], servicePrincipals: [{ id: 'sp', appId: 'app' }],
  namedLocations: [
    { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'office', ipRanges: [{ cidrAddress: '10.1.0.0/16' }, { lowerAddress: '2001:db8::1', upperAddress: '2001:db8::f' }] },
    { '@odata.type': '#microsoft.graph.countryNamedLocation', id: 'nordic', countriesAndRegions: ['SE'] }
  ],
  policies: [{
    id: 'p', displayName: 'p', state: 'enabled',
    conditions: {
      users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] }, locations: { includeLocations: ['office'] },
      devices: { deviceFilter: { mode: 'include', rule: 'device.model -in ["Surface", "Kiosk"] -and device.extensionAttribute1 -eq "SAW"' } }
    }
  }]
}

function drawn(name: string): unknown[] {
  return [...drawPoints(tenant, { limit: 3000 })].map((point) => Object(point['signInConditions'])[name])
}

test('both ends of each range and the addresses beside them are drawn', (t) => {
  const addresses = new Set(drawn('ipAddress'))
  const wanted = ['10.0.255.255', '10.1.0.0', '10.1.255.255', '10.2.0.0', '2001:db8:0:0:0:0:0:0', '2001:db8:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:f', '2001:db8:0:0:0:0:0:10']
  for (const address of wanted) t.ok(addresses.has(address), address)
  t.end()
})

test('each country, an unlisted one and none are drawn', (t) => {
  t.same(new Set(drawn('country')), new Set(['SE', 'AQ', null]))
  t.end()
})

test('no device, each literal of a filter and a near miss are drawn', (t) => {
  const devices = drawn('deviceInfo').map((device) => JSON.stringify(device))
  t.ok(drawn('deviceInfo').includes(undefined))
  for (const device of ['{"model":"Surface"}', '{"model":"xSurface"}', '{"model":"Kiosk"}', '{"isCompliant":true,"model":"Surface","extensionAttribute1":"SAW"}']) {
    t.ok(devices.includes(device), device)
  }
  t.end()
})

test('the same seed draws the same points, and no more than asked', (t) => {
  t.same([...drawPoints(tenant, { limit: 50, seed: 7 })], [...drawPoints(tenant, { limit: 50, seed: 7 })])
  t.equal([...drawPoints(tenant, { limit: 50 })].length, 50)
  t.end()
})

test('every point is a sign-in, of external users and workloads too', (t) => {
  for (const point of drawPoints(tenant, { limit: 500, external: true, workloads: true, actions: true })) whatIf(tenant, point)
  t.end()
})
