import type { ShortTenant } from './schema.ts'

type Body = Record<string, unknown>

const home = 'home'
const owners = { microsoft: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a', vendor: 'vendor', nobody: null }

/** Role template ids by the names that cases use. Source: reference section 8. */
const roleIds: Readonly<Record<string, string>> = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10', 'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Conditional Access Administrator': 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'Directory Synchronization Accounts': 'd29b2b05-8046-44ba-8758-1e26182fcf32'
}

const plans = {
  P1: { servicePlanId: '41781fb2-bc02-4b7c-bd55-b576c07bb09d', servicePlanName: 'AAD_PREMIUM' },
  P2: { servicePlanId: 'eec0eb4f-6444-4f95-aba0-50c24d67f998', servicePlanName: 'AAD_PREMIUM_P2' },
  Intune: { servicePlanId: 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5', servicePlanName: 'INTUNE_A' }
}

/** The tenant file that a case's tenant stands for. What the case does not name is there and empty, unless it is `unread`. */
export function tenantFile(short: ShortTenant): Body {
  const entries = <T>(named: Record<string, T> | undefined): [string, T][] => Object.entries(named ?? {})
  const file: Body = {
    organization: { id: home, displayName: 'Lantern' }, collectedAt: '2026-11-23T08:00:00Z', collectedBy: 'reader',
    subscribedSkus: [{
      skuPartNumber: 'LANTERN', capabilityStatus: 'Enabled',
      servicePlans: (short.licences ?? ['P1', 'P2', 'Intune']).map(name => ({ ...plans[name], provisioningStatus: 'Success' }))
    }],
    users: entries(short.people ?? { ada: null }).map(([id, person]) => userOf(id, person)),
    groups: entries(short.groups).map(([id, group]) => groupOf(id, group)),
    servicePrincipals: entries(short.apps ?? { mail: null }).map(([appId, app]) => principalOf(appId, app)),
    namedLocations: entries(short.locations).map(([id, location]) => locationOf(id, location)),
    authenticationStrengths: entries(short.strengths).map(([id, allowedCombinations]) => ({ id, displayName: id, policyType: 'custom', allowedCombinations })),
    roleDefinitions: [
      ...Object.entries(roleIds).map(([displayName, id]) => ({ id, templateId: id, displayName, isBuiltIn: true })),
      ...entries(short.customRoles).map(([id]) => ({ id, templateId: id, displayName: id, isBuiltIn: false }))
    ],
    roleAssignments: [...assignments({ ...short.roles, ...short.customRoles }, '/'), ...assignments(short.unitRoles, '/administrativeUnits/unit')],
    roleEligibilities: assignments(short.eligibleRoles, '/'),
    securityDefaults: { isEnabled: short.securityDefaults ?? false }, settings: short.settings ?? {}, unread: [],
    policies: policiesOf(short.policies)
  }
  return Object.fromEntries(Object.entries(file).filter(([name]) => short.unread?.includes(name) !== true))
}

type Entry<Name extends keyof ShortTenant> = NonNullable<ShortTenant[Name]> extends Record<string, infer T> ? T : never

function userOf(id: string, person: Entry<'people'>): Body {
  const is = person?.is
  const isExternal = is === 'externalGuest' || is === 'externalMember'
  return {
    id, displayName: id, userPrincipalName: isExternal ? `${id}_elsewhere.example#EXT#@lantern.example` : `${id}@lantern.example`,
    userType: is === 'internalGuest' || is === 'externalGuest' ? 'Guest' : 'Member', accountEnabled: person?.enabled ?? true,
    ...isExternal ? { externalUserState: 'Accepted', creationType: 'Invitation' } : {},
    ...person?.home === undefined ? {} : { homeTenantId: person.home }, ...is === 'agentUser' ? { isAgentUser: true } : {}
  }
}

function groupOf(id: string, group: Entry<'groups'>): Body {
  if (group === null) return { id, displayName: id }
  return { id, displayName: id, ...Array.isArray(group) ? { members: group, isAssignableToRole: false } : group }
}

function principalOf(appId: string, app: Entry<'apps'>): Body {
  const is = app?.is
  const agent = { agentIdentity: '#microsoft.graph.agentIdentity', agentBlueprint: '#microsoft.graph.agentIdentityBlueprintPrincipal' }
  return {
    id: `sp-${appId}`, appId, displayName: appId, servicePrincipalType: is === 'managedIdentity' ? 'ManagedIdentity' : 'Application',
    appOwnerOrganizationId: app?.owner === undefined ? home : owners[app.owner], ...is === 'multitenant' ? { signInAudience: 'AzureADMultipleOrgs' } : {},
    ...is === 'agentIdentity' || is === 'agentBlueprint' ? { '@odata.type': agent[is] } : {},
    ...app?.attributes === undefined ? {} : { customSecurityAttributes: app.attributes }
  }
}

function locationOf(id: string, { ranges, countries, trusted, includeUnknown, gps, is }: Entry<'locations'>): Body {
  const base = { id, displayName: id, isTrusted: trusted ?? false }
  if (is === 'compliantNetwork') return { ...base, '@odata.type': '#microsoft.graph.compliantNetworkNamedLocation' }
  if (countries === undefined) return { ...base, '@odata.type': '#microsoft.graph.ipNamedLocation', ipRanges: (ranges ?? []).map(rangeOf) }
  return {
    ...base, '@odata.type': '#microsoft.graph.countryNamedLocation', countriesAndRegions: countries, includeUnknownCountriesAndRegions: includeUnknown ?? false,
    countryLookupMethod: gps === true ? 'authenticatorAppGps' : 'clientIpAddress'
  }
}

function rangeOf(range: string): Body {
  const family = range.includes(':') ? 'iPv6' : 'iPv4'
  const [lowerAddress, upperAddress] = range.split('-')
  return upperAddress === undefined
    ? { '@odata.type': `#microsoft.graph.${family}CidrRange`, cidrAddress: range }
    : { '@odata.type': `#microsoft.graph.${family}Range`, lowerAddress, upperAddress }
}

function assignments(roles: ShortTenant['roles'], directoryScopeId: string): Body[] {
  return Object.entries(roles ?? {}).flatMap(([name, holders]) =>
    holders.map(principalId => ({ principalId, roleDefinitionId: roleId(name), directoryScopeId })))
}

function roleId(name: string): string {
  return roleIds[name] ?? name
}

/** Policies in Graph's shape: enabled, for everyone at everything, MFA, where the case says nothing else. */
export function policiesOf(policies: ShortTenant['policies']): Body[] {
  return Object.entries(policies).map(([id, body]) => {
    const { conditions, grantControls, sessionControls, ...rest } = body ?? {}
    const demandsNothing = grantControls === undefined && sessionControls === undefined
    const grant = demandsNothing ? { builtInControls: ['mfa'] } : grantControls
    return {
      id, displayName: id, state: 'enabled', createdDateTime: '2026-01-01T00:00:00Z', modifiedDateTime: null, ...rest,
      conditions: conditionsOf(record(conditions)), grantControls: isRecord(grant) ? { operator: 'OR', ...grant } : null,
      sessionControls: sessionControls ?? null
    }
  })
}

function conditionsOf(conditions: Body): Body {
  const users = record(conditions['users'])
  const applications = record(conditions['applications'])
  const says = (part: Body): boolean => Object.keys(part).some(name => name.startsWith('include') || name === 'applicationFilter')
  return {
    clientAppTypes: ['all'], ...conditions,
    users: Object.fromEntries(Object.entries({ ...says(users) ? {} : { includeUsers: ['All'] }, ...users })
      .map(([name, ids]) => [name, name.endsWith('Roles') && Array.isArray(ids) ? ids.map(roleId) : ids])),
    applications: { ...says(applications) ? {} : { includeApplications: ['All'] }, ...applications }
  }
}

function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function record(value: unknown): Body {
  return isRecord(value) ? value : {}
}
