import { test } from 'tap'
import { graphUnderTest, messageOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const policies = '/beta/identity/conditionalAccess/policies'
const strength = { id: '00000000-0000-0000-0000-000000000002' }

type Body = Record<string, unknown>

function body(conditions: Body, rest: Body = {}): Body {
  return {
    displayName: 'New', state: 'enabledForReportingButNotEnforced',
    conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] }, ...conditions },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }, ...rest,
  }
}

function grant(operator: string, builtInControls: string[], rest: Body = {}): Body {
  return { grantControls: { operator, builtInControls, ...rest } }
}

function session(sessionControls: Body): Body {
  return { grantControls: null, sessionControls }
}

function filter(rule: string): Body {
  return { devices: { deviceFilter: { mode: 'include', rule } } }
}

const highUser = { userRiskLevels: ['high'] }
const workload = { users: { includeUsers: ['None'] }, clientApplications: { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] } }
const registering = { applications: { includeUserActions: ['urn:user:registerdevice'] } }

const refused: readonly (readonly [string, Body, RegExp])[] = [
  ['an unknown member', body({ moonPhase: 'full' }), /^1007: /],
  ['an enum value in the wrong case', body({ clientAppTypes: ['Browser'] }), /^1007: /],
  ['the sentinel sent back', body({}, grant('OR', ['unknownFutureValue'])), /^1007: /],
  ['a scalar where a list is due', body({ users: { includeUsers: 'All' } }), /^1007: /],
  ['a read-only member', body({}, { createdDateTime: '2026-01-01T00:00:00Z' }), /^1007: /],
  ['no name', body({}, { displayName: undefined }), /^1007: /],
  ['a name that is too long', body({}, { displayName: 'x'.repeat(257) }), /^1007: /],
  ['neither grant nor session controls', body({}, { grantControls: null }), /^1007: /],
  ['session controls that do nothing and no grant', body({}, session({ persistentBrowser: { isEnabled: false } })), /^1007: /],
  ['nobody included', body({ users: { includeUsers: [] } }), /^1007: /],
  ['a guest object without types', body({ users: { includeGuestsOrExternalUsers: { externalTenants: { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants' } } } }), /^1007: /],
  ['a device rule that is too long', body(filter(`device.model -eq "${'x'.repeat(3072)}"`)), /^1007: /],
  ['every time with a value', body({}, session({ signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime', value: 1, type: 'hours' } })), /^1007: /],
  ['no applications', body({ applications: { includeApplications: [] } }), /^1011: /],
  ['applications and user actions', body({ applications: { includeApplications: ['All'], includeUserActions: ['urn:user:registerdevice'] } }), /^1012: /],
  ['no client app types', body({ clientAppTypes: [] }), /^1064: /],
  ['a location that is not there', body({ locations: { includeLocations: ['All'], excludeLocations: ['00000000-0000-4000-8000-00000000dead'] } }), /^1040: NamedLocation with id 00000000-0000-4000-8000-00000000dead/],
  ['a group that is not there', body({ users: { includeGroups: ['Sales'] } }), /^1054: Invalid group value: Sales\.$/],
  ['a user that is not there', body({ users: { includeUsers: ['nobody'] } }), /Invalid user value: nobody/],
  ['a strength that is not there', body({}, grant('OR', [], { authenticationStrength: { id: ids.outer } })), /does not exist in the directory/],
  ['a guest keyword beside the guest object', body({ users: { includeUsers: ['GuestsOrExternalUsers'], includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest' } } }), /'GuestsOrExternalUsers' cannot be combined/],
  ['mfa beside a strength', body({}, grant('OR', ['mfa'], { authenticationStrength: strength })), /^1108: /],
  ['block beside another control', body({}, grant('OR', ['block', 'mfa'])), /^1032: .*InvalidControls/],
  ['an operator that is neither AND nor OR', body({}, grant('XOR', ['mfa', 'compliantDevice'])), /^1032: /],
  ['password change without mfa', body(highUser, grant('AND', ['passwordChange'])), /^1032: .*InvalidPasswordResetControl/],
  ['password change by OR', body(highUser, grant('OR', ['mfa', 'passwordChange'])), /^1032: .*InvalidPasswordResetControl/],
  ['password change with a client app type', body({ ...highUser, clientAppTypes: ['browser'] }, grant('AND', ['mfa', 'passwordChange'])), /^1032: .*InvalidPasswordResetControl/],
  ['risk remediation without a strength', body(highUser, grant('AND', ['mfa', 'riskRemediation'])), /^1032: .*InvalidControls/],
  ['device registration with a compliant device', body(registering, grant('OR', ['compliantDevice'])), /^1032: /],
  ['device registration with a device filter', body({ ...registering, ...filter('device.isCompliant -eq True') }), /^1032: /],
  ['a browser session for one application', body({ applications: { includeApplications: ['Office365'] } }, session({ persistentBrowser: { isEnabled: true, mode: 'never' } })), /^1032: /],
  ['application restrictions for all', body({}, session({ applicationEnforcedRestrictions: { isEnabled: true } })), /^1032: /],
  ['continuous access evaluation disabled under a condition', body({ platforms: { includePlatforms: ['all'] } }, session({ continuousAccessEvaluation: { mode: 'disabled' } })), /^1032: /],
  ['timed second factor', body({}, session({ signInFrequency: { isEnabled: true, value: 1, type: 'hours', frequencyInterval: 'timeBased', authenticationType: 'secondaryAuthentication' } })), /^1104: /],
  ['workloads without their licence', body(workload, grant('OR', ['block'])), /^1150: /],
]

test('each invalid policy is refused with the number and text of the service', async (t) => {
  const graph = graphUnderTest()
  for (const [name, sent, message] of refused) {
    const reply = await graph.send('POST', policies, { body: sent })
    t.match({ status: reply.status, message: messageOf(reply) }, { status: 400, message }, name)
  }
  t.equal(graph.state.collections.policies.size, 2)
  t.same(graph.violations(), [])
})

const accepted: readonly (readonly [string, Body])[] = [
  ['a guest object', body({ users: { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest,serviceProvider', externalTenants: { '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants', membershipKind: 'enumerated', members: [ids.homeTenant] } } } })],
  ['password change as its template has it', body(highUser, { ...grant('AND', ['mfa', 'passwordChange']), sessionControls: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime' } } })],
  ['risk remediation with a strength', body(highUser, grant('AND', ['riskRemediation'], { authenticationStrength: strength }))],
  ['device registration with mfa', body(registering)],
  ['agents blocked', body({ users: { includeUsers: ['None'] }, clientApplications: { includeAgentIdServicePrincipals: ['All'] } }, grant('OR', ['block']))],
  ['an authentication context', body({ applications: { includeAuthenticationContextClassReferences: ['c1'] } })],
  ['the fixed locations', body({ locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted', '00000000-0000-0000-0000-000000000000'] } })],
  ['restrictions for Office 365', body({ applications: { includeApplications: ['Office365'] } }, session({ applicationEnforcedRestrictions: { isEnabled: true } }))],
  ['a strength by reference', body({}, grant('OR', [], { 'authenticationStrength@odata.bind': `https://graph.microsoft.com/beta/policies/authenticationStrengthPolicies('${ids.strength}')` }))],
]

test('valid policies are accepted', async (t) => {
  const graph = graphUnderTest()
  for (const [name, sent] of accepted) {
    const reply = await graph.send('POST', policies, { body: sent })
    t.equal(reply.status, 201, `${name} ${messageOf(reply)}`)
  }
  t.same(graph.violations(), [])
})

test('risk conditions need the P2 licence', async (t) => {
  const graph = graphUnderTest(smallTenant({ subscribedSkus: [] }))
  t.match(messageOf(await graph.send('POST', policies, { body: body(highUser) })), /^1039: /)
  t.match(messageOf(await graph.send('POST', policies, { body: body({}, grant('AND', ['riskRemediation'], { authenticationStrength: strength })) })), /^10(32|39): /)
})

test('a member of beta is unknown to v1.0', async (t) => {
  const graph = graphUnderTest()
  const sent = body({}, session({ continuousAccessEvaluation: { mode: 'strictEnforcement' } }))
  t.match(messageOf(await graph.send('POST', policies.replace('beta', 'v1.0'), { body: sent })), /^1007: .*graph-rest-1\.0\.$/)
  t.equal((await graph.send('POST', policies, { body: sent })).status, 201)
})

test('a PATCH that sends null complex members back is refused', async (t) => {
  const graph = graphUnderTest()
  for (const name of ['locations', 'platforms', 'devices', 'clientApplications', 'authenticationFlows', 'insiderRiskLevels']) {
    const reply = await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: { conditions: { [name]: null } } })
    t.match(messageOf(reply), /^1007: /, name)
  }
  t.equal((await graph.send('POST', policies, { body: body({ locations: null, platforms: null }) })).status, 201)
})

test('an empty body is refused as empty', async (t) => {
  const graph = graphUnderTest()
  t.equal(messageOf(await graph.send('POST', policies)), 'Empty Payload. JSON content expected.')
  t.equal(messageOf(await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`)), 'Empty Payload. JSON content expected.')
})

test('no policy is enabled while security defaults are on', async (t) => {
  const graph = graphUnderTest(smallTenant({ securityDefaults: { isEnabled: true } }))
  t.match(messageOf(await graph.send('POST', policies, { body: body({}, { state: 'enabled' }) })), /Security Defaults/)
  t.equal((await graph.send('POST', policies, { body: body({}) })).status, 201)
})
