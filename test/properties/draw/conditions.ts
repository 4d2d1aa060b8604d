import { attributeFilter, deviceFilter } from './filters.ts'
import * as names from './names.ts'
import type { Body, Random } from './random.ts'

function lists(random: Random, values: readonly string[], odd: string): string[] {
  const listed = random.some(values, 0.35)
  return [...listed.length > 0 ? listed : [random.one(values) ?? odd], ...random.chance(0.03) ? [odd] : []]
}

function guests(random: Random): Body {
  const externalTenants = random.pick<unknown>([
    null, null, { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' },
    { membershipKind: 'enumerated', members: random.some(names.partners, 0.5) }, { membershipKind: 'enumerated', members: [names.partners[0]] }
  ])
  return { guestOrExternalUserTypes: lists(random, names.guestTypes, 'newGuest').join(','), externalTenants }
}

/** One side of the users condition: mostly one kind of list, now and then several. */
function userSide(random: Random, prefix: 'include' | 'exclude'): Body {
  const some = (weight: number): boolean => random.chance(weight)
  const users = [
    ...some(0.4) ? lists(random, names.users, 'user-gone') : [],
    ...some(0.12) ? [random.pick(['GuestsOrExternalUsers', 'AllAgentIdUsers', 'None', 'none'])] : []
  ]
  return {
    [`${prefix}Users`]: users,
    [`${prefix}Groups`]: some(0.35) ? random.some([...names.groups, ...some(0.05) ? ['group-gone', 'All'] : []], 0.3) : [],
    [`${prefix}Roles`]: some(0.3) ? random.some([...names.roles, 'role-unheard', ...some(0.05) ? ['All'] : []], 0.4) : [],
    [`${prefix}GuestsOrExternalUsers`]: some(0.25) ? guests(random) : null
  }
}

function usersCondition(random: Random): Body {
  const everyone = { includeUsers: [random.chance(0.9) ? 'All' : 'all'], includeGroups: [], includeRoles: [], includeGuestsOrExternalUsers: null }
  const agents = { includeUsers: ['AllAgentIdUsers', ...random.some(['All'], 0.5)] }
  const included = random.chance(0.6) ? everyone : random.chance(0.15) ? agents : userSide(random, 'include')
  const excluded = random.chance(0.25) ? userSide(random, 'exclude') : { excludeUsers: [], excludeGroups: [], excludeRoles: [] }
  return { ...included, ...excluded, ...random.chance(0.01) ? { excludeUsers: ['All'] } : {} }
}

function clientsCondition(random: Random): Body {
  const ids = (): string[] => lists(random, names.appIds.map((appId) => `sp-${appId}`), 'sp-gone')
  const everyone = random.chance(0.5) ? ['ServicePrincipalsInMyTenant'] : []
  const [included, excluded] = random.pick([['includeServicePrincipals', 'excludeServicePrincipals'],
    ['includeAgentIdServicePrincipals', 'excludeAgentIdServicePrincipals']])
  const isAgents = included === 'includeAgentIdServicePrincipals'
  return {
    [included]: isAgents && random.chance(0.6) ? ['All'] : everyone.length > 0 ? everyone : ids(), [excluded]: random.chance(0.3) ? ids() : [],
    ...random.chance(0.12) ? { [isAgents ? 'agentIdServicePrincipalFilter' : 'servicePrincipalFilter']: attributeFilter(random) } : {}
  }
}

function applicationsCondition(random: Random): Body {
  const empty = { includeUserActions: [], includeAuthenticationContextClassReferences: [] }
  const kind = random.below(20)
  if (kind < 2) return { ...empty, includeApplications: [], includeUserActions: lists(random, names.actions, 'urn:user:accountrecovery') }
  if (kind < 4) return { ...empty, includeApplications: [], includeAuthenticationContextClassReferences: lists(random, names.contexts, 'c99') }
  const tokens = ['Office365', 'MicrosoftAdminPortals', 'AllAgentIdResources']
  const some = (): string[] => [...lists(random, names.appIds, 'app-gone'), ...random.some(tokens, 0.15)]
  const included = kind < 15 ? ['All'] : random.chance(0.35) ? [random.one(tokens) ?? 'None'] : random.chance(0.08) ? ['None'] : some()
  return {
    ...empty, includeApplications: included, excludeApplications: random.chance(0.35) ? some() : [],
    ...random.chance(0.12) ? { applicationFilter: attributeFilter(random) } : {}
  }
}

const places = [...names.locations, ...names.locations, 'AllTrusted', 'AllTrusted', 'AllTrusted', names.mfaTrustedIps, names.compliantNetwork, 'place-gone']

function locationsCondition(random: Random): Body {
  const some = (): string[] => random.chance(0.7) ? [random.one(places) ?? 'All'] : random.some(places, 0.2)
  const includeLocations = random.chance(0.4) ? ['All'] : random.chance(0.1) ? [] : some()
  return { includeLocations, excludeLocations: random.chance(includeLocations[0] === 'All' ? 0.9 : 0.3) ? some() : [] }
}

function platformsCondition(random: Random): Body {
  const includePlatforms = random.chance(0.4) ? ['all'] : random.chance(0.08) ? [] : lists(random, names.platforms, 'visionOS')
  const excludePlatforms = random.chance(0.4) ? random.chance(0.25) ? [...names.platforms] : lists(random, names.platforms, 'visionOS') : []
  return { includePlatforms, excludePlatforms }
}

function oddMember(random: Random): Body {
  return random.pick<Body>([
    { times: { includedRanges: ['night'] } }, { clients: null, times: {} }, { clients: { include: [], note: '' } }, { deviceStates: { includeStates: ['All'] } },
    { agents: { includeAgentUsers: ['All'] } }, { devices: { includeDevices: ['All'] } }, { 'users@odata.context': 'x' }, { moonPhase: 'full' },
    { signInRiskDetections: { includeDetections: [] } }
  ])
}

/** The conditions of one policy; `workload` tells which subject it is about. Each beyond the first two is there now and then. */
export function randomConditions(random: Random, subject: 'people' | 'workloads'): Body {
  const isWorkload = subject === 'workloads'
  const risk = (): string[] => lists(random, [...names.risks, 'hidden'], 'extreme')
  const optional: [number, () => Body][] = [
    [0.3, () => ({ clientAppTypes: random.chance(0.05) ? [] : lists(random, names.clientAppTypes, 'pager') })],
    [0.14, () => ({ platforms: platformsCondition(random) })], [0.2, () => ({ locations: locationsCondition(random) })],
    [0.16, () => ({ devices: { deviceFilter: deviceFilter(random) } })], [0.16, () => ({ signInRiskLevels: risk() })],
    [0.16, () => ({ userRiskLevels: risk() })], [isWorkload ? 0.5 : 0.06, () => ({ servicePrincipalRiskLevels: risk() })],
    [0.14, () => ({ insiderRiskLevels: lists(random, names.insiderRisks, 'extreme').join(',') })],
    [isWorkload ? 0.4 : 0.06, () => ({ agentIdRiskLevels: lists(random, ['low', 'medium', 'high'], 'extreme').join(',') })],
    [0.12, () => ({ authenticationFlows: { transferMethods: random.chance(0.05) ? 'none' : lists(random, names.flows, 'carrierPigeon').join(',') } })],
    [0.14, () => oddMember(random)]
  ]
  return {
    users: isWorkload ? { includeUsers: [random.chance(0.2) ? 'All' : 'None'] } : usersCondition(random), applications: applicationsCondition(random),
    clientApplications: isWorkload ? clientsCondition(random) : random.chance(0.05) ? { excludeServicePrincipals: ['sp-app-own'] } : null,
    clientAppTypes: ['all'], signInRiskLevels: [], userRiskLevels: [], servicePrincipalRiskLevels: [],
    platforms: null, locations: null, devices: null, insiderRiskLevels: null, authenticationFlows: null,
    ...Object.assign({}, ...optional.filter(([probability]) => random.chance(probability)).map(([, make]) => make()))
  }
}
