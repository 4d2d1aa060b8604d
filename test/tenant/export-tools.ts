import t from 'tap'
import { exported, policyBody } from '#test/fixtures/export-files.ts'

const whole = { ...policyBody('p-1'), displayName: 'Require MFA' }
const { policies: [expected] } = exported({ 'plain.json': whole })

const annotated = {
  '@odata.context': 'https://graph.example/beta/$metadata#identity/conditionalAccess/policies/$entity',
    '@odata.type': '#microsoft.graph.conditionalAccessPolicy',
  ...whole, 'state@odata.type': '#microsoft.graph.conditionalAccessPolicyState', 'createdDateTime': null,
  conditions: {
    '@odata.type': '#microsoft.graph.conditionalAccessConditionSet', 'clientAppTypes@odata.type': '#Collection(microsoft.graph.conditionalAccessClientApp)',
      clientAppTypes: ['all'],
    platforms: null, times: null, deviceStates: null, clientApplications: null,
    users: { '@odata.type': '#microsoft.graph.conditionalAccessUsers', includeUsers: ['All'], 'excludeUsers@odata.type': '#Collection(String)',
      excludeUsers: [] },
    applications: { includeApplications: ['All'], applicationFilter: null }
  },
  grantControls: { operator: 'OR', builtInControls: ['mfa'], 'authenticationStrength@odata.context': 'https://graph.example', authenticationStrength: null },
  '#microsoft.graph.restore': { title: 'microsoft.graph.restore', target: 'https://graph.example/restore' }
}

/** PowerShell's Graph module writes complex members that are not set as objects of nulls. */
const powershell = {
  Id: 'p-1', DisplayName: 'Require MFA', State: 'enabled', CreatedDateTime: null, AdditionalProperties: {},
  Conditions: {
    ClientAppTypes: ['all'], Users: { IncludeUsers: ['All'], ExcludeUsers: [], IncludeGuestsOrExternalUsers: { GuestOrExternalUserTypes: null,
      ExternalTenants: { MembershipKind: null } } },
    Applications: { IncludeApplications: ['All'], ApplicationFilter: { Mode: null, Rule: null } },
    ClientApplications: { IncludeServicePrincipals: null, ServicePrincipalFilter: { Mode: null, Rule: null } }, Devices: { DeviceFilter: { Mode: null,
      Rule: null } },
    Platforms: { IncludePlatforms: null, ExcludePlatforms: null }, Locations: { IncludeLocations: null }
  },
  GrantControls: { Operator: 'OR', BuiltInControls: ['mfa'], AuthenticationStrength: { Id: null, AllowedCombinations: null } },
  SessionControls: { SignInFrequency: { IsEnabled: null, Value: null }, PersistentBrowser: { IsEnabled: null, Mode: null }, DisableResilienceDefaults: null }
}
const { Operator: _operator, ...grant } = powershell.GrantControls

const shapes: readonly [string, unknown][] = [
  ['IntuneManagement writes, with annotations', annotated],
  ['Graph answers a list', { '@odata.context': 'https://graph.example', value: [annotated] }],
  ['a script writes a list', [whole]],
  ['PowerShell\'s Graph module writes', powershell],
  ['PowerShell\'s Azure AD module writes', { ...powershell, GrantControls: { _Operator: 'OR', ...grant } }]
]

for (const [what, content] of shapes) {
  t.test(`a policy as ${what} means what Graph says`, t => {
    const tenant = exported({ 'Conditional Access/one.json': content })
    t.same(tenant.policies.map(({ policy }) => policy), [expected?.policy])
    t.same(tenant.policies.map(({ unrecognised }) => unrecognised), [[]])
    t.same(tenant.unread, [])
    t.end()
  })
}

t.test('groups, named locations and strengths beside the policies are taken by their type or folder', t => {
  const tenant = exported({
    'NamedLocations/ip.json': { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'l-1', displayName: 'Office', isTrusted: true,
      ipRanges: [{ cidrAddress: '192.0.2.0/24' }] },
    'locations.json': [{ Id: 'l-2', DisplayName: 'Home', AdditionalProperties: { '@odata.type': '#microsoft.graph.countryNamedLocation',
      countriesAndRegions: ['BE'] } }],
    'Groups/staff.json': { id: 'g-1', displayName: 'Staff', members: ['u-1'] }, 'strength.json': { id: 's-1', displayName: 'Keys',
      allowedCombinations: ['fido2'] }
  })
  t.same(tenant.unread, [])
  t.match(tenant.locations, [{ id: 'l-1', kind: 'ip', isTrusted: true }, { id: 'l-2', kind: 'country', countriesAndRegions: ['BE'] }])
  t.match(tenant.strengths, [{ id: 's-1', allowedCombinations: ['fido2'] }])
  t.same([tenant.groups.at(0).displayName, tenant.groups.membersRead(0)], ['Staff', true])
  t.end()
})
