import { objects, object } from '#src/simulator/what-if/json.ts'
import { randomConditions } from './conditions.ts'
import { grantControls, sessionControls } from './controls.ts'
import { deviceFilter } from './filters.ts'
import * as names from './names.ts'
import { randomTenant } from './tenant.ts'
import type { Body, Random } from './random.ts'

const strong = { operator: 'OR', builtInControls: [], authenticationStrength: { id: 'strength-strong', allowedCombinations: ['fido2'] } }
const block = { operator: 'OR', builtInControls: ['block'] }
/** Directory Synchronization Accounts (reference section 8). */
export const synchronizationRole = 'd29b2b05-8046-44ba-8758-1e26182fcf32'
const reportOnly = 'enabledForReportingButNotEnforced'

/** A small tenant whose policies have much to do with each other: copies, halves, narrower ones, blocks over others, ones that never apply. */
export function similarTenant(random: Random): Body {
  const file = randomTenant(random)
  const origins = [...objects(file['policies']).slice(0, 1 + random.below(2)), ...random.chance(0.7) ? [plain(random)] : []]
  const policies = origins.map(policy => policy['state'] === undefined || random.chance(0.8) ? { ...policy, state: random.chance(0.8) ? 'enabled' : reportOnly } : policy).flatMap(policy => related(random, policy))
  return {
    ...file, ...accepted(random, file), policies: policies.map((policy, index) => ({ ...policy, id: `policy-${index + 1}`, displayName: `Policy ${index + 1}` }))
  }
}

/** Now and then an emergency account is declared, or an account synchronizes the directory. */
function accepted(random: Random, { settings, roleAssignments }: Body): Body {
  const emergencyAccess = { users: random.some(['user-1', 'user-4'], 0.5), groups: random.some(['group-1'], 0.5) }
  const synchronizing = { principalId: random.pick(['user-2', 'user-3']), roleDefinitionId: synchronizationRole, directoryScopeId: '/' }
  return {
    ...random.chance(0.3) ? { settings: { ...object(settings), emergencyAccess } } : {},
    ...random.chance(0.3) && Array.isArray(roleAssignments) ? { roleAssignments: [...objects(roleAssignments), synchronizing] } : {}
  }
}

/** A policy for everyone, or for some, with few conditions, as most are. */
function plain(random: Random): Body {
  const { users, applications } = randomConditions(random, 'people')
  return {
    grantControls: grantControls(random), sessionControls: random.chance(0.3) ? sessionControls(random) : null,
    conditions: {
      users: random.chance(0.5) ? { includeUsers: ['All'], excludeUsers: random.some(names.users, 0.1), excludeGroups: random.some(names.groups, 0.1) } : users, clientAppTypes: ['all'],
      applications: random.chance(0.5) ? { includeApplications: ['All'] } : applications
    }
  }
}

type Way = (random: Random, policy: Body) => Body[]

const ways: readonly Way[] = [
  (_, policy) => [policy, { ...policy }],
  (random, policy) => [policy, { ...policy, grantControls: grantControls(random) }],
  (random, policy) => [policy, { ...policy, sessionControls: sessionControls(random) }],
  (random, policy) => [{ ...policy, grantControls: single('mfa') }, { ...policy, grantControls: random.pick([single('compliantDevice'), single('mfa', 'passwordChange'), { ...single('mfa', 'domainJoinedDevice'), operator: 'AND' }]) }],
  (random, policy) => halves(random, policy),
  (random, policy) => [policy, ...halves(random, policy)],
  (random, policy) => { const [half = policy, other = policy] = halves(random, policy); return [...halves(random, half), other] },
  (random, policy) => { const [half = policy, other = policy] = halves(random, policy); return [half, { ...other, ...random.chance(0.5) ? { grantControls: grantControls(random) } : { state: reportOnly } }] },
  (random, policy) => [policy, ...halves(random, policy).slice(1)],
  (random, policy) => halves(random, policy).map(half => ({ ...half, sessionControls: sessionControls(random) })),
  (random, policy) => [policy, { ...narrowed(random, policy), grantControls: random.chance(0.5) ? policy['grantControls'] : block }],
  (random, policy) => [narrowed(random, policy), { ...policy, grantControls: block }],
  (random, policy) => [policy, ...halves(random, { ...policy, grantControls: block })],
  (random, policy) => [policy, { ...policy, state: reportOnly, grantControls: random.chance(0.5) ? policy['grantControls'] : block }],
  (random, policy) => [policy, idle(random, policy)],
  (random, policy) => [['All'], names.users.slice(0, 1)].map((includeUsers, index) => patched(policy, { users: { includeUsers, excludeUsers: index === 0 ? names.users.slice(0, 1 + random.below(4)) : [] } })),
  (random, policy) => [policy, ...covered(random)],
  (random, policy) => [...covered(random), { ...policy, state: reportOnly }],
  (_, policy) => [{ ...policy, state: 'enabled' }, { ...policy, state: reportOnly }],
  (random, policy) => [policy, ...halves(random, { ...plain(random), state: 'enabled', grantControls: random.chance(0.6) ? block : policy['grantControls'] })]
]

