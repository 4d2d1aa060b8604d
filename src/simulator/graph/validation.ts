import { isList, isObject, objectAt, stringsAt, textAt, type Json, type JsonObject } from '../json.ts'
import { badRequest } from './error.ts'
import type { Call } from './operation.ts'
import { documented, schemaMismatch } from './policy-error.ts'
import { checkControls } from './validation-controls.ts'
import { checkLicences } from './validation-licences.ts'
import { checkReferences } from './validation-references.ts'
import { checkWrite } from './write-shape.ts'

/** Members that a PATCH may not send back as null (a field report; the portal itself sends them in a beta POST). */
const complexConditions = ['locations', 'platforms', 'devices', 'clientApplications', 'authenticationFlows', 'insiderRiskLevels']

function checkCreate(call: Call, body: JsonObject): void {
  const conditions = objectAt(body, 'conditions')
  const name = textAt(body, 'displayName') ?? ''
  const subject = isObject(conditions['users']) || isObject(conditions['clientApplications'])
  const controls = isObject(body['grantControls']) || isObject(body['sessionControls'])
  const complete = name !== '' && textAt(body, 'state') !== undefined && isObject(conditions['applications']) && subject && controls
  if (!complete) throw schemaMismatch(call)
}

function checkUpdate(call: Call, body: JsonObject): void {
  const conditions = objectAt(body, 'conditions')
  const users = objectAt(conditions, 'users')
  const guests = ['includeGuestsOrExternalUsers', 'excludeGuestsOrExternalUsers'].some((name) => users[name] === null)
  if (guests || complexConditions.some((name) => conditions[name] === null)) throw schemaMismatch(call)
}

function frequencyFault(frequency: Json | undefined): boolean {
  if (!isObject(frequency) || frequency['isEnabled'] === false) return false
  const measured = (frequency['value'] ?? null) !== null || (frequency['type'] ?? null) !== null
  return frequency['frequencyInterval'] === 'everyTime' ? measured : (frequency['value'] ?? null) === null || (frequency['type'] ?? null) === null
}

/** Checks what was sent: empty, of the wrong shape, incomplete. */
export function checkBody(call: Call, body: JsonObject): void {
  if (Object.keys(body).length === 0) throw badRequest('Empty Payload. JSON content expected.')
  const conditions = objectAt(body, 'conditions')
  const types = conditions['clientAppTypes']
  if (isList(types) && types.length === 0) throw badRequest("1064: 'clientAppTypes' condition must specify the client app types. Try 'clientAppTypes' = ['all'] to start with.")
  const { '@odata.type': _type, ...own } = body
  if (checkWrite(own, 'conditionalAccessPolicy', call.version) !== undefined) throw schemaMismatch(call)
  if ((textAt(body, 'displayName') ?? '').length > 256) throw schemaMismatch(call)
  if (call.operation.method === 'POST') checkCreate(call, body)
  else checkUpdate(call, body)
  if (frequencyFault(objectAt(body, 'sessionControls')['signInFrequency'])) throw schemaMismatch(call)
}

function checkTargets(call: Call, conditions: JsonObject): void {
  const applications = objectAt(conditions, 'applications')
  const named = stringsAt(applications, 'includeApplications').length > 0 || isObject(applications['applicationFilter'])
  const others = ['includeUserActions', 'includeAuthenticationContextClassReferences'].filter((name) => stringsAt(applications, name).length > 0)
  if (!named && others.length === 0) {
    throw documented(call, "1011: 'applications' condition must specify the applications to include. Try 'includeApplications' = ['none'] to start with.")
  }
  if ((named && others.length > 0) || others.length > 1) {
    throw badRequest("1012: 'applications' condition cannot include both 'includeApplications' and 'includeUserActions'/'includeProtectionLevels'. Please remove one of the conditions.")
  }
}

const includes = ['includeUsers', 'includeGroups', 'includeRoles']

function checkSubjects(call: Call, conditions: JsonObject): void {
  const users = objectAt(conditions, 'users')
  const guests = ['includeGuestsOrExternalUsers', 'excludeGuestsOrExternalUsers'].map((name) => users[name])
  const [included, excluded] = guests.map(isObject)
  for (const guest of guests) if (isObject(guest) && textAt(guest, 'guestOrExternalUserTypes') === undefined) throw schemaMismatch(call)
  const keyword = (name: string): boolean => stringsAt(users, name).includes('GuestsOrExternalUsers')
  if ((included === true && keyword('includeUsers')) || (excluded === true && keyword('excludeUsers'))) {
    throw badRequest("'GuestsOrExternalUsers' cannot be combined with guestOrExternalUsers.")
  }
  const anyone = included === true || includes.some((name) => stringsAt(users, name).length > 0)
  if (!anyone && !isObject(conditions['clientApplications'])) throw schemaMismatch(call)
}

/** The longest rule a filter may hold (reference, section 2.7). */
const longestRule = 3072

function checkFilters(call: Call, conditions: JsonObject): void {
  const filters = [objectAt(conditions, 'devices')['deviceFilter'], objectAt(conditions, 'applications')['applicationFilter']]
  if (filters.some((filter) => (textAt(filter, 'rule') ?? '').length > longestRule)) throw schemaMismatch(call)
  const states = conditions['deviceStates'] ?? null
  if (isObject(filters[0]) && states !== null) throw schemaMismatch(call)
}

/** Checks a whole policy, as it would be stored, against the rules of the policy service (reference, section 5). */
export function checkPolicy(call: Call, policy: JsonObject): void {
  const conditions = objectAt(policy, 'conditions')
  checkTargets(call, conditions)
  checkSubjects(call, conditions)
  checkFilters(call, conditions)
  if (!isObject(policy['grantControls']) && !isObject(policy['sessionControls'])) throw schemaMismatch(call)
  checkControls(call, policy)
  checkLicences(call.state, policy)
  checkReferences(call.state, policy)
  if (policy['state'] === 'enabled' && call.state.single('securityDefaults')?.['isEnabled'] === true) {
    throw badRequest('Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy.')
  }
}
