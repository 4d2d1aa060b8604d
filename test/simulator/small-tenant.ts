/** A tenant of ten people, built by hand: one of each thing that Graph can answer about. */

export const ids = {
  tenant: '11111111-0000-4000-8000-000000000001',
  admin: '22222222-0000-4000-8000-000000000001',
  reader: '22222222-0000-4000-8000-000000000002',
  people: [3, 4, 5, 6, 7].map((n) => `22222222-0000-4000-8000-00000000000${n}`),
  guest: '22222222-0000-4000-8000-000000000008',
  agentUser: '22222222-0000-4000-8000-000000000009',
  disabled: '22222222-0000-4000-8000-00000000000a',
  homeTenant: '11111111-0000-4000-8000-00000000000b',
  outer: '33333333-0000-4000-8000-000000000001',
  inner: '33333333-0000-4000-8000-000000000002',
  admins: '33333333-0000-4000-8000-000000000003',
  unknownMembers: '33333333-0000-4000-8000-000000000004',
  office: '44444444-0000-4000-8000-000000000001',
  unused: '44444444-0000-4000-8000-000000000002',
  country: '44444444-0000-4000-8000-000000000003',
  network: '44444444-0000-4000-8000-000000000004',
  strength: '55555555-0000-4000-8000-000000000001',
  agent: '66666666-0000-4000-8000-000000000002',
  application: '66666666-0000-4000-8000-000000000001',
  mfaPolicy: '77777777-0000-4000-8000-000000000001',
  strengthPolicy: '77777777-0000-4000-8000-000000000002',
  signIn: '88888888-0000-4000-8000-000000000001',
  terms: '99999999-0000-4000-8000-000000000001',
}

const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
}

function user(id: string, name: string): Record<string, unknown> {
  return {
    id, displayName: name, userPrincipalName: `${name.toLowerCase()}@tiny.example`, userType: 'Member', accountEnabled: true,
    createdDateTime: '2026-01-05T08:00:00Z', onPremisesSyncEnabled: null, externalUserState: null, creationType: null,
    assignedPlans: [{ servicePlanId: '41781fb2-bc02-4b7c-bd55-b576c07bb09d', capabilityStatus: 'Enabled', service: 'exchange', assignedDateTime: '2026-01-05T08:00:00Z' }],
  }
}

const users = [
  user(ids.admin, 'Ada'), user(ids.reader, 'Rhea'),
  ...ids.people.map((id, index) => user(id, ['Bo', 'Cy', 'Di', 'Ed', 'Flo'][index] ?? 'Gus')),
  {
    ...user(ids.guest, 'Gil'), userPrincipalName: 'gil_home.example#EXT#@tiny.example', userType: 'Guest', externalUserState: 'Accepted',
    creationType: 'Invitation', homeTenantId: ids.homeTenant,
  },
  { ...user(ids.agentUser, 'Helper'), isAgentUser: true },
  { ...user(ids.disabled, 'Ike'), accountEnabled: false },
]

function group(id: string, displayName: string, rest: Record<string, unknown>): Record<string, unknown> {
  return {
    id, displayName, description: null, groupTypes: [], mailEnabled: false, mailNickname: displayName.toLowerCase(), securityEnabled: true,
    isAssignableToRole: null, createdDateTime: '2026-01-05T08:00:00Z', ...rest,
  }
}

function policy(id: string, displayName: string, rest: Record<string, unknown>): Record<string, unknown> {
  return {
    id, displayName, templateId: null, state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z', modifiedDateTime: null,
    conditions: {
      clientAppTypes: ['all'], users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] },
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }, sessionControls: null, ...rest,
  }
}

const policies = [
  policy(ids.mfaPolicy, 'MFA for everyone', {}),
  policy(ids.strengthPolicy, 'Passkeys for administrators', {
    conditions: {
      clientAppTypes: ['all'], users: { includeRoles: [roles.globalAdministrator] }, applications: { includeApplications: ['All'] },
      locations: { includeLocations: ['All'], excludeLocations: [ids.office] }, agentIdRiskLevels: null,
      platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] },
    },
    grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: '00000000-0000-0000-0000-000000000004' } },
    sessionControls: { continuousAccessEvaluation: { mode: 'strictLocation' } },
  }),
]

