import { isEmpty, isObject, objectIn, textIn, textsIn, type JsonObject } from './json.ts'
import { straighten } from './policy-members.ts'
import type { ReadPolicy } from './tenant.ts'
import type { Filter, GrantControls, GuestsOrExternalUsers, Policy, PolicyClientApplications, SessionControls } from '#src/domain/policy.ts'

/** What cannot be read as a policy at all, and why. */
export interface Refused {
  readonly reason: string
}

/**
 * Reads a body in Graph's shape, from Graph or from an export. Known members come out complete; what is not known stays in
 * `raw` and is marked. A policy without an id takes the one given.
 */
export function parsePolicy(raw: unknown, fallbackId?: string): ReadPolicy | Refused {
  if (!isObject(raw)) return { reason: 'it is not an object' }
  const { body, marks } = straighten(raw)
  const conditions = objectIn(body, 'conditions')
  if (conditions === null) return { reason: 'it has no `conditions`' }
  const own = textIn(body, 'id')
  const id = own === null || own === '' ? fallbackId : own
  if (id === undefined || id === '') return { reason: 'it has no `id`' }
  const unusable = (['grantControls', 'sessionControls'] as const).filter(name => body[name] === null && marks.some(mark => mark.kind === 'member' && mark.pointer.toLowerCase() === `/${name.toLowerCase()}`))
  const policy: Policy = {
    id, displayName: textIn(body, 'displayName') ?? '', state: textIn(body, 'state') ?? '',
    createdDateTime: textIn(body, 'createdDateTime'), modifiedDateTime: textIn(body, 'modifiedDateTime'), templateId: textIn(body, 'templateId'),
    conditions: conditionsOf(conditions),
    grantControls: unusable.includes('grantControls') ? unreadableControls : grantOf(objectIn(body, 'grantControls')),
    sessionControls: sessionOf(objectIn(body, 'sessionControls'))
  }
  return { policy, raw, unrecognised: marks }
}

/** Stands for controls that could not be read: nothing satisfies it, so it neither protects nor looks harmless. */
const unreadableControls: GrantControls = {
  operator: 'OR', builtInControls: ['unreadable'], customAuthenticationFactors: [], termsOfUse: [], authenticationStrength: null
}

function conditionsOf(conditions: JsonObject): Policy['conditions'] {
  const platforms = objectIn(conditions, 'platforms')
  const locations = objectIn(conditions, 'locations')
  const devices = objectIn(conditions, 'devices')
  const flows = objectIn(conditions, 'authenticationFlows')
  return {
    users: usersOf(objectIn(conditions, 'users') ?? {}),
    applications: applicationsOf(objectIn(conditions, 'applications') ?? {}),
    clientApplications: workloadsOf(objectIn(conditions, 'clientApplications')),
    clientAppTypes: textsIn(conditions, 'clientAppTypes'),
    platforms: platforms === null ? null : { includePlatforms: textsIn(platforms, 'includePlatforms'), excludePlatforms: textsIn(platforms, 'excludePlatforms') },
    locations: locations === null ? null : { includeLocations: textsIn(locations, 'includeLocations'), excludeLocations: textsIn(locations, 'excludeLocations') },
    devices: devices === null ? null : { deviceFilter: filterOf(objectIn(devices, 'deviceFilter')) },
    signInRiskLevels: textsIn(conditions, 'signInRiskLevels'), userRiskLevels: textsIn(conditions, 'userRiskLevels'),
    servicePrincipalRiskLevels: textsIn(conditions, 'servicePrincipalRiskLevels'),
    insiderRiskLevels: textIn(conditions, 'insiderRiskLevels'), agentIdRiskLevels: textIn(conditions, 'agentIdRiskLevels'),
    authenticationFlows: flows === null ? null : { transferMethods: textIn(flows, 'transferMethods') }
  }
}

function usersOf(users: JsonObject): Policy['conditions']['users'] {
  return {
    includeUsers: textsIn(users, 'includeUsers'), excludeUsers: textsIn(users, 'excludeUsers'),
    includeGroups: textsIn(users, 'includeGroups'), excludeGroups: textsIn(users, 'excludeGroups'),
    includeRoles: textsIn(users, 'includeRoles'), excludeRoles: textsIn(users, 'excludeRoles'),
    includeGuestsOrExternalUsers: guestsOf(objectIn(users, 'includeGuestsOrExternalUsers')),
    excludeGuestsOrExternalUsers: guestsOf(objectIn(users, 'excludeGuestsOrExternalUsers'))
  }
}

function guestsOf(guests: JsonObject | null): GuestsOrExternalUsers | null {
  if (guests === null) return null
  const tenants = objectIn(guests, 'externalTenants')
  return {
    guestOrExternalUserTypes: textIn(guests, 'guestOrExternalUserTypes') ?? '',
    externalTenants: tenants === null ? null : { membershipKind: textIn(tenants, 'membershipKind') ?? 'unknown', members: textsIn(tenants, 'members') }
  }
}

