import { test, type Test } from 'tap'
import { announce, type AnnouncedWrite } from '#src/advisor/writes/announce.ts'
import { takenBack } from '#src/advisor/writes/rollback.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { locationForm, locationsOf } from '#src/tenant/base.ts'
import { normalForm } from '#src/tenant/normal-form.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Wish } from '#src/domain/wish.ts'
import { applied } from '#test/fixtures/applied.ts'
import { collected, served, type Served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, writer } from '#test/fixtures/writes.ts'

const [, second = '', third = ''] = ids.people
const phones: PolicyBody = {
  displayName: 'Phones', state: 'enabledForReportingButNotEnforced', grantControls: { operator: 'OR', builtInControls: ['compliantDevice'] }, sessionControls: { persistentBrowser: { isEnabled: true, mode: 'never' } },
  conditions: {
    users: { includeUsers: ['All'], excludeUsers: [ids.admin], excludeGroups: [ids.inner] }, applications: { includeApplications: ['All'] }, clientAppTypes: ['browser'],
    platforms: { includePlatforms: ['android', 'iOS'] }, locations: { includeLocations: ['All'], excludeLocations: [ids.office] }
  }
}
const strong = { operator: 'OR', builtInControls: [], authenticationStrength: { id: '00000000-0000-0000-0000-000000000004', displayName: 'Phishing-resistant MFA' } }
const everywhere = { users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] }
const office = { '@odata.type': '#microsoft.graph.ipNamedLocation', displayName: 'Old office', isTrusted: true, ipRanges: [{ cidrAddress: '198.51.100.0/24' }, { lowerAddress: '2001:db8::1', upperAddress: '2001:db8::9' }] }

const rows: readonly [string, Wish][] = [
  ['a policy is created', { kind: 'createPolicy', body: phones }],
  ['conditions and controls come', { kind: 'patchPolicy', policy: ids.mfaPolicy, body: { ...phones, state: 'enabled', grantControls: strong } }],
  ['conditions and controls go', { kind: 'patchPolicy', policy: ids.strengthPolicy, body: { displayName: 'All of it', state: 'enabled', conditions: everywhere, grantControls: { operator: 'OR', builtInControls: ['mfa'] } } }],
  ['a policy is turned off', { kind: 'setPolicyState', policy: ids.mfaPolicy, state: 'disabled' }],
  ['a policy is deleted', { kind: 'deletePolicy', policy: ids.mfaPolicy }],
  ['a trusted location is created', { kind: 'createNamedLocation', body: { ...office, displayName: 'Branch' } }],
  ['a location changes', { kind: 'patchNamedLocation', location: ids.unused, body: office }],
  ['a country location changes', { kind: 'patchNamedLocation', location: ids.country, body: { '@odata.type': '#microsoft.graph.countryNamedLocation', displayName: 'Home', countriesAndRegions: ['nl'], includeUnknownCountriesAndRegions: true } }],
  ['a location is deleted', { kind: 'deleteNamedLocation', location: ids.unused }],
  ['a group is created', { kind: 'createGroup', name: 'Exceptions', members: [second, third] }],
  ['a role-assignable group is created', { kind: 'createGroup', name: 'Guarded', protection: 'roleAssignable' }],
  ['a group is created in an administrative unit', { kind: 'createGroup', name: 'Guarded', protection: 'restrictedManagement', administrativeUnit: ids.unit, members: [second] }],
  ['members join', { kind: 'addGroupMembers', group: ids.inner, members: [third] }],
  ['a member leaves', { kind: 'removeGroupMember', group: ids.inner, member: second }]
]

/** The tenant as it is read, with the groups that changes are about. */
async function tenantNow({ client, simulator: { state } }: Served): Promise<Compiled> {
  return compile((await collected(client, { groups: state.collections.groups.latest().map(({ id }) => id) })).tenant)
}

/** Sends what is announced, and sees it done. */
async function written(t: Test, through: Served, wish: Wish): Promise<{ readonly announced: AnnouncedWrite, readonly id: string }> {
  const announced = announce(await tenantNow(through), wish)
  if ('refused' in announced) throw new Error(`${wish.kind}: ${announced.detail}`)
  const { base, ...write } = announced
  const { write: send, look, base: baseNow } = accessOf(through.client)
  t.equal(base, await baseNow(write), 'the base is the same, computed from the snapshot and from Graph')
  const answer = await send(write)
  if (!('written' in answer) || answer.written === null) throw new Error(`${wish.kind}: ${JSON.stringify(answer)}`)
  t.match(await look(write, answer.written), { stands: 'after' }, wish.kind)
  return { announced, id: answer.written }
}

async function normalised(through: Served): Promise<unknown> {
  const { policies, namedLocations } = await accessOf(through.client).state()
  const groups = through.simulator.state.collections.groups.latest().map(group => JSON.stringify([group['displayName'], [...Array.isArray(group['members']) ? group['members'] : []].map(String).sort()]))
  return { policies: policies.map(policy => JSON.stringify([Object(policy)['id'], normalForm(policy)])).sort(), locations: locationsOf(namedLocations).map(location => JSON.stringify([location.id, locationForm(location)])).sort(), groups: groups.sort() }
}

for (const patchMode of ['merge', 'replace'] as const) {
  for (const [name, wish] of rows) {
    test(`${name}, as announced, and is taken back, where Graph takes a PATCH as ${patchMode}`, async t => {
      const through = await served(t, smallTenant(), { claims: writer, patchMode })
      const before = await normalised(through)
      const { announced, id } = await written(t, through, wish)
      t.notSame(await normalised(through), before)
      const back = takenBack(await tenantNow(through), applied(announced, { objectId: id }))
      if ('refused' in back) { t.fail(back.detail); return }
      for (const one of back) await written(t, through, one)
      t.strictSame(await normalised(through), before)
      t.strictSame(through.violations(), [])
    })
  }
}
