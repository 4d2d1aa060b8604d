import { test } from 'tap'
import { isObject } from '#src/tenant/json.ts'
import type { Wish } from '#src/domain/wish.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { abroad, admins, announced, bodyFor, office } from '#test/fixtures/written.ts'

const mfa = announced({ kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' }).before
const conditions = isObject(mfa?.['conditions']) ? mfa['conditions'] : {}
const own = { displayName: 'Require MFA', state: 'enabled', conditions, grantControls: { operator: 'OR', builtInControls: ['mfa'] } }
const among = (users: object) => ({ ...own, conditions: { ...conditions, users } })
const everyone = { includeUsers: ['All'], excludeUsers: [ids.emergency] }

const patches: readonly [string, Wish, readonly (readonly [member: string, words: string])[]][] = [
  ['an exclusion goes', { kind: 'patchPolicy', policy: ids.mfa, body: among(everyone) }, [['conditions.users.excludeGroups', '`MFA exceptions` is no longer excluded']]],
  ['exclusions come', { kind: 'patchPolicy', policy: ids.mfa, body: among({ ...everyone, excludeUsers: [ids.emergency, ids.ada, ids.cleo], excludeGroups: [ids.excluded] }) },
    [['conditions.users.excludeUsers', '`Ada Admin <ada.admin.1@lantern.example>` and `Cleo Clerk <cleo.clerk.3@lantern.example>` are excluded']]],
  ['another control and another name', { kind: 'patchPolicy', policy: ids.mfa, body: { ...own, displayName: 'Strong', grantControls: { operator: 'OR', authenticationStrength: { id: '00000000-0000-0000-0000-000000000004' } } } }, [
    ['displayName', 'it is named `Strong` instead of `Require MFA`'], ['grantControls.builtInControls', '`mfa` is no longer asked for'], ['grantControls.authenticationStrength.id', '`Phishing-resistant MFA` is asked for']
  ]],
  ['places come', { kind: 'patchPolicy', policy: ids.mfa, body: { ...own, conditions: { ...conditions, locations: { includeLocations: ['All'], excludeLocations: ['office'] } } } },
    [['conditions.locations.includeLocations', '`All` is included'], ['conditions.locations.excludeLocations', '`Office` is excluded']]],
  ['a policy turned off', { kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' }, [['state', 'the policy was on; it is off']]],
  ['a policy turned on', { kind: 'setPolicyState', policy: ids.legacy, state: 'enabled' }, [['state', 'the policy was in report-only mode; it is on']]],
  ['ranges come and go', { kind: 'patchNamedLocation', location: 'office', body: { ...office, ipRanges: [{ lowerAddress: '10.0.0.1', upperAddress: '10.0.0.9' }] } }, [['ipRanges', '`ipRanges` loses `192.0.2.0/24`; `ipRanges` gets `10.0.0.1 to 10.0.0.9`']]],
  ['a place that is trusted no longer', { kind: 'patchNamedLocation', location: 'office', body: { ...office, isTrusted: false } }, [['isTrusted', '`isTrusted` is `false` instead of `true`']]],
  ['other countries', { kind: 'patchNamedLocation', location: 'abroad', body: { ...abroad, countriesAndRegions: ['fr', 'US'] } }, [['countriesAndRegions', '`countriesAndRegions` loses `JP`; `countriesAndRegions` gets `US`']]],
  ['somebody joins', { kind: 'addGroupMembers', group: ids.nested, members: [ids.ada, ids.cleo] }, [['members', '`Ada Admin <ada.admin.1@lantern.example>` and `Cleo Clerk <cleo.clerk.3@lantern.example>` join the group `Contractors`']]],
  ['somebody leaves', { kind: 'removeGroupMember', group: admins, member: ids.twin }, [['members', '`Tim Twin <tim.twin.6@lantern.example>` leaves the group `Administrators`']]]
]

for (const [name, wish, expected] of patches) {
  test(`what changes is told in words: ${name}`, t => {
    t.strictSame(announced(wish).differences.map(({ member, words }) => [member, words]), expected)
    t.end()
  })
}

test('of what is created everything comes, of what is deleted everything goes', t => {
  const come = announced({ kind: 'createPolicy', body: bodyFor('New') }).differences
  t.strictSame(come.find(({ member }) => member === 'conditions.users.excludeUsers'), { member: 'conditions.users.excludeUsers', removed: [], added: ['`Break Glass <break.glass.5@lantern.example>`'], words: '`Break Glass <break.glass.5@lantern.example>` is excluded' })
  t.ok(come.every(({ removed }) => removed.length === 0) && come.length > 5)
  const gone = announced({ kind: 'deletePolicy', policy: ids.legacy }).differences
  t.ok(gone.every(({ added }) => added.length === 0) && gone.length > 5)
  t.match(announced({ kind: 'createGroup', name: 'New', members: [ids.ada] }).differences.find(({ member }) => member === 'members'), { words: '`Ada Admin <ada.admin.1@lantern.example>` is in the group' })
  t.end()
})
