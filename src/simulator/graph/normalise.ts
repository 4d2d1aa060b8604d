import { isList, isObject, objectAt, stringsAt, textAt, type Json, type JsonObject } from '../json.ts'
import { vocabularyOf } from './vocabulary.ts'
import { uncapitalised } from './write-shape.ts'

/** Flags in the order of their enum, in camel case, each once. */
function flags(value: Json | undefined, enumName: string): Json {
  if (typeof value !== 'string') return value ?? null
  const order = vocabularyOf('beta').enums[enumName]?.values ?? []
  const parts = new Set(value.split(',').map((part) => uncapitalised(part.trim())))
  const known = order.filter((member) => parts.has(member))
  return [...known, ...[...parts].filter((part) => !order.includes(part))].join(',')
}

function flagMember(object: JsonObject, name: string, enumName: string): JsonObject {
  return object[name] === undefined ? {} : { [name]: flags(object[name], enumName) }
}

function guests(value: Json | undefined): Json {
  return isObject(value) ? { ...value, ...flagMember(value, 'guestOrExternalUserTypes', 'conditionalAccessGuestOrExternalUserTypes') } : null
}

function users(value: Json | undefined): Json {
  const own = isObject(value) ? value : {}
  const lists = ['includeUsers', 'excludeUsers', 'includeGroups', 'excludeGroups', 'includeRoles', 'excludeRoles']
  return {
    ...own,
    ...Object.fromEntries(lists.map((name) => [name, own[name] ?? []])),
    includeGuestsOrExternalUsers: guests(own['includeGuestsOrExternalUsers']),
    excludeGuestsOrExternalUsers: guests(own['excludeGuestsOrExternalUsers']),
  }
}

function applications(value: Json | undefined): Json {
  const own = isObject(value) ? value : {}
  const lists = ['includeApplications', 'excludeApplications', 'includeUserActions', 'includeAuthenticationContextClassReferences']
  return { ...own, ...Object.fromEntries(lists.map((name) => [name, own[name] ?? []])), applicationFilter: own['applicationFilter'] ?? null }
}

function conditions(value: JsonObject): JsonObject {
  const flow = value['authenticationFlows']
  const types = value['clientAppTypes']
  return {
    ...value,
    users: users(value['users']),
    applications: applications(value['applications']),
    clientAppTypes: types ?? ['all'],
    platforms: value['platforms'] ?? null,
    locations: value['locations'] ?? null,
    devices: value['devices'] ?? null,
    clientApplications: value['clientApplications'] ?? null,
    signInRiskLevels: value['signInRiskLevels'] ?? [],
    userRiskLevels: value['userRiskLevels'] ?? [],
    servicePrincipalRiskLevels: value['servicePrincipalRiskLevels'] ?? [],
    insiderRiskLevels: flags(value['insiderRiskLevels'], 'conditionalAccessInsiderRiskLevels'),
    authenticationFlows: isObject(flow) ? { ...flow, ...flagMember(flow, 'transferMethods', 'conditionalAccessTransferMethods') } : null,
    ...flagMember(value, 'agentIdRiskLevels', 'conditionalAccessAgentIdRiskLevels'),
  }
}

/** The id of the strength that a grant names, directly or by `authenticationStrength@odata.bind`. */
function strengthId(grant: JsonObject): string | undefined {
  const direct = textAt(grant['authenticationStrength'], 'id')
  return direct ?? textAt(grant, 'authenticationStrength@odata.bind')?.split('/').at(-1)?.replace(/^.*\('|'\).*$/g, '')
}

/** How many things a grant asks for: the operator means something from two on. */
export function controlCount(grant: JsonObject): number {
  const lists = ['builtInControls', 'customAuthenticationFactors', 'termsOfUse']
  return lists.reduce((sum, name) => sum + stringsAt(grant, name).length, 0) + (strengthId(grant) === undefined ? 0 : 1)
}