const namedLocations = [
  {
    '@odata.type': '#microsoft.graph.ipNamedLocation', id: ids.office, displayName: 'Office', isTrusted: true,
    ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' }],
    createdDateTime: '2026-01-05T08:00:00Z', modifiedDateTime: '2026-01-05T08:00:00Z',
  },
  {
    '@odata.type': '#microsoft.graph.ipNamedLocation', id: ids.unused, displayName: 'Old office', isTrusted: false,
    ipRanges: [{ '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '2001:db8::/32' }],
    createdDateTime: '2026-01-05T08:00:00Z', modifiedDateTime: '2026-01-05T08:00:00Z',
  },
  {
    '@odata.type': '#microsoft.graph.countryNamedLocation', id: ids.country, displayName: 'Home countries', countriesAndRegions: ['NL', 'BE'],
    includeUnknownCountriesAndRegions: false, countryLookupMethod: 'clientIpAddress',
    createdDateTime: '2026-01-05T08:00:00Z', modifiedDateTime: '2026-01-05T08:00:00Z',
  },
  {
    '@odata.type': '#microsoft.graph.compliantNetworkNamedLocation', id: ids.network, displayName: 'All Compliant Network locations',
    compliantNetworkType: 'allTenantCompliantNetworks', isTrusted: true,
    createdDateTime: '2026-01-05T08:00:00Z', modifiedDateTime: '2026-01-05T08:00:00Z',
  },
]

const logs = {
  signIns: ['interactiveUser', 'servicePrincipal'].map((kind, index) => ({
    id: index === 0 ? ids.signIn : '88888888-0000-4000-8000-000000000002', createdDateTime: `2026-03-0${index + 1}T10:00:00Z`,
    userId: ids.people[0], userPrincipalName: 'bo@tiny.example', appId: ids.application, signInEventTypes: [kind], servicePrincipalId: '',
    conditionalAccessStatus: 'success', clientAppUsed: 'Browser',
    appliedConditionalAccessPolicies: [{ id: ids.mfaPolicy, displayName: 'MFA for everyone', result: 'reportOnlySuccess', enforcedGrantControls: ['Mfa'], enforcedSessionControls: [] }],
  })),
  directoryAudits: [],
  authenticationMethods: [ids.admin, ids.disabled].map((id) => ({
    id, userPrincipalName: 'someone@tiny.example', isMfaRegistered: true, isMfaCapable: true, isAdmin: id === ids.admin, methodsRegistered: ['fido2'],
    lastUpdatedDateTime: '2026-03-01T00:00:00Z', userType: 'member',
  })),
  riskyUsers: [{ id: ids.people[1], riskLevel: 'high', riskState: 'atRisk', riskDetail: 'none', isDeleted: false, isProcessing: false }],
}

/** The tenant file; `without` names collections that could not be read, `changed` replaces members. */
export function smallTenant(changed: Record<string, unknown> = {}, without: readonly string[] = []): Record<string, unknown> {
  const whole: Record<string, unknown> = {
    organization: { id: ids.tenant, displayName: 'Tiny', verifiedDomains: [{ name: 'tiny.example', isDefault: true, isInitial: true }] },
    subscribedSkus: [{
      id: 'aaaaaaaa-0000-4000-8000-000000000001', skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06', skuPartNumber: 'SPE_E5', capabilityStatus: 'Enabled',
      servicePlans: [
        { servicePlanId: '41781fb2-bc02-4b7c-bd55-b576c07bb09d', servicePlanName: 'AAD_PREMIUM', provisioningStatus: 'Success', appliesTo: 'User' },
        { servicePlanId: 'eec0eb4f-6444-4f95-aba0-50c24d67f998', servicePlanName: 'AAD_PREMIUM_P2', provisioningStatus: 'Success', appliesTo: 'User' },
      ],
    }],
    users,
    groups: [
      group(ids.outer, 'Outer', { members: [ids.inner, ids.people[0]], owners: [ids.admin] }),
      group(ids.inner, 'Inner', { members: [ids.people[1], ids.guest], owners: [] }),
      group(ids.admins, 'Admins', { members: [ids.people[2]], owners: [], isAssignableToRole: true }),
      group(ids.unknownMembers, 'Hidden', {}),
    ],
    roleAssignments: [
      { id: 'a1', principalId: ids.admin, roleDefinitionId: roles.globalAdministrator, directoryScopeId: '/' },
      { id: 'a2', principalId: ids.reader, roleDefinitionId: roles.securityReader, directoryScopeId: '/' },
      { id: 'a3', principalId: ids.admins, roleDefinitionId: roles.conditionalAccessAdministrator, directoryScopeId: '/' },
    ],
    roleEligibilities: [{ id: 'e1', principalId: ids.people[3], roleDefinitionId: roles.globalAdministrator, directoryScopeId: '/' }],
    servicePrincipals: [
      {
        id: ids.application, appId: '00000003-0000-0ff1-ce00-000000000000', displayName: 'SharePoint', servicePrincipalType: 'Application', tags: [],
        appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a', customSecurityAttributes: { Finance: { '@odata.type': '#microsoft.graph.customSecurityAttributeValue', Level: 'high' } },
      },
      { '@odata.type': '#microsoft.graph.agentIdentity', id: ids.agent, appId: ids.agent, displayName: 'Agent', servicePrincipalType: 'ServiceIdentity', tags: [], agentIdentityBlueprintId: ids.application },
    ],
    applications: [{ id: 'bbbbbbbb-0000-4000-8000-000000000001', appId: 'cccccccc-0000-4000-8000-000000000001', displayName: 'Own', createdDateTime: '2026-01-05T08:00:00Z', tags: [] }],
    devices: [{ id: 'dddddddd-0000-4000-8000-000000000001', deviceId: 'dddddddd-0000-4000-8000-000000000002', displayName: 'Laptop', operatingSystem: 'Windows', trustType: 'AzureAd', isCompliant: true }],
    namedLocations,
    authenticationStrengths: [{
      id: ids.strength, displayName: 'Passkeys', description: null, policyType: 'custom', requirementsSatisfied: 'mfa', allowedCombinations: ['fido2'],
      createdDateTime: '2026-01-05T08:00:00Z', modifiedDateTime: '2026-01-05T08:00:00Z', combinationConfigurations: [],
    }],
    authenticationContexts: [{ id: 'c1', displayName: 'Sensitive', description: null, isAvailable: true }],
    termsOfUse: [{ id: ids.terms, displayName: 'Terms', isViewingBeforeAcceptanceRequired: true }],
    policies,
    ...logs,
    securityDefaults: { isEnabled: false },
    deviceRegistrationPolicy: { multiFactorAuthConfiguration: 'notRequired' },
    crossTenantPartners: [{ tenantId: ids.homeTenant, isServiceProvider: false, inboundTrust: { isMfaAccepted: true, isCompliantDeviceAccepted: false, isHybridAzureADJoinedDeviceAccepted: false } }],
    settings: { inboundTrust: { mfa: true, compliantDevice: false, hybridJoinedDevice: false } },
    ...changed,
  }
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !without.includes(name)))
}
