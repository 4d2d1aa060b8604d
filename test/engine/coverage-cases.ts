import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { lanternFile, policyOf, reportOnly, type PolicyParts } from '#test/fixtures/lantern.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'
import { inScope, isProtected } from '#test/properties/draw/judge.ts'

type Body = Record<string, unknown>

/** What is expected of one requirement; `uncovered` are object ids, `words` those of the gaps. */
interface Expected {
  readonly status: string
  readonly reason?: RegExp
  readonly uncovered?: readonly string[]
  readonly words?: readonly string[]
  readonly possible?: number
  readonly more?: Body
}

interface Case {
  readonly what: string
  readonly of?: string
  readonly policies: readonly Body[]
  readonly changed?: Body
  readonly expected: Expected
}

const population = [ids.ada, ids.ben, ids.cleo, ids.guest, ids.twin, ids.otherTwin]
const group = (id: string, ...members: string[]): Body => ({ id, displayName: id, members })
const allBut = (...excludeGroups: string[]): PolicyParts => ({ users: { includeUsers: ['All'], excludeGroups } })
const only = (...includeGroups: string[]): PolicyParts => ({ users: { includeGroups } })
const guestOf = (id: string, homeTenantId: string): Body => ({
  id, displayName: id, userPrincipalName: `${id}_home#EXT#@lantern.example`, userType: 'Guest', accountEnabled: true, externalUserState: 'Accepted', homeTenantId
})
const guestsOf = (...members: string[]): Body => ({
  guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants: { '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants', membershipKind: 'enumerated', members }
})
const office = { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'office', displayName: 'Office', isTrusted: true,
  ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' }] }
const untrusting = { when: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } } }
const emergencyAccess = { users: [ids.emergency] }
const [premium] = smallTenant.subscribedSkus
const licensed = (name: string): Body => ({ subscribedSkus: [{ ...premium, servicePlans: premium?.servicePlans.filter(plan => plan.servicePlanName === name) ?? [] }] })
const strength = (...allowedCombinations: string[]): Body => ({ ...policyOf('strength'), grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: 'own', allowedCombinations } } })
const known = ['windows', 'macOS', 'iOS', 'android', 'linux', 'windowsPhone']

