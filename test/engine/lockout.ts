import { test } from 'tap'
import { lockout } from '#src/engine/lockout.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { allButEmergency, everyone, lantern, policyOf, reportOnly, type PolicyParts } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const holds = (principalId: string, roleDefinitionId: string, directoryScopeId = '/'): object => ({ principalId, roleDefinitionId, directoryScopeId })
const emergencyHolds = holds(ids.emergency, directoryRoles.globalAdministrator)
const locked = /emergency account could not sign in/
const nobody = /no other administrator/
const portal = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'

type Case = readonly [what: string, policy: PolicyParts, status: string, summary: RegExp]

const cases: readonly Case[] = [
  ['MFA for everyone locks nobody out: an emergency account can hold a key', { users: everyone }, 'safe', /every emergency account/],
  ['a block of everyone but the emergency account leaves nobody to undo it', { users: allButEmergency, grant: ['block'] }, 'locked', nobody],
  ['a block that reaches the emergency account locks it out', { users: everyone, grant: ['block'] }, 'locked', locked],
  ['a block of the emergency account alone locks it out', { users: { includeUsers: [ids.emergency] }, grant: ['block'] }, 'locked', locked],
  ['a managed device asked of the emergency account locks it out', { users: everyone, grant: ['compliantDevice'] }, 'locked', locked],
  ['a managed device or MFA does not', { users: everyone, grant: ['compliantDevice', 'mfa'] }, 'safe', /every/],
  ['a managed device and MFA does', { users: everyone, grant: ['compliantDevice', 'mfa'], operator: 'AND' }, 'locked', locked],
  ['a managed device asked of administrators does not keep them out', { users: allButEmergency, grant: ['compliantDevice'] }, 'safe', /every/],
  ['a control that is not known locks it out', { users: everyone, grant: ['palmReading'] }, 'locked', locked],
  ['a report-only block locks nobody out', { users: everyone, grant: ['block'], state: reportOnly }, 'safe', /every/],
  ['a block of legacy clients locks nobody out', { users: everyone, grant: ['block'], when: { clientAppTypes: ['exchangeActiveSync', 'other'] } }, 'safe', /every/],
  ['a block at high risk locks nobody out', { users: everyone, grant: ['block'], when: { signInRiskLevels: ['high'] } }, 'safe', /every/],
  ['a block where there is no risk locks out, as one cannot count on risk', { users: everyone, grant: ['block'], when: { signInRiskLevels: ['none'] } }, 'locked', locked],
  ['a block of one platform leaves the others', { users: everyone, grant: ['block'], when: { platforms: { includePlatforms: ['linux'] } } }, 'safe', /every/],
  ['a block of the Azure portal locks it out', { users: everyone, grant: ['block'], apps: { includeApplications: [portal] } }, 'locked', locked],
  ['a block of another application does not', { users: everyone, grant: ['block'], apps: { includeApplications: [ids.mail] } }, 'safe', /every/],
  ['a block of the admin portals, whose ids are not published, leaves it open', { users: everyone, grant: ['block'], apps: { includeApplications: ['MicrosoftAdminPortals'] } }, 'undetermined', /depends on facts|no other administrator is sure/],
  ['a block of a group whose members were not read leaves it open', { users: { includeGroups: ['not-read'] }, grant: ['block'] }, 'undetermined', /depends on facts|no other administrator is sure/]
]

for (const [what, policy, status, summary] of cases) {
  test(what, t => {
    t.match(lockout(lantern([policyOf('policy', policy)])), { status, summary, candidates: [] })
    t.end()
  })
}