function applicationsOf(applications: JsonObject): Policy['conditions']['applications'] {
  return {
    includeApplications: textsIn(applications, 'includeApplications'), excludeApplications: textsIn(applications, 'excludeApplications'),
    includeUserActions: textsIn(applications, 'includeUserActions'),
    includeAuthenticationContextClassReferences: textsIn(applications, 'includeAuthenticationContextClassReferences'),
    applicationFilter: filterOf(objectIn(applications, 'applicationFilter'))
  }
}

/** Null also where every list is empty and no filter stands: such a policy is about people. */
function workloadsOf(workloads: JsonObject | null): PolicyClientApplications | null {
  if (workloads === null) return null
  const read: PolicyClientApplications = {
    includeServicePrincipals: textsIn(workloads, 'includeServicePrincipals'), excludeServicePrincipals: textsIn(workloads, 'excludeServicePrincipals'),
    servicePrincipalFilter: filterOf(objectIn(workloads, 'servicePrincipalFilter')),
    includeAgentIdServicePrincipals: textsIn(workloads, 'includeAgentIdServicePrincipals'),
    excludeAgentIdServicePrincipals: textsIn(workloads, 'excludeAgentIdServicePrincipals'),
    agentIdServicePrincipalFilter: filterOf(objectIn(workloads, 'agentIdServicePrincipalFilter'))
  }
  return Object.values(read).some(part => part !== null && (!Array.isArray(part) || part.length > 0)) ? read : null
}

function filterOf(filter: JsonObject | null): Filter | null {
  return filter === null ? null : { mode: textIn(filter, 'mode') ?? '', rule: textIn(filter, 'rule') ?? '' }
}

const grantMembers = ['operator', 'builtInControls', 'customAuthenticationFactors', 'termsOfUse', 'authenticationStrength']

/** A member that is not known counts as a control that nothing satisfies. */
function grantOf(grant: JsonObject | null): GrantControls | null {
  if (grant === null) return null
  const strength = objectIn(grant, 'authenticationStrength')
  const others = Object.keys(grant).filter(name => !grantMembers.includes(name) && !isEmpty(grant[name]))
  return {
    operator: textIn(grant, 'operator') ?? 'OR',
    builtInControls: [...textsIn(grant, 'builtInControls'), ...others], customAuthenticationFactors: textsIn(grant, 'customAuthenticationFactors'),
    termsOfUse: textsIn(grant, 'termsOfUse'),
    authenticationStrength: strength === null ? null : {
      id: textIn(strength, 'id') ?? '', displayName: textIn(strength, 'displayName'),
      ...Array.isArray(strength['allowedCombinations']) ? { allowedCombinations: textsIn(strength, 'allowedCombinations') } : {}
    }
  }
}

/** Unknown session controls are kept by their names, so that the outcome can list them. */
function sessionOf(session: JsonObject | null): SessionControls | null {
  if (session === null) return null
  const switched = (name: string): { isEnabled: boolean } | null => {
    const control = objectIn(session, name)
    return control === null ? null : { isEnabled: control['isEnabled'] !== false }
  }
  const part = (name: string): JsonObject => objectIn(session, name) ?? {}
  const app = switched('cloudAppSecurity')
  const frequency = switched('signInFrequency')
  const browser = switched('persistentBrowser')
  const value = part('signInFrequency')['value']
  const continuous = objectIn(session, 'continuousAccessEvaluation')
  const others = Object.fromEntries(Object.entries(session).filter(([name]) => !name.includes('@') && !name.startsWith('#')))
  return {
    ...others,
    applicationEnforcedRestrictions: switched('applicationEnforcedRestrictions'),
    cloudAppSecurity: app === null ? null : { ...app, cloudAppSecurityType: textIn(part('cloudAppSecurity'), 'cloudAppSecurityType') },
    signInFrequency: frequency === null ? null : {
      ...frequency, value: typeof value === 'number' && Number.isInteger(value) ? value : null, type: textIn(part('signInFrequency'), 'type'),
      frequencyInterval: textIn(part('signInFrequency'), 'frequencyInterval'), authenticationType: textIn(part('signInFrequency'), 'authenticationType')
    },
    persistentBrowser: browser === null ? null : { ...browser, mode: textIn(part('persistentBrowser'), 'mode') },
    continuousAccessEvaluation: continuous === null ? null : { mode: textIn(continuous, 'mode') },
    secureSignInSession: switched('secureSignInSession'),
    disableResilienceDefaults: typeof session['disableResilienceDefaults'] === 'boolean' ? session['disableResilienceDefaults'] : null
  }
}
