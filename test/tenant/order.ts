import fc from 'fast-check'
import t from 'tap'
import { IdColumn } from '#src/tenant/id-column.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { policiesInOrder } from '#src/tenant/tenant.ts'
import { policyBody } from '#test/fixtures/export-files.ts'
import { contentsOf } from '#test/fixtures/tenant-contents.ts'

const hex = (digits: number) => fc.nat({ max: 3 }).chain(most => fc.nat({ max: most === 0 ? 1 : 16 ** digits - 1 })).map(value => value.toString(16).padStart(digits, '0'))
const guid = fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map(parts => parts.join('-'))
const id = fc.oneof({ weight: 8, arbitrary: guid }, fc.constantFrom('All', 'b', 'A', 'é', '0'))

function orderOf(ids: readonly string[]): string[] {
  const column = new IdColumn()
  for (const each of ids) column.add(each)
  const { places, at } = column.ordered()
  return Array.from(places, (_, index) => at(index))
}

t.test('ids come in the order of their texts, GUIDs first, few or many, alike in much or in nothing', t => {
  fc.assert(fc.property(fc.uniqueArray(id, { maxLength: 1_500, size: 'max', selector: text => text.toLowerCase() }), ids => {
    const isGuid = (text: string): boolean => text.length === 36
    const expected = [...ids.filter(isGuid).sort(), ...ids.filter(text => !isGuid(text)).sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1)]
    return orderOf(ids).join() === expected.join()
  }), { numRuns: 200 })
  t.end()
})

t.test('100,000 ids that share all but their last digits come in order', t => {
  const ids = Array.from({ length: 100_000 }, (_, index) => `00000000-0000-4000-8000-${(index * 7919 % 100_003).toString(16).padStart(12, '0')}`)
  t.ok(orderOf(ids).every((each, index, all) => index === 0 || each > (all[index - 1] ?? '')))
  t.end()
})

t.test('each id is found at its place in the order', t => {
  const column = new IdColumn()
  for (const each of ['b', '00000000-0000-4000-8000-00000000000B', 'A', '00000000-0000-4000-8000-00000000000a']) column.add(each)
  const { indexOf, at, places, ranks } = column.ordered()
  t.same(['00000000-0000-4000-8000-00000000000A', '00000000-0000-4000-8000-00000000000b', 'a', 'B', 'c'].map(indexOf), [0, 1, 2, 3, -1])
  t.same([[0, 1, 2, 3].map(at), [...places], [...ranks]], [['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b', 'A', 'b'],
    [3, 1, 2, 0], [3, 1, 2, 0]])
  t.end()
})

const file = {
  users: ['u-2', 'u-1', 'u-3'].map(each => ({ id: each, displayName: each })),
  groups: [{ id: 'g-2', members: ['u-3', 'g-1', 'gone', 'lost', 'u-1'], owners: ['u-3', 'u-1'] }, { id: 'g-1', members: ['u-2', 'u-1'] }],
  servicePrincipals: [{ id: 's-1', appId: 'b' }, { id: 's-3', appId: 'a' }, { id: 's-2', appId: 'A' }],
  namedLocations: [{ id: 'l-2', ipRanges: [{ cidrAddress: '192.0.2.0/24' }, { cidrAddress: '10.0.0.0/8' }] }, { id: 'l-1', countriesAndRegions: ['US', 'DE'] }],
  authenticationStrengths: [{ id: 'x-2', allowedCombinations: ['fido2', 'password,sms'] }, { id: 'x-1' }],
  roleDefinitions: [{ id: 'r-2' }, { id: 'r-1' }],
  roleAssignments: [{ principalId: 'u-2', roleDefinitionId: 'r-1', directoryScopeId: '/' }, { principalId: 'u-1', roleDefinitionId: 'r-2', directoryScopeId: '/' }],
  subscribedSkus: [{ skuPartNumber: 'E5', servicePlans: [{ servicePlanId: 'p-2' }, { servicePlanId: 'p-1' }] }, { skuPartNumber: 'E3', servicePlans: [] }],
  unread: [{ collection: 'devices', reason: 'forbidden' }, { collection: 'termsOfUse', reason: 'forbidden' }, { collection: 'devices', reason: 'lost' }],
  settings: { mfaTrustedIps: ['192.0.2.0/24', '10.0.0.0/8'], emergencyAccess: { users: ['u-3', 'u-1'] } }
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed).reverse()
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, reversed(member)])) : value
}

t.test('a tenant says the same at the same places whichever way round its lists are', t => {
  const [one, other] = [tenantOf(file), tenantOf(reversed(file))]
  t.same(contentsOf(other), contentsOf(one))
  for (const tenant of [one, other]) {
    const { users, groups, apps, locations, strengths, roleDefinitions, roleAssignments, skus, settings, unread } = tenant
    t.same([0, 1, 2].map(index => users.at(index).id), ['u-1', 'u-2', 'u-3'])
    t.same([0, 1].map(index => [groups.at(index).id, [...groups.usersOf(index)], [...groups.groupsOf(index)], groups.unresolvedOf(index), groups.ownersOf(index)]),
      [['g-1', [0, 1], [], [], undefined], ['g-2', [0, 2], [0], ['gone', 'lost'], ['u-1', 'u-3']]])
    t.same([apps.list.map(app => app.id), apps.indexOfAppId('A'), apps.indexOf('S-1'), apps.indexOf('s-9')], [['s-2', 's-3', 's-1'], 0, 2, -1])
    t.same(locations?.map(location => [location.id, location.ipRanges.map(range => range.cidrAddress), location.countriesAndRegions]),
      [['l-1', [], ['DE', 'US']], ['l-2', ['10.0.0.0/8', '192.0.2.0/24'], []]])
    t.same([strengths?.map(strength => strength.id), roleDefinitions?.map(role => role.id), roleAssignments?.map(role => role.principalId)],
      [['x-1', 'x-2'], ['r-1', 'r-2'], ['u-1', 'u-2']])
    t.same(skus?.map(sku => [sku.skuPartNumber, sku.servicePlans.map(plan => plan.servicePlanId)]), [['E3', []], ['E5', ['p-1', 'p-2']]])
    t.same([settings.mfaTrustedIps, settings.emergencyAccess], [['10.0.0.0/8', '192.0.2.0/24'], { users: ['u-1', 'u-3'] }])
    t.same(unread.map(({ collection, reason }) => `${collection} ${reason}`), ['devices forbidden', 'devices lost', 'termsOfUse forbidden'])
  }
  t.end()
})

t.test('policies keep the order of the tenant until they are asked for in that of their ids', t => {
  const tenant = tenantOf({ policies: ['b', 'A', 'c'].map(each => policyBody(each)) })
  t.same([tenant.policies, policiesInOrder(tenant)].map(list => list.map(({ policy }) => policy.id)), [['b', 'A', 'c'], ['A', 'b', 'c']])
  t.end()
})