test('two blocks that only together leave no place to sign in from lock out', t => {
  const namedLocations = [{ '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'office', displayName: 'Office', isTrusted: true,
    ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' }] }]
  const outside = policyOf('outside', { grant: ['block'], when: { locations: { includeLocations: ['All'], excludeLocations: ['office'] } } })
  const inside = policyOf('inside', { grant: ['block'], when: { locations: { includeLocations: ['office'] } } })
  t.equal(lockout(lantern([outside], { namedLocations })).status, 'safe')
  t.equal(lockout(lantern([inside], { namedLocations })).status, 'safe')
  t.equal(lockout(lantern([outside, inside], { namedLocations })).status, 'locked')
  t.end()
})

test('an emergency account may be declared through a group', t => {
  const changed = { groups: [{ id: 'glass', displayName: 'Glass', members: [ids.emergency] }], settings: { emergencyAccess: { groups: ['glass'] } } }
  t.equal(lockout(lantern([policyOf('block', { users: { includeUsers: [ids.emergency] }, grant: ['block'] })], changed)).status, 'locked')
  t.equal(lockout(lantern([policyOf('mfa')], changed)).status, 'safe')
  t.end()
})

test('without declared emergency accounts it is undetermined, and names administrators whom a policy for everyone leaves out', t => {
  const undeclared = { settings: {} }
  t.match(lockout(lantern([policyOf('mfa', { users: allButEmergency })], undeclared)), { status: 'undetermined', candidates: [ids.emergency], summary: /no emergency accounts are declared; 1 account/ })
  t.match(lockout(lantern([policyOf('mfa')], undeclared)), { status: 'undetermined', candidates: [], summary: 'no emergency accounts are declared' })
  t.end()
})

const holders: readonly (readonly [what: string, roleAssignments: readonly object[], status: string])[] = [
  ['a Global Administrator can undo a change', [emergencyHolds, holds(ids.ada, directoryRoles.globalAdministrator)], 'safe'],
  ['a Security Administrator can', [emergencyHolds, holds(ids.ada, directoryRoles.securityAdministrator)], 'safe'],
  ['a Conditional Access Administrator can', [emergencyHolds, holds(ids.ada, directoryRoles.conditionalAccessAdministrator)], 'safe'],
  ['a reader cannot', [emergencyHolds, holds(ids.ada, directoryRoles.securityReader)], 'locked'],
  ['an administrator of one administrative unit cannot', [emergencyHolds, holds(ids.ada, directoryRoles.globalAdministrator, '/administrativeUnits/one')], 'locked'],
  ['nobody else is no administrator left', [emergencyHolds], 'locked']
]

for (const [what, roleAssignments, status] of holders) {
  test(`${what}: ${status}`, t => {
    t.equal(lockout(lantern([policyOf('mfa')], { roleAssignments })).status, status)
    t.end()
  })
}

test('an administrator who is only eligible does not count', t => {
  const eligible = { roleAssignments: [emergencyHolds], roleEligibilities: [holds(ids.ada, directoryRoles.globalAdministrator)] }
  t.match(lockout(lantern([policyOf('mfa')], eligible)), { status: 'locked', summary: nobody })
  t.end()
})

test('one administrator of several who is left is enough', t => {
  const roleAssignments = [emergencyHolds, holds(ids.ada, directoryRoles.globalAdministrator), holds(ids.cleo, directoryRoles.securityAdministrator)]
  const block = policyOf('block', { users: { includeUsers: [ids.ada] }, grant: ['block'] })
  t.equal(lockout(lantern([block], { roleAssignments })).status, 'safe')
  t.end()
})

test('of two emergency accounts each must be able to sign in', t => {
  const changed = { settings: { emergencyAccess: { users: [ids.emergency, ids.cleo] } } }
  const blockOf = (...includeUsers: string[]): object => lockout(lantern([policyOf('block', { users: { includeUsers }, grant: ['block'] })], changed))
  t.match([blockOf(ids.emergency), blockOf(ids.cleo), blockOf(ids.ben)], [{ status: 'locked', summary: locked }, { status: 'locked', summary: locked }, { status: 'safe' }])
  t.end()
})

test('an emergency account that is disabled saves nobody', t => {
  const users = [ids.ada, ids.emergency].map(id => ({ id, displayName: id, userPrincipalName: `${id}@lantern.example`, userType: 'Member', accountEnabled: id === ids.ada }))
  t.match(lockout(lantern([policyOf('mfa')], { users })), { status: 'undetermined', summary: /no declared emergency account is an enabled account/ })
  t.end()
})