const cases: readonly Case[] = [
  { what: 'nothing enforced covers nobody; the emergency account is accepted', policies: [], expected: { status: 'gap', uncovered: population, words: ['always'], more: { users: 6, acceptedUsers: 1 } } },
  { what: 'MFA for everyone meets MFA for everyone', policies: [policyOf('mfa')], expected: { status: 'met', more: { protectingPolicies: ['mfa'] } } },
  { what: 'MFA or a managed device is a way round MFA', policies: [policyOf('weak', { grant: ['mfa', 'compliantDevice'] })], expected: { status: 'gap', uncovered: population, words: ['always'], more: { protectingPolicies: [] } } },
  { what: 'MFA and a managed device is not', policies: [policyOf('both', { grant: ['mfa', 'compliantDevice'], operator: 'AND' })], expected: { status: 'met' } },
  { what: 'a strength counts by its combinations', policies: [strength('fido2', 'password,softwareOath')], expected: { status: 'met' } },
  { what: 'a strength that allows a password alone does not', policies: [strength('fido2', 'password')], expected: { status: 'gap', uncovered: population } },
  { what: 'an exclusion three groups deep leaves one person out', policies: [policyOf('mfa', allBut('outer'))], changed: { groups: [group('outer', 'middle'), group('middle', 'inner'), group('inner', ids.ben)] },
    expected: { status: 'gap', uncovered: [ids.ben], words: ['always'], more: { protectingPolicies: ['mfa'] } } },
  { what: 'guests of one tenant only leaves the guests of another out',
    policies: [policyOf('members', { users: { includeUsers: ['All'], excludeUsers: ['GuestsOrExternalUsers'] } }), policyOf('partner', { users: { includeGuestsOrExternalUsers: guestsOf('partner') } })],
    changed: { users: [...smallTenant.users.filter(({ id }) => id !== ids.guest), guestOf('pia', 'partner'), guestOf('vic', 'vendor')] }, expected: { status: 'gap', uncovered: ['vic'], words: ['always'] } },
  { what: 'one group alone leaves everyone else out', policies: [policyOf('one', only(ids.excluded))], expected: { status: 'gap', uncovered: population.filter(id => id !== ids.ben) } },
  { what: 'two policies cover everyone only together', policies: [policyOf('one', only(ids.excluded)), policyOf('two', allBut(ids.excluded))], expected: { status: 'met', more: { protectingPolicies: ['one', 'two'] } } },
  { what: 'a platform split leaves the unknown platform out', policies: known.map(platform => policyOf(platform, { when: { platforms: { includePlatforms: [platform] } } })),
    expected: { status: 'gap', uncovered: population, words: ['on platform unknown'] } },
  { what: 'all platforms but one, and that one, cover every platform', policies: [policyOf('most', { when: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } } }), policyOf('linux', { when: { platforms: { includePlatforms: ['linux'] } } })],
    expected: { status: 'met' } },
  { what: 'a trusted location that is excluded is a gap inside it', policies: [policyOf('mfa', untrusting)], changed: { namedLocations: [office], settings: { mfaTrustedIps: [], emergencyAccess } },
    expected: { status: 'gap', uncovered: population, words: ['from inside `Office`'], possible: 0 } },
  { what: 'trusted addresses that Graph does not show leave the rest open', policies: [policyOf('mfa', untrusting)], changed: { namedLocations: [office], settings: { emergencyAccess } },
    expected: { status: 'gap', words: ['from inside `Office`'], possible: 1, more: { unknowns: [{ what: 'MFA trusted IPs' }] } } },
  { what: 'one application that is excluded is the application that is not covered', policies: [policyOf('mfa', { apps: { includeApplications: ['All'], excludeApplications: [ids.wiki] } })],
    expected: { status: 'gap', uncovered: population, more: { uncoveredApps: { count: 1, appIds: [ids.wiki], anyOther: false } } } },
  { what: 'every application that the tenant holds leaves any other out', policies: [policyOf('mfa', { apps: { includeApplications: [ids.mail, ids.wiki] } })],
    expected: { status: 'gap', uncovered: population, more: { uncoveredApps: { count: 0, anyOther: true } } } },
  { what: 'MFA for legacy clients blocks them, and the answer says so', of: 'block-legacy-authentication', policies: [policyOf('mfa')], expected: { status: 'met', reason: /legacy clients cannot meet.*`mfa`/ } },
  { what: 'a block of legacy clients needs no such words', of: 'block-legacy-authentication', policies: [policyOf('block', { grant: ['block'], when: { clientAppTypes: ['exchangeActiveSync', 'other'] } })],
    expected: { status: 'met', reason: /^(?!.*cannot meet)/ } },
  { what: 'terms of use do not stop legacy clients', of: 'block-legacy-authentication', policies: [{ ...policyOf('terms'), grantControls: { operator: 'OR', termsOfUse: ['terms'] } }],
    expected: { status: 'gap', uncovered: population, words: ['always'] } },
  { what: 'members of an excluded group that were not read make a gap possible, and are named', policies: [policyOf('mfa', allBut('hidden'))], changed: { groups: [{ id: 'hidden', displayName: 'Hidden' }] },
    expected: { status: 'unknown', uncovered: [], words: [], possible: 1, more: { unknowns: [{ what: 'members of group `Hidden`' }] } } },
  { what: 'a policy with a condition that is not known makes a gap possible', policies: [policyOf('mfa', { when: { times: { includeHours: ['night'] } } })],
    expected: { status: 'unknown', uncovered: [], possible: 1, more: { unknowns: [{ what: 'policy `mfa`' }] } } },
  { what: 'without P2 risky users are not judged', of: 'risky-users', policies: [], changed: licensed('AAD_PREMIUM'), expected: { status: 'notApplicable', reason: /no Microsoft Entra ID P2$/ } },
  { what: 'without P1 and Intune managed devices are not judged', of: 'compliant-device-all-users', policies: [], changed: licensed('none'), expected: { status: 'notApplicable', reason: /no Microsoft Entra ID P1 and no Microsoft Intune$/ } },
  { what: 'with security defaults on no policy runs', policies: [policyOf('mfa')], changed: { securityDefaults: { isEnabled: true } },
    expected: { status: 'gap', reason: /security defaults are on/, uncovered: population, words: ['always'], more: { protectingPolicies: [] } } },
  { what: 'a report-only policy would cover and does not', policies: [policyOf('mfa', { state: reportOnly })], expected: { status: 'gap', uncovered: population, more: { wouldCover: ['mfa'], protectingPolicies: [] } } },
  { what: 'a disabled policy would not', policies: [policyOf('mfa', { state: 'disabled' })], expected: { status: 'gap', uncovered: population, more: { wouldCover: [] } } },
  { what: 'high risk alone leaves medium risk out', of: 'risky-sign-ins', policies: [policyOf('high', { when: { signInRiskLevels: ['high'] } })], expected: { status: 'gap', uncovered: population, words: ['at sign-in risk medium'] } },
  { what: 'guests are outside of managed devices', of: 'compliant-device-all-users', policies: [policyOf('device', { grant: ['compliantDevice'] })], expected: { status: 'met', more: { users: 5, outsideUsers: 1, acceptedUsers: 1 } } },
  { what: 'a disabled account is nobody to protect', policies: [], changed: { users: smallTenant.users.map(user => ({ ...user, accountEnabled: user.id === ids.ben })) }, expected: { status: 'gap', uncovered: [ids.ben], more: { users: 1 } } },
  { what: 'a synchronization account is accepted', policies: [policyOf('mfa', { users: { includeUsers: ['All'], excludeUsers: [ids.cleo] } })],
    changed: { roleAssignments: [{ principalId: ids.cleo, roleDefinitionId: 'd29b2b05-8046-44ba-8758-1e26182fcf32', directoryScopeId: '/' }] }, expected: { status: 'met', more: { users: 5, acceptedUsers: 2 } } },
  { what: 'only who holds a role actively is an administrator; who is eligible is counted beside', of: 'mfa-admins', policies: [],
    changed: { roleEligibilities: [{ principalId: ids.cleo, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }] }, expected: { status: 'gap', uncovered: [ids.ada], more: { users: 1, eligibleUsers: 1 } } },
  { what: 'an administrator through a nested role-assignable group is one, however the role is written', of: 'mfa-admins', policies: [policyOf('mfa', { users: { includeUsers: [ids.ada] } })],
    changed: {
      groups: [{ ...group('admins', 'deputies'), isAssignableToRole: true }, group('deputies', ids.ben)],
      roleDefinitions: [{ id: 'ROLE-ONE', templateId: directoryRoles.globalAdministrator.toUpperCase(), displayName: 'Global Administrator', isBuiltIn: true }],
      roleAssignments: [{ principalId: 'admins', roleDefinitionId: 'role-one', directoryScopeId: '/' }]
    }, expected: { status: 'gap', uncovered: [ids.ben], more: { users: 1 } } }
]

for (const { what, of = 'mfa-all-users', policies, changed, expected } of cases) {
  test(what, t => {
    const requirement = requirementOf(of)
    if (requirement === undefined) throw new Error(`no requirement \`${of}\``)
    const file = lanternFile(policies, changed)
    const tenant = tenantOf(file)
    const judged = coverage(compile(tenant), requirement)
    t.equal(judged.status, expected.status)
    t.match(judged, { reason: expected.reason ?? /./, ...expected.more })
    const { uncoveredUsers } = judged
    if (expected.uncovered !== undefined) t.strictSame(uncoveredUsers.page(0, uncoveredUsers.count).map(user => tenant.users.at(user).id).sort(), [...expected.uncovered].sort())
    if (expected.words !== undefined) t.strictSame(judged.gaps.map(({ words }) => words), expected.words)
    if (expected.possible !== undefined) t.equal(judged.possible.length, expected.possible)
    if (expected.reason === undefined) {
      for (const { witness } of judged.gaps) t.strictSame([inScope(file, requirement, witness), isProtected(file, requirement, witness)], [true, false], JSON.stringify(witness))
    }
    t.end()
  })
}