/** An enforced policy and two that together ask for as much. */
function covered(random: Random): Body[] {
  const whole = { ...plain(random), state: 'enabled' }
  return [whole, ...halves(random, whole)]
}

function allButApp(random: Random): Body {
  const [excluded, ...more] = names.appIds
  const excludeApplications = [excluded, ...random.chance(0.5) ? [] : random.some(more, 0.3)]
  return { excluded, users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'], excludeApplications }, clientAppTypes: ['all'] }
}

function related(random: Random, policy: Body): Body[] {
  if (random.chance(0.15)) return [policy]
  if (random.chance(0.3)) return random.one(mergeable)?.(random, { ...plain(random), state: policy['state'] }) ?? []
  return random.one(ways)?.(random, policy) ?? []
}

/** Policies that one could replace, or that look so. */
const mergeable: readonly Way[] = [
  (random, policy) => halves(random, policy).map(half => ({ ...half, state: random.pick(['enabled', reportOnly]) })),
  (random, policy) => halves(random, policy).map((half, index) => ({ ...half, grantControls: single(index === 0 ? 'mfa' : 'compliantApplication') })),
  (random, policy) => controlsApart(random).map(grantControls => ({ ...policy, grantControls })),
  (random, policy) => { const controls = sessionsApart(random); return halves(random, policy).map((half, index) => ({ ...half, sessionControls: controls[index] })) },
  (random, policy) => sessionsApart(random).map(controls => ({ ...policy, sessionControls: controls })),
  (random, policy) => {
    const { excluded, ...conditions } = allButApp(random)
    return [{ ...policy, conditions }, { ...policy, conditions: { ...conditions, applications: { includeApplications: [excluded] } } }]
  }
]

function controlsApart(random: Random): Body[] {
  return random.pick([[single('mfa'), single('compliantDevice')], [single('compliantDevice'), strong], [single('mfa', 'compliantDevice'), single('compliantApplication')], [single('mfa'), block]])
}

/** Session controls that two policies set differently: in contradiction, or so that one limits more. */
function sessionsApart(random: Random): Body[] {
  const frequency = (value: number): Body => ({ signInFrequency: { isEnabled: true, value, type: 'hours', frequencyInterval: 'timeBased' } })
  const browser = (mode: string): Body => ({ persistentBrowser: { isEnabled: true, mode } })
  return random.pick([[frequency(1), frequency(4)], [frequency(12), frequency(4)], [browser('always'), browser('never')], [frequency(4), browser('never')]])
}

function single(...builtInControls: string[]): Body {
  return { operator: 'OR', builtInControls }
}

function patched(policy: Body, part: Body): Body {
  return { ...policy, conditions: { ...object(policy['conditions']), ...part } }
}

/** The policy with one condition more. */
function narrowed(random: Random, policy: Body): Body {
  return patched(policy, random.pick<Body>([
    { clientAppTypes: random.some(names.clientAppTypes, 0.5) }, { platforms: { includePlatforms: [random.pick(names.platforms)], excludePlatforms: [] } },
    { userRiskLevels: random.some(names.risks, 0.5) }, { users: { includeUsers: [random.one(names.users) ?? ''] } }, { users: { includeGroups: [random.pick(names.groups)] } },
    { insiderRiskLevels: random.pick(names.insiderRisks) }, { applications: { includeApplications: [random.pick(names.appIds)] } },
    { devices: { deviceFilter: deviceFilter(random) } }
  ]))
}

/** Two policies that share one condition: what one takes, the other leaves. What the policy set there before is gone. */
function halves(random: Random, policy: Body): Body[] {
  const platforms = random.some(names.platforms.slice(1), 0.4)
  const filter = deviceFilter(random)
  const place = random.pick<string>(['AllTrusted', ...names.locations.slice(0, 3)])
  const [group, app, user] = [random.pick(names.groups), random.pick(names.appIds), random.one(names.users) ?? '']
  const both = random.pick<readonly [Body, Body]>([
    [{ platforms: { includePlatforms: ['android', ...platforms] } }, { platforms: { includePlatforms: ['all'], excludePlatforms: ['android', ...platforms] } }],
    [{ clientAppTypes: names.clientAppTypes.slice(0, 2) }, { clientAppTypes: names.clientAppTypes.slice(2) }],
    [{ signInRiskLevels: names.risks.slice(0, 2) }, { signInRiskLevels: names.risks.slice(2) }],
    [{ userRiskLevels: ['high'] }, { userRiskLevels: ['none', 'medium'] }],
    [{ locations: { includeLocations: [place], excludeLocations: [] } }, { locations: { includeLocations: ['All'], excludeLocations: [place] } }],
    [{ devices: { deviceFilter: { ...filter, mode: 'include' } } }, { devices: { deviceFilter: { ...filter, mode: 'exclude' } } }],
    [{ users: { includeGroups: [group] } }, { users: { includeUsers: ['All'], excludeGroups: [group] } }],
    [{ users: { includeUsers: [user] } }, { users: { includeGroups: [group], excludeUsers: [user] } }],
    [{ users: { includeGuestsOrExternalUsers: guests(names.guestTypes.slice(0, 3)) } }, { users: { includeGuestsOrExternalUsers: guests(names.guestTypes.slice(3)) } }],
    [{ users: { includeUsers: ['GuestsOrExternalUsers'] } }, { users: { includeUsers: ['All'], excludeGuestsOrExternalUsers: guests(names.guestTypes) } }],
    [{ applications: { includeApplications: [app] } }, { applications: { includeApplications: ['All'], excludeApplications: [app] } }],
    [{ applications: { includeApplications: [app, 'app-own'] } }, { applications: { includeApplications: ['app-foreign'] } }],
    [{ applications: { includeUserActions: names.actions.slice(0, 1) } }, { applications: { includeUserActions: names.actions.slice(1) } }],
    [{ authenticationFlows: { transferMethods: 'deviceCodeFlow' } }, { authenticationFlows: { transferMethods: 'authenticationTransfer' } }],
    [{ insiderRiskLevels: 'minor,moderate' }, { insiderRiskLevels: 'elevated' }]
  ])
  return both.map(part => patched(policy, part))
}

function guests(types: readonly string[]): Body {
  return { guestOrExternalUserTypes: types.join(','), externalTenants: null }
}

/** The policy made to apply to nobody, to nothing or never, or to demand nothing. */
function idle(random: Random, policy: Body): Body {
  return random.pick<Body>([
    { ...policy, grantControls: null, sessionControls: null }, patched(policy, { users: { includeUsers: ['None'] } }),
    patched(policy, { users: { includeUsers: ['All'], excludeUsers: ['All'] } }), patched(policy, { applications: { includeApplications: ['None'] } }),
    patched(policy, { platforms: { includePlatforms: ['iOS'], excludePlatforms: ['iOS'] } }),
    patched(policy, { locations: { includeLocations: ['place-1'], excludeLocations: ['All'] } })
  ])
}
