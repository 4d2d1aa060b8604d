import { test } from 'tap'
import { announce } from '#src/advisor/writes/announce.ts'
import { compile } from '#src/engine/compile.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Wish } from '#src/domain/wish.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { abroad, admins, bodyFor, dynamic, managed, office, written, writtenTenant } from '#test/fixtures/written.ts'

const users = (more: Record<string, unknown>) => bodyFor('New', { conditions: { users: { includeUsers: ['All'], ...more } } })
const mfa = objects(writtenTenant['policies'])[0]
const own = { displayName: 'Require MFA', state: 'enabled', conditions: Object(mfa?.['conditions']), grantControls: Object(mfa?.['grantControls']) }

const refused: readonly [string, Wish, code: string, pointer?: string][] = [
  ['a policy that starts in force', { kind: 'createPolicy', body: bodyFor('New', { state: 'enabled' }) }, 'starts-in-force', '/body/state'],
  ['a policy in a state that is none', { kind: 'createPolicy', body: bodyFor('New', { state: 'on' }) }, 'starts-in-force', '/body/state'],
  ['a policy without a name', { kind: 'createPolicy', body: bodyFor(' ') }, 'bad-name', '/body/displayName'],
  ['a policy that asks for nothing', { kind: 'createPolicy', body: { ...bodyFor('New'), grantControls: null } }, 'asks-for-nothing'],
  ['a policy for nobody', { kind: 'createPolicy', body: bodyFor('New', { conditions: { users: {} } }) }, 'for-nobody'],
  ['a policy about nothing', { kind: 'createPolicy', body: bodyFor('New', { conditions: { applications: {} } }) }, 'for-nothing'],
  ['a policy with what nobody understands', { kind: 'createPolicy', body: bodyFor('New', { conditions: { moonPhases: ['full'] } }) }, 'not-understood', '/body/conditions/moonPhases'],
  ['a policy for a user who is not there', { kind: 'createPolicy', body: users({ excludeUsers: ['gone'] }) }, 'unknown-reference', '/body/conditions/users/excludeUsers/0'],
  ['a policy for a group that is not there', { kind: 'createPolicy', body: users({ excludeGroups: [ids.excluded, 'gone'] }) }, 'unknown-reference', '/body/conditions/users/excludeGroups/1'],
  ['a policy for a place that is not there', { kind: 'createPolicy', body: bodyFor('New', { conditions: { locations: { includeLocations: ['gone'] } } }) }, 'unknown-reference', '/body/conditions/locations/includeLocations/0'],
  ['a strength that is not there', { kind: 'createPolicy', body: bodyFor('New', { grantControls: { operator: 'OR', authenticationStrength: { id: 'gone' } } }) }, 'unknown-reference', '/body/grantControls/authenticationStrength'],
  ['a patch of no policy', { kind: 'patchPolicy', policy: 'gone', body: bodyFor('New') }, 'policy-not-found', '/policy'],
  ['a patch of the state', { kind: 'patchPolicy', policy: ids.mfa, body: { ...own, state: 'disabled' } }, 'changes-state', '/body/state'],
  ['a patch that changes nothing', { kind: 'patchPolicy', policy: ids.mfa, body: own }, 'changes-nothing'],
  ['a patch of what Microsoft manages', { kind: 'patchPolicy', policy: managed, body: bodyFor('Microsoft-managed: devices', { grantControls: { operator: 'OR', builtInControls: ['mfa'] } }) }, 'managed-by-microsoft'],
  ['another name for what Microsoft manages', { kind: 'patchPolicy', policy: managed, body: bodyFor('Ours') }, 'managed-by-microsoft'],
  ['deleting what Microsoft manages', { kind: 'deletePolicy', policy: managed }, 'managed-by-microsoft'],
  ['the state that it is in', { kind: 'setPolicyState', policy: ids.mfa, state: 'enabled' }, 'changes-nothing', '/state'],
  ['restoring what stands', { kind: 'restorePolicy', policy: ids.mfa, body: own }, 'policy-stands'],
  ['a location of no type', { kind: 'createNamedLocation', body: { displayName: 'Nowhere' } }, 'bad-location-type'],
  ['a compliant network', { kind: 'createNamedLocation', body: { '@odata.type': '#microsoft.graph.compliantNetworkNamedLocation', displayName: 'Network' } }, 'bad-location-type'],
  ['a location without ranges', { kind: 'createNamedLocation', body: { ...office, ipRanges: [] } }, 'bad-ranges'],
  ['a range that is none', { kind: 'createNamedLocation', body: { ...office, ipRanges: [{ cidrAddress: '192.0.2.0/24' }, { cidrAddress: '192.0.2.0/33' }] } }, 'bad-range', '/body/ipRanges/1'],
  ['a range with a mask of 8', { kind: 'createNamedLocation', body: { ...office, ipRanges: [{ cidrAddress: '10.0.0.0/8' }] } }, 'bad-range', '/body/ipRanges/0'],
  ['a range that ends before it starts', { kind: 'createNamedLocation', body: { ...office, ipRanges: [{ lowerAddress: '10.0.0.9', upperAddress: '10.0.0.1' }] } }, 'bad-range', '/body/ipRanges/0'],
  ['a country of three letters', { kind: 'createNamedLocation', body: { ...abroad, countriesAndRegions: ['FRA'] } }, 'bad-countries'],
  ['no country', { kind: 'createNamedLocation', body: { ...abroad, countriesAndRegions: [] } }, 'bad-countries'],
  ['a location without a name', { kind: 'createNamedLocation', body: { ...office, displayName: '' } }, 'bad-name'],
  ['a member that no location has', { kind: 'createNamedLocation', body: { ...office, colour: 'red' } }, 'not-understood', '/body/colour'],
  ['another type of a location', { kind: 'patchNamedLocation', location: 'office', body: abroad }, 'changes-type'],
  ['a location that is so already', { kind: 'patchNamedLocation', location: 'office', body: { ...office, ipRanges: [{ cidrAddress: '192.0.2.0/24' }] } }, 'changes-nothing'],
  ['deleting a location that a policy uses', { kind: 'deleteNamedLocation', location: 'abroad' }, 'location-in-use'],
  ['deleting a trusted location', { kind: 'deleteNamedLocation', location: 'office' }, 'location-trusted'],
  ['restoring a location that stands', { kind: 'restoreNamedLocation', location: 'office', body: office }, 'location-stands'],
  ['a group of somebody who is not there', { kind: 'createGroup', name: 'New', members: [ids.ada, 'gone'] }, 'user-not-found', '/members/1'],
  ['a group whose name is taken', { kind: 'createGroup', name: 'contractors' }, 'name-taken'],
  ['a protected group without its unit', { kind: 'createGroup', name: 'New', protection: 'restrictedManagement' }, 'unit-missing'],
  ['a unit for a group that needs none', { kind: 'createGroup', name: 'New', protection: 'roleAssignable', administrativeUnit: 'unit' }, 'unit-not-meant'],
  ['deleting a group that a policy uses', { kind: 'deleteGroup', group: ids.excluded, body: { displayName: 'MFA exceptions' } }, 'group-in-use'],
  ['deleting a group inside one that a policy uses', { kind: 'deleteGroup', group: ids.nested, body: { displayName: 'Contractors' } }, 'group-in-use'],
  ['deleting a group that holds the role of a policy', { kind: 'deleteGroup', group: admins, body: { displayName: 'Administrators' } }, 'group-in-use'],
  ['members of a group that follows from a rule', { kind: 'addGroupMembers', group: dynamic, members: [ids.ada] }, 'dynamic-group'],
  ['members of no group', { kind: 'addGroupMembers', group: 'gone', members: [ids.ada] }, 'group-not-found'],
  ['a member who is in it already', { kind: 'addGroupMembers', group: ids.nested, members: [ids.ada, ids.ben] }, 'changes-nothing', '/members/1'],
  ['a member who is not in it', { kind: 'removeGroupMember', group: ids.excluded, member: ids.ben }, 'changes-nothing', '/member']
]

