import { test } from 'tap'
import { contradicting } from '#test/fixtures/asked-for-less.ts'
import { rebuilt } from '#test/fixtures/rebuilt.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { abroad, admins, announced, block, bodyFor, device, office, writtenTenant } from '#test/fixtures/written.ts'
import { placedSignIns } from '#test/properties/draw/placed.ts'
import { seeded } from '#test/properties/draw/random.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { compile } from '#src/engine/compile.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Wish } from '#src/domain/wish.ts'

const wider = { ...office, ipRanges: [...office.ipRanges, { cidrAddress: '198.51.100.0/24' }] }
const mfaForAll = bodyFor('Require MFA', { state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['mfa'] } })
const cases: readonly [string, Wish, expected: { relation: string, blocked?: number, challenged?: number, free?: number, onceOn?: readonly [blocked: number, challenged: number, free: number] }][] = [
  ['a report-only policy changes nothing now', { kind: 'createPolicy', body: bodyFor('New') }, { relation: 'equivalent', onceOn: [0, 6, 0] }],
  ['a policy that is created off changes nothing now', { kind: 'createPolicy', body: bodyFor('New', { state: 'disabled' }) }, { relation: 'equivalent', onceOn: [0, 6, 0] }],
  ['dropping an exclusion asks more of who was left out', { kind: 'patchPolicy', policy: ids.mfa, body: mfaForAll }, { relation: 'stricter', challenged: 1 }],
  ['another control asks more and less', { kind: 'patchPolicy', policy: ids.mfa, body: { ...mfaForAll, grantControls: { operator: 'OR', builtInControls: ['compliantDevice'] } } }, { relation: 'incomparable', challenged: 6 }],
  ['a policy turned on', { kind: 'setPolicyState', policy: ids.legacy, state: 'enabled' }, { relation: 'stricter', blocked: 6 }],
  ['a policy turned off', { kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' }, { relation: 'looser', free: 5 }],
  ['a policy put back into report-only mode', { kind: 'setPolicyState', policy: block, state: 'enabledForReportingButNotEnforced' }, { relation: 'looser' }],
  ['a policy deleted', { kind: 'deletePolicy', policy: device }, { relation: 'looser', free: 1 }],
  ['a policy restored that was on', { kind: 'restorePolicy', policy: 'gone', body: bodyFor('Back', { state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['block'] } }) }, { relation: 'stricter', blocked: 6 }],
  ['a location that nothing names', { kind: 'createNamedLocation', body: abroad }, { relation: 'equivalent' }],
  ['a trusted location where a policy leaves trusted places out', { kind: 'createNamedLocation', body: wider }, { relation: 'looser', free: 1 }],
  ['a wider trusted location', { kind: 'patchNamedLocation', location: 'office', body: wider }, { relation: 'looser', free: 1 }],
  ['a location renamed', { kind: 'patchNamedLocation', location: 'office', body: { ...office, displayName: 'Head office' } }, { relation: 'equivalent' }],
  ['a location that is trusted no longer', { kind: 'patchNamedLocation', location: 'office', body: { ...office, isTrusted: false } }, { relation: 'stricter', challenged: 6 }],
  ['other countries, under a block', { kind: 'patchNamedLocation', location: 'abroad', body: { ...abroad, countriesAndRegions: ['FR', 'US'] } }, { relation: 'incomparable', blocked: 1 }],
  ['a trusted location restored', { kind: 'restoreNamedLocation', location: 'old', body: wider }, { relation: 'looser', free: 1 }],
  ['a group with nobody to name it', { kind: 'createGroup', name: 'New', members: [ids.ada] }, { relation: 'equivalent' }],
  ['somebody joins a nested group that a policy leaves out', { kind: 'addGroupMembers', group: ids.nested, members: [ids.cleo, ids.guest] }, { relation: 'looser', free: 2 }],
  ['somebody leaves it', { kind: 'removeGroupMember', group: ids.nested, member: ids.ben }, { relation: 'stricter', challenged: 1 }],
  ['somebody joins a group that holds the role of a policy', { kind: 'addGroupMembers', group: admins, members: [ids.cleo] }, { relation: 'stricter', blocked: 1 }],
  ['somebody leaves the group that holds the role', { kind: 'removeGroupMember', group: admins, member: ids.twin }, { relation: 'looser' }]
]

for (const [name, wish, { relation, blocked = 0, challenged = 0, free = 0, onceOn }] of cases) {
  test(`announced is exactly what it does: ${name}`, t => {
    const { effect } = announced(wish)
    const { newlyBlocked, newlyChallenged, newlyFree, whenEnforced } = effect
    t.strictSame({ relation: effect.relation, newlyBlocked, newlyChallenged, newlyFree }, { relation, newlyBlocked: blocked, newlyChallenged: challenged, newlyFree: free }, effect.summary)
    t.strictSame(Object.values(whenEnforced), onceOn ?? [blocked, challenged, free])
    const after = rebuilt(writtenTenant, wish)
    const both = { ...writtenTenant, namedLocations: [...objects(writtenTenant['namedLocations']), ...objects(after['namedLocations'])], policies: [...objects(writtenTenant['policies']), ...objects(after['policies'])] }
    const signIns = placedSignIns(both, seeded(7), { points: 150, random: 20 })
    t.ok(signIns.length > 100)
    t.strictSame(contradicting(effect.relation, { before: writtenTenant, after }, signIns).slice(0, 1), [])
    t.end()
  })
}

test('a wider trusted location frees nobody whom it does not hold, though nobody said which the MFA trusted IPs are', t => {
  const settings = { emergencyAccess: { users: [ids.emergency] } }
  const wish: Wish = { kind: 'patchNamedLocation', location: 'office', body: wider }
  const { effect } = announced(wish, compile(tenantOf({ ...writtenTenant, settings })))
  t.match(effect, { relation: 'looser', newlyBlocked: 0, newlyChallenged: 0, newlyFree: 1 })
  for (const mfaTrustedIps of [[], ['198.51.100.0/25'], ['0.0.0.0/1']]) {
    const before: Record<string, unknown> = { ...writtenTenant, settings: { ...settings, mfaTrustedIps } }
    const signIns = placedSignIns({ ...before, namedLocations: [...objects(before['namedLocations']), { id: 'wider', ...wider }] }, seeded(7), { points: 150, random: 20 })
    t.strictSame(contradicting(effect.relation, { before, after: rebuilt(before, wish) }, signIns).slice(0, 1), [])
  }
  t.end()
})

test('nobody is locked out unnoticed', t => {
  const everywhere = { applications: { includeApplications: ['All'] }, users: { includeUsers: ['All'] } }
  const blockAll = bodyFor('Block all', { conditions: everywhere, grantControls: { operator: 'OR', builtInControls: ['block'] } })
  t.equal(announced({ kind: 'createPolicy', body: blockAll }).lockout.status, 'locked')
  t.equal(announced({ kind: 'createPolicy', body: { ...blockAll, state: 'disabled' } }).lockout.status, 'safe', 'what is off locks nobody out')
  t.equal(announced({ kind: 'restorePolicy', policy: 'gone', body: { ...blockAll, state: 'enabled' } }).lockout.status, 'locked')
  const locked = compile(tenantOf(rebuilt(writtenTenant, { kind: 'restorePolicy', policy: 'gone', body: { ...blockAll, state: 'enabled' } })))
  for (const state of ['disabled', 'enabledForReportingButNotEnforced'] as const) t.equal(announced({ kind: 'setPolicyState', policy: 'gone', state }, locked).lockout.status, 'safe', 'turning it off is the way out')
  t.end()
})

test('the last administrator who leaves the group by which the role is held is noticed', t => {
  const file = { ...writtenTenant, roleAssignments: [{ principalId: admins, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }, { principalId: ids.emergency, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }] }
  t.equal(announced({ kind: 'removeGroupMember', group: admins, member: ids.twin }, compile(tenantOf(file))).lockout.status, 'locked')
  t.end()
})
