import t from 'tap'
import { exported } from '#test/fixtures/export-files.ts'

const keys = '00000000-0000-0000-0000-000000000004'

const policy = {
  ResourceInstanceName: 'AADConditionalAccessPolicy-Admins', ResourceName: 'AADConditionalAccessPolicy', Ensure: 'Present', TenantId: '$OrganizationName',
  ApplicationId: '$ConfigurationData.NonNodeData.ApplicationId', Id: 'p-1', DisplayName: 'Admins', State: 'enabled',
  IncludeUsers: [], ExcludeUsers: ['break.glass@lantern.example'], IncludeGroups: ['Staff'], ExcludeGroups: [], IncludeRoles: ['Global Administrator'],
    ExcludeRoles: [],
  IncludeApplications: ['All'], ExcludeApplications: [], IncludeUserActions: [], AuthenticationContexts: [], ClientAppTypes: ['all'],
    ApplicationsFilterMode: '',
  IncludeGuestOrExternalUserTypes: ['internalGuest', 'serviceProvider'], IncludeExternalTenantsMembershipKind: 'all', IncludeExternalTenantsMembers: [],
  IncludeLocations: ['All'], ExcludeLocations: ['Office', 'Multifactor authentication trusted IPs'], IncludePlatforms: [], ExcludePlatforms: [],
    DeviceFilterRule: '',
  UserRiskLevels: [], SignInRiskLevels: ['high'], TransferMethods: '', GrantControlOperator: 'OR', BuiltInControls: [], CustomAuthenticationFactors: [],
  AuthenticationStrength: 'Phishing-resistant MFA', ApplicationEnforcedRestrictionsIsEnabled: false, CloudAppSecurityIsEnabled: '$False',
    CloudAppSecurityType: '',
  SignInFrequencyIsEnabled: true, SignInFrequencyValue: 4, SignInFrequencyType: 'Hours', SignInFrequencyInterval: 'timeBased',
    PersistentBrowserIsEnabled: '$True',
  PersistentBrowserMode: 'Never', ProtocolFlows: [], SecureSignInSessionIsEnabled: false
}
const office = { ResourceName: 'AADNamedLocationPolicy', Id: 'l-1', DisplayName: 'Office', OdataType: '#microsoft.graph.ipNamedLocation',
  IpRanges: ['192.0.2.0/24'], IsTrusted: true }
const staff = { ResourceName: 'AADGroup', Id: 'g-1', DisplayName: 'Staff', Members: ['una@lantern.example', 'gone@lantern.example'] }
const tenantFile = {
  users: [{ id: 'u-1', userPrincipalName: 'una@lantern.example' }, { id: 'u-2', userPrincipalName: 'Break.Glass@lantern.example' }],
  roleDefinitions: [{ id: 'r-1', templateId: 'role-ga', displayName: 'Global Administrator' }]
}

t.test('a policy of Microsoft365DSC\'s JSON report is read, ids in place of names', t => {
  const { policies: [read], unread } = exported({ 'tenant.json': tenantFile, 'report.json': [policy, staff, office] })
  t.same(unread, [])
  t.match(read?.policy, {
    id: 'p-1', displayName: 'Admins', state: 'enabled',
    conditions: {
      users: {
        includeUsers: [], excludeUsers: ['u-2'], includeGroups: ['g-1'], includeRoles: ['role-ga'],
        includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest,serviceProvider', externalTenants: { membershipKind: 'all' } },
          excludeGuestsOrExternalUsers: null
      },
      applications: { includeApplications: ['All'], applicationFilter: null }, clientApplications: null, platforms: null, devices: null,
        clientAppTypes: ['all'],
      locations: { includeLocations: ['All'], excludeLocations: ['00000000-0000-0000-0000-000000000000', 'l-1'] }, signInRiskLevels: ['high']
    },
    grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: keys } },
    sessionControls: { signInFrequency: { isEnabled: true, value: 4, type: 'hours' }, persistentBrowser: { isEnabled: true, mode: 'never' },
      cloudAppSecurity: null, secureSignInSession: null }
  })
  t.end()
})

t.test('a name that stands for no one object is kept and makes the policy unknown, never wider or narrower', t => {
  const { policies: [read], unread } = exported({ 'report.json': policy })
  t.match(read?.policy.conditions, { users: { includeGroups: ['Staff'], excludeUsers: [], includeRoles: [] }, locations: { excludeLocations: ['00000000-0000-0000-0000-000000000000', 'Office'] } })
  t.same(read?.unrecognised.map(({ pointer, kind }) => `${kind} ${pointer}`).sort(), ['member /conditions/users/excludeUsersByName',
    'member /conditions/users/includeRolesByName'])
  t.same(unread.map(({ id }) => id), ['report.json', 'report.json'])
  t.end()
})

t.test('two groups of one name are neither of them', t => {
  const { policies: [read] } = exported({ 'report.json': [policy, staff, { ...staff, Id: 'g-2' }] })
  t.same(read?.policy.conditions.users.includeGroups, ['Staff'])
  t.end()
})

t.test('a member that is not known, and is not off, is a condition that is not known', t => {
  const { policies: [read] } = exported({ 'tenant.json': tenantFile, 'report.json': { ...policy, NoveltyIsEnabled: true, OldIsEnabled: false, Empty: [] } })
  t.same(read?.unrecognised.map(({ pointer }) => pointer), ['/conditions/NoveltyIsEnabled'])
  t.end()
})

t.test('a group\'s members are found by their names, and those that are not are known to be missing', t => {
  const { groups, locations } = exported({ 'tenant.json': tenantFile, 'report.json': [staff, office, { ...staff, Id: 'g-2', DisplayName: 'Dynamic',
    Members: undefined }] })
  t.same([...groups.usersOf(0)], [0])
  t.same(groups.unresolvedOf(0), ['gone@lantern.example'])
  t.same([groups.membersRead(0), groups.membersRead(1)], [true, false])
  t.match(locations, [{ id: 'l-1', kind: 'ip', isTrusted: true, ipRanges: [{ cidrAddress: '192.0.2.0/24' }] }])
  t.end()
})

t.test('what a report says of other services is passed over, and a report of nothing else is named', t => {
  const site = { ResourceName: 'SPOSite', ResourceInstanceName: 'x' }
  t.same(exported({ 'report.json': [site, policy], 'tenant.json': tenantFile }).unread, [])
  t.match(exported({ 'report.json': [site, site] }).unread, [{ id: 'report.json', reason: /^it is no policy/ }])
  t.match(exported({ 'report.json': { ...policy, Ensure: 'Absent' } }), { policies: [], unread: [{ id: 'report.json', reason: 'it is declared absent' }] })
  t.end()
})

t.test('a configuration in PowerShell is named, with what to do', t => {
  const tenant = exported({ 'M365TenantConfig.ps1': 'Node localhost { AADConditionalAccessPolicy "x" { } }', 'deploy.ps1': 'Write-Output 1' })
  t.match(tenant.unread, [{ collection: 'file', id: 'M365TenantConfig.ps1', reason: /New-M365DSCReportFromConfiguration/ }])
  t.equal(tenant.unread.length, 1)
  t.end()
})
