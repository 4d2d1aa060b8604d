import { isEmpty, isObject, type JsonObject } from './json.ts'

const flags = ['guestOrExternalUserTypes', 'insiderRiskLevels', 'agentIdRiskLevels', 'transferMethods']

/** Members that the service sets, or that say nothing of what a policy does. */
const foreign = ['id', 'createdDateTime', 'modifiedDateTime', 'deletedDateTime', 'templateId', 'description', 'partialEnablementStrategy']

/**
 * A policy body in the form in which two that mean the same are equal: members sorted, lists and flags as sets, a single control's
 * operator as the service writes it, null and empty left out, a strength by its id; a condition on every platform or every place, or on no
 * kind of guest or flow, is none. Source: reference, section 12.6.
 */
export function normalForm(body: unknown): unknown {
  if (!isObject(body)) return undefined
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => !foreign.includes(name)))
  return normalObject({ ...own, conditions: conditionsOf(own['conditions']), grantControls: grantOf(own['grantControls']),
    sessionControls: sessionOf(own['sessionControls']) })
}

/** Whether two bodies say the same, whichever was sent and whichever read back. */
export function samePolicy(one: unknown, other: unknown): boolean {
  return JSON.stringify(normalForm(one)) === JSON.stringify(normalForm(other))
}

/** Undefined stands for everything that says nothing: null, an empty list, text or object; all external tenants, too. */
function normal(value: unknown, name: string): unknown {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value)) return normalList(value)
  if (isObject(value)) return normalObject(name === 'externalTenants' ? tenantsOf(value) : value)
  return typeof value === 'string' && flags.includes(name) ? asFlags(value) : value
}

function normalObject(object: JsonObject): unknown {
  const members = Object.entries(object)
    .filter(([name]) => !name.includes('@'))
    .flatMap(([name, value]) => {
      const inner = normal(value, name)
      return inner === undefined ? [] : [[name, inner] as const]
    })
  return members.length === 0 ? undefined : Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function normalList(list: readonly unknown[]): unknown {
  const items = list.map(item => normal(item, '')).filter(item => item !== undefined)
  const byText = new Map(items.map(item => [JSON.stringify(keyOf(item)), keyOf(item)]))
  return byText.size === 0 ? undefined : [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

/** Ids are compared without letter case; names of the vocabulary differ in more than case. */
function keyOf(item: unknown): unknown {
  return typeof item === 'string' ? item.toLowerCase() : item
}

/** All external tenants is what no list of them says. */
function tenantsOf(tenants: JsonObject): JsonObject {
  const type = tenants['@odata.type']
  const kind = tenants['membershipKind'] ?? (typeof type === 'string' && type.endsWith('EnumeratedExternalTenants') ? 'enumerated' : undefined)
  return kind === 'all' ? {} : { ...tenants, membershipKind: kind }
}

function asFlags(value: string): unknown {
  return normalList(value.split(',').map(part => part.trim()).filter(part => part !== 'none'))
}

/** The service fills in all client types where none is named. */
function conditionsOf(conditions: unknown): unknown {
  if (!isObject(conditions)) return conditions
  const types = conditions['clientAppTypes']
  const { platforms, locations, ...own } = conditions
  return {
    ...own, clientAppTypes: Array.isArray(types) && types.length > 0 ? types : ['all'],
    platforms: isEverything(platforms, 'Platforms') ? null : platforms, locations: isEverything(locations, 'Locations') ? null : locations
  }
}

/** Whether a condition includes all and excludes nothing, which is what no condition says. */
function isEverything(condition: unknown, what: 'Platforms' | 'Locations'): boolean {
  if (!isObject(condition)) return false
  const included = condition[`include${what}`]
  return Array.isArray(included) && included.length > 0 && included.every(entry => typeof entry === 'string' && entry.toLowerCase() === 'all') && isEmpty(condition[`exclude${what}`])
}

/** One control, of whatever kind, is joined by neither operator; none at all says nothing. */
function grantOf(grant: unknown): unknown {
  if (!isObject(grant)) return grant
  const strength = strengthOf(grant)
  const { authenticationStrength: _whole, operator: _operator, ...own } = grant
  const others = normalObject(own)
  const controls = Object.values(isObject(others) ? others : {}).reduce<number>((sum, control) => sum + (Array.isArray(control) ? control.length : 1),
    strength === undefined ? 0 : 1)
  if (controls === 0) return undefined
  return { ...own, operator: controls === 1 ? 'OR' : grant['operator'] ?? 'OR', authenticationStrength: strength }
}

function strengthOf(grant: JsonObject): unknown {
  const strength = grant['authenticationStrength']
  const bound = grant['authenticationStrength@odata.bind']
  if (isObject(strength) && typeof strength['id'] === 'string') return { id: strength['id'].toLowerCase() }
  const id = typeof bound === 'string' ? /([^/']+)'?\)?$/.exec(bound)?.[1]?.toLowerCase() : undefined
  return id === undefined ? normal(strength, 'authenticationStrength') : { id }
}

/** The service drops a session control that is switched off, and completes a sign-in frequency. */
function sessionOf(session: unknown): unknown {
  if (!isObject(session)) return session
  const on = Object.entries(session).filter(([, control]) => !isEmpty(control) && control !== false && !(isObject(control) && control['isEnabled'] === false))
  return Object.fromEntries(on.map(([name, control]) => [name, name === 'signInFrequency' && isObject(control) ? frequencyOf(control) : control]))
}

function frequencyOf(control: JsonObject): JsonObject {
  const { value, type, frequencyInterval, authenticationType, ...rest } = control
  const interval = frequencyInterval ?? 'timeBased'
  return {
    ...rest, frequencyInterval: interval, authenticationType: authenticationType ?? 'primaryAndSecondaryAuthentication',
    ...(interval === 'everyTime' ? {} : { value, type })
  }
}