for (const [name, wish, code, pointer] of refused) {
  test(`refused with a reason: ${name}`, t => {
    const answer = announce(written, wish)
    t.match(answer, { refused: code, ...pointer === undefined ? {} : { pointer } })
    t.match('detail' in answer ? answer.detail : '', /[^.]$/)
    t.end()
  })
}

test('what uses a location or a group is named', t => {
  t.match(announce(written, { kind: 'deleteNamedLocation', location: 'abroad' }), { detail: /`Block helpdesk abroad`/ })
  t.match(announce(written, { kind: 'deleteGroup', group: ids.nested, body: { displayName: 'Contractors' } }), { detail: /`Require MFA`/ })
  t.end()
})

test('a tenant takes 240 policies', t => {
  const policies = Array.from({ length: 240 }, (_, index) => ({ ...bodyFor(`Policy ${index}`, { state: 'disabled' }), id: `policy-${index}` }))
  const [most, fewer] = [policies, policies.slice(1)].map(list => compile(tenantOf({ ...writtenTenant, policies: list })))
  for (const wish of [{ kind: 'createPolicy', body: bodyFor('New') }, { kind: 'restorePolicy', policy: 'gone', body: bodyFor('Old') }] satisfies Wish[]) {
    t.match(announce(most ?? written, wish), { refused: 'too-many-policies' })
    t.notOk('refused' in announce(fewer ?? written, wish))
  }
  t.end()
})

