import { type Body, type Random, without } from './random.ts'
import * as names from './names.ts'

/** Users of every kind: members, guests by each sign of being external, internal guests, agents' accounts. */
export function randomUsers(random: Random): Body[] {
  const count = 5 + random.below(8)
  return names.users.slice(0, count).map((id) => ({ id, displayName: id, accountEnabled: true, ...standing(random, id) }))
}

function standing(random: Random, id: string): Body {
  const local = { userPrincipalName: `${id}@home.example`, userType: 'Member' }
  const guest = { ...local, userType: 'Guest' }
  const tenant = { homeTenantId: random.pick(names.partners) }
  return random.pick<Body>([
    local, local, local, { ...local, userType: null }, guest, { ...guest, ...tenant }, { ...guest, ...tenant },
    { ...guest, userPrincipalName: `${id}_partner.example#EXT#@home.example` }, { ...guest, externalUserState: 'Accepted', ...tenant },
    { ...local, creationType: random.pick(['Invitation', 'SelfServiceSignUp', 'EmailVerified', 'LocalAccount']) }, { ...local, ...tenant },
    { ...local, isAgentUser: true }, { ...local, '@odata.type': '#microsoft.graph.agentUser' }
  ])
}

/** Groups that nest, go round in circles, were not read, or hold what nothing knows. */
export function randomGroups(random: Random, userIds: readonly string[]): Body[] {
  return names.groups.slice(0, 2 + random.below(5)).map((id) => {
    const members = [
      ...random.some(userIds, 0.35), ...random.some(names.groups, 0.15), ...random.some(['sp-app-own', 'sp-app-agent'], 0.2),
      ...random.chance(0.05) ? ['nobody-knows'] : []
    ]
    return {
      id, displayName: id, ...random.chance(0.5) ? { isAssignableToRole: random.chance(0.7) } : {}, ...random.chance(0.1) ? {} : { members }
    }
  })
}

const definitions: Body[] = [
  { id: 'role-global', templateId: 'role-global', displayName: 'Global', isBuiltIn: true },
  { id: 'definition-helpdesk', templateId: 'role-helpdesk', displayName: 'Helpdesk', isBuiltIn: true },
  { id: 'definition-custom', templateId: 'role-reader', displayName: 'Own', isBuiltIn: false }
]

/** Role definitions, active assignments and eligibilities, each of which may be unread. */
export function randomRoles(random: Random, userIds: readonly string[]): Body {
  const assignment = (): Body => ({
    principalId: random.one([...userIds, ...userIds, ...names.groups, ...names.groups, 'sp-app-own', ...random.chance(0.2) ? ['nobody-knows'] : []]),
    roleDefinitionId: random.pick(['role-global', 'role-global', 'definition-helpdesk', 'definition-custom', 'role-reader', 'role-helpdesk']),
    directoryScopeId: random.pick(['/', '/', '/', '/administrativeUnits/unit-1'])
  })
  const several = (most: number): Body[] => Array.from({ length: random.below(most + 1) }, assignment)
  return without(random, { roleDefinitions: definitions, roleAssignments: several(6), roleEligibilities: several(2) }, 0.05)
}

/** Applications of this tenant, of Microsoft, of others and of nobody, workloads of every kind, with and without attributes. */
export function randomPrincipals(random: Random): Body[] {
  const shapes: Record<string, Body> = {
    'app-own': { appOwnerOrganizationId: names.home, servicePrincipalType: 'Application', signInAudience: 'AzureADMyOrg' },
    'app-microsoft': { appOwnerOrganizationId: random.pick(names.microsoft) }, 'app-foreign': { appOwnerOrganizationId: names.partners[0] },
    'app-unowned': { appOwnerOrganizationId: null }, 'app-shared': { appOwnerOrganizationId: names.home, signInAudience: 'AzureADMultipleOrgs' },
    'app-managed': { appOwnerOrganizationId: names.home, servicePrincipalType: 'ManagedIdentity' },
    'app-agent': { '@odata.type': '#microsoft.graph.agentIdentity', appOwnerOrganizationId: names.home },
    'app-blueprint': { '@odata.type': '#microsoft.graph.agentIdentityBlueprintPrincipal', appOwnerOrganizationId: names.home },
    [names.publishedApp]: { appOwnerOrganizationId: names.microsoft[0] }, [names.directoryApp]: { appOwnerOrganizationId: names.microsoft[0] },
    [names.azureManagement]: { appOwnerOrganizationId: names.microsoft[0] }
  }
  return random.some(Object.entries(shapes), 0.8).map(([appId, shape]) => ({ id: `sp-${appId}`, appId, displayName: appId, ...shape, ...attributes(random) }))
}

function attributes(random: Random): Body {
  if (random.chance(0.25)) return {}
  if (random.chance(0.15)) return { customSecurityAttributes: null }
  const set = { '@odata.type': '#microsoft.graph.customSecurityAttributeValue', ...without(random, {
    Tier: random.pick(['Gold', 'Silver']), Tags: random.some(['red', 'blue', 'reddish'], 0.5)
  }, 0.25) }
  return { customSecurityAttributes: { Office: set } }
}

/** Named locations of every kind over the same few ranges and countries. */
export function randomLocations(random: Random): Body[] {
  return names.locations.slice(0, 2 + random.below(5)).map((id) => ({ id, displayName: id, ...location(random) }))
}

function location(random: Random): Body {
  const kind = random.below(20)
  if (kind < 11) {
    const ranges = Array.from({ length: 1 + random.below(2) }, () => range(random))
    return { '@odata.type': '#microsoft.graph.ipNamedLocation', ...random.chance(0.6) ? { isTrusted: random.chance(0.7) } : {}, ipRanges: ranges }
  }
  if (kind < 18) {
    return {
      '@odata.type': '#microsoft.graph.countryNamedLocation', countriesAndRegions: [random.pick(names.countries), ...random.some(names.countries, 0.3)],
      ...random.chance(0.6) ? { includeUnknownCountriesAndRegions: random.chance(0.5) } : {},
      ...random.chance(0.6) ? { countryLookupMethod: random.pick(['clientIpAddress', 'clientIpAddress', 'clientIpAddress', 'authenticatorAppGps']) } : {}
    }
  }
  return { '@odata.type': `#microsoft.graph.${random.pick(['compliantNetwork', 'serviceTag', 'privateLink'])}NamedLocation`, isTrusted: random.chance(0.2) }
}

function range(random: Random): Body {
  if (random.chance(0.7)) return { cidrAddress: random.chance(0.03) ? 'everywhere' : random.pick(names.cidrs) }
  const [lowerAddress, upperAddress] = random.pick(names.spans)
  return { lowerAddress, upperAddress }
}