function grantControls(value: Json | undefined): Json {
  if (!isObject(value) || controlCount(value) === 0) return null
  const { 'authenticationStrength@odata.bind': _bound, ...own } = value
  const id = strengthId(value)
  return {
    ...own,
    operator: controlCount(value) === 1 ? 'OR' : (own['operator'] ?? 'OR'),
    builtInControls: own['builtInControls'] ?? [],
    customAuthenticationFactors: own['customAuthenticationFactors'] ?? [],
    termsOfUse: own['termsOfUse'] ?? [],
    authenticationStrength: id === undefined ? null : { id },
  }
}

const sessionMembers = ['applicationEnforcedRestrictions', 'cloudAppSecurity', 'signInFrequency', 'persistentBrowser']

function effectual(value: Json | undefined): boolean {
  return isObject(value) ? value['isEnabled'] !== false && (value['isEnabled'] === true || 'mode' in value) : value === true
}

function frequency(value: Json): Json {
  if (!isObject(value)) return value
  const every = value['frequencyInterval'] === 'everyTime'
  return {
    ...value,
    authenticationType: value['authenticationType'] ?? 'primaryAndSecondaryAuthentication',
    frequencyInterval: value['frequencyInterval'] ?? 'timeBased',
    ...(every ? { value: null, type: null } : {}),
  }
}

/** Session controls without those that do nothing; null when none is left. */
function sessionControls(value: Json | undefined): Json {
  if (!isObject(value)) return null
  const left = Object.entries(value).filter(([name, control]) => !name.startsWith('@') && effectual(control))
  if (left.length === 0) return null
  const kept: JsonObject = Object.fromEntries(left)
  return {
    disableResilienceDefaults: null,
    ...Object.fromEntries(sessionMembers.map((name) => [name, null])),
    ...kept,
    ...(kept['signInFrequency'] === undefined ? {} : { signInFrequency: frequency(kept['signInFrequency']) }),
  }
}

/**
 * A policy body as the service keeps it: complete, flags in order, the operator `OR` for a single control, ineffectual session
 * controls gone, a strength as its id.
 */
export function normalised(body: JsonObject): JsonObject {
  const strict = objectAt(body, 'conditions')
  return {
    ...body,
    conditions: conditions(strict),
    grantControls: grantControls(body['grantControls']),
    sessionControls: sessionControls(body['sessionControls']),
  }
}

const requiredLists: Readonly<Record<string, readonly string[]>> = {
  users: ['includeUsers', 'excludeUsers', 'includeGroups', 'excludeGroups', 'includeRoles', 'excludeRoles'],
  applications: ['includeApplications', 'excludeApplications', 'includeUserActions', 'includeAuthenticationContextClassReferences'],
}

function filled(value: Json | undefined, lists: readonly string[], nulls: readonly string[]): Json {
  if (!isObject(value)) return value ?? null
  return {
    ...Object.fromEntries(lists.map((name) => [name, []])),
    ...Object.fromEntries(nulls.map((name) => [name, null])),
    ...Object.fromEntries(Object.entries(value).filter(([name, item]) => !(lists.includes(name) && !isList(item)))),
  }
}

/** A stored policy with every member that a GET without `$select` returns; nothing it has is changed. */
export function completed(policy: JsonObject): JsonObject {
  const own = objectAt(policy, 'conditions')
  const grant = policy['grantControls']
  const session = policy['sessionControls']
  return {
    templateId: null, createdDateTime: null, modifiedDateTime: null, displayName: '', ...policy,
    conditions: {
      ...own,
      ...Object.fromEntries(['platforms', 'locations', 'devices', 'clientApplications'].map((name) => [name, own[name] ?? null])),
      ...Object.fromEntries(['signInRiskLevels', 'userRiskLevels'].map((name) => [name, own[name] ?? []])),
      clientAppTypes: own['clientAppTypes'] ?? ['all'],
      users: filled(own['users'], requiredLists['users'] ?? [], ['includeGuestsOrExternalUsers', 'excludeGuestsOrExternalUsers']),
      applications: filled(own['applications'], requiredLists['applications'] ?? [], ['applicationFilter']),
    },
    grantControls: filled(grant, ['builtInControls', 'customAuthenticationFactors', 'termsOfUse'], ['operator', 'authenticationStrength']),
    sessionControls: filled(session, [], ['disableResilienceDefaults', ...sessionMembers]),
  }
}