test('while security defaults are on nothing is turned on', t => {
  const guarded = compile(tenantOf({ ...writtenTenant, securityDefaults: { isEnabled: true } }))
  t.match(announce(guarded, { kind: 'setPolicyState', policy: ids.legacy, state: 'enabled' }), { refused: 'security-defaults-on' })
  t.match(announce(guarded, { kind: 'restorePolicy', policy: 'gone', body: bodyFor('Old', { state: 'enabled' }) }), { refused: 'security-defaults-on' })
  t.notOk('refused' in announce(guarded, { kind: 'createPolicy', body: bodyFor('New') }))
  t.end()
})

test('declared emergency groups, and those inside them, are changed outside of Lacuna', t => {
  const declared = compile(tenantOf({ ...writtenTenant, settings: { emergencyAccess: { groups: [ids.excluded] } } }))
  for (const group of [ids.excluded, ids.nested]) {
    for (const wish of [{ kind: 'addGroupMembers', group, members: [ids.cleo] }, { kind: 'removeGroupMember', group, member: ids.ben }, { kind: 'deleteGroup', group, body: { displayName: 'x' } }] satisfies Wish[]) {
      t.match(announce(declared, wish), { refused: 'emergency-group', detail: /change it in Entra, then declare the accounts anew/ })
    }
  }
  t.end()
})

test('what was not read is not guessed at', t => {
  const { policies: _policies, ...unread } = writtenTenant
  t.match(announce(compile(tenantOf(unread)), { kind: 'createPolicy', body: bodyFor('New') }), { refused: 'policies-not-read' })
  const { namedLocations: _locations, ...nowhere } = writtenTenant
  t.match(announce(compile(tenantOf(nowhere)), { kind: 'createNamedLocation', body: office }), { refused: 'locations-not-read' })
  t.end()
})

test('a stale reference that stands already hinders no other change, and is said', t => {
  const stale = { ...bodyFor('Stale', { state: 'enabled', conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, 'gone'] } } }), id: 'stale' }
  const compiled = compile(tenantOf({ ...writtenTenant, policies: [...objects(writtenTenant['policies']), stale] }))
  const { id: _id, ...body } = stale
  t.match(announce(compiled, { kind: 'patchPolicy', policy: 'stale', body: { ...body, displayName: 'Still stale' } }), { warnings: [/user `gone`/] })
  t.end()
})

test('what is not understood in a policy that stands hinders no change beside it', t => {
  const strange = { ...bodyFor('Strange', { state: 'enabled', conditions: { moonPhases: ['full', 'new'], clientAppTypes: ['telepathy', 'browser'] } }), id: 'strange' }
  const compiled = compile(tenantOf({ ...writtenTenant, policies: [...objects(writtenTenant['policies']), strange] }))
  const { id: _id, ...body } = strange
  t.match(announce(compiled, { kind: 'patchPolicy', policy: 'strange', body: { ...body, displayName: 'Stranger' } }), { kind: 'patchPolicy', patch: { displayName: 'Stranger' }, effect: { relation: 'equivalent' } })
  t.match(announce(compiled, { kind: 'patchPolicy', policy: 'strange', body: { ...body, conditions: { ...body.conditions, sunSpots: ['many'] } } }), { refused: 'not-understood' })
  t.end()
})
