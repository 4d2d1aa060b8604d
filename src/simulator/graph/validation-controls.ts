import { isList, isObject, objectAt, stringsAt, textAt, type Json, type JsonObject } from '../json.ts'
import { badRequest } from './error.ts'
import { controlCount } from './normalise.ts'
import type { Call } from './operation.ts'
import { documented, invalidControls } from './policy-error.ts'

/** A policy taken apart for the rules about controls. */
interface Parts {
  readonly conditions: JsonObject
  readonly grant: JsonObject
  readonly session: JsonObject
  readonly controls: readonly string[]
  readonly strength: boolean
}

function partsOf(policy: JsonObject): Parts {
  const grant = objectAt(policy, 'grantControls')
  return {
    conditions: objectAt(policy, 'conditions'), grant, session: objectAt(policy, 'sessionControls'),
    controls: stringsAt(grant, 'builtInControls'), strength: isObject(grant['authenticationStrength']),
  }
}

function empty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === 'none') return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.values(value).every(empty)
}

function allApplications(parts: Parts): boolean {
  return stringsAt(objectAt(parts.conditions, 'applications'), 'includeApplications').includes('All')
}

function nothingButUserRisk(parts: Parts): boolean {
  const applications = objectAt(parts.conditions, 'applications')
  const others = Object.entries(parts.conditions).filter(([name]) => !['users', 'applications', 'userRiskLevels', 'clientAppTypes'].includes(name))
  const types = stringsAt(parts.conditions, 'clientAppTypes')
  return stringsAt(parts.conditions, 'userRiskLevels').length > 0 && allApplications(parts)
    && stringsAt(applications, 'excludeApplications').length === 0 && others.every(([, value]) => empty(value))
    && types.length === 1 && types[0] === 'all'
}

function checkRemediation(parts: Parts): void {
  const both = parts.grant['operator'] === 'AND'
  if (parts.controls.includes('passwordChange')) {
    const mfa = parts.controls.includes('mfa') || parts.strength
    if (!(mfa && both && nothingButUserRisk(parts))) throw invalidControls('InvalidPasswordResetControl')
  }
  if (parts.controls.includes('riskRemediation')) {
    if (!(parts.strength && both && nothingButUserRisk(parts)) || parts.controls.includes('passwordChange')) throw invalidControls('InvalidControls')
  }
}

function checkRegistration(parts: Parts): void {
  const actions = stringsAt(objectAt(parts.conditions, 'applications'), 'includeUserActions')
  if (!actions.includes('urn:user:registerdevice')) return
  const types = stringsAt(parts.conditions, 'clientAppTypes')
  const others = parts.controls.some((control) => control !== 'mfa')
  if (others || !types.includes('all') || !empty(parts.conditions['devices'])) throw invalidControls('InvalidControls')
}

/** Service principals and agent identities can only be blocked, by a policy that includes no users. */
function checkWorkloads(parts: Parts): void {
  const subjects = objectAt(parts.conditions, 'clientApplications')
  if (empty(subjects)) return
  const users = objectAt(parts.conditions, 'users')
  const people = stringsAt(users, 'includeUsers').some((user) => user !== 'None') || stringsAt(users, 'includeGroups').length > 0
  const blocked = parts.controls.length === 1 && parts.controls[0] === 'block' && controlCount(parts.grant) === 1
  if (people || !blocked) throw invalidControls('InvalidControls')
}

/** Exchange Online and SharePoint Online, the two besides Office 365 that enforce restrictions themselves. */
const restricting = ['Office365', '00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000']

function checkSession(call: Call, parts: Parts): void {
  const { session } = parts
  const frequency = session['signInFrequency']
  if (isObject(frequency) && frequency['frequencyInterval'] !== 'everyTime' && frequency['authenticationType'] === 'secondaryAuthentication') {
    throw documented(call, "1104: 'timeBased' value for 'frequencyInterval' property in 'signInFrequency' session control only supports 'primaryAndSecondaryAuthentication' value for 'authenticationType' property.")
  }
  if (isObject(session['persistentBrowser']) && !allApplications(parts)) throw invalidControls('InvalidControls')
  if (isObject(session['applicationEnforcedRestrictions'])) {
    const applications = stringsAt(objectAt(parts.conditions, 'applications'), 'includeApplications')
    if (!applications.every((id) => restricting.includes(id))) throw invalidControls('InvalidControls')
  }
  if (textAt(session['continuousAccessEvaluation'], 'mode') === 'disabled') {
    const others = Object.entries(parts.conditions).filter(([name]) => !['users', 'applications', 'clientAppTypes'].includes(name))
    if (!allApplications(parts) || !others.every(([, value]) => empty(value))) throw invalidControls('InvalidControls')
  }
}

/** The rules about which controls may stand together and under which conditions. */
export function checkControls(call: Call, policy: JsonObject): void {
  const parts = partsOf(policy)
  if (parts.strength && parts.controls.includes('mfa')) {
    throw badRequest('1108: Authentication strengths cannot be used alongside the MFA built-in control.')
  }
  if (!['AND', 'OR', undefined].includes(textAt(parts.grant, 'operator'))) throw invalidControls('InvalidControls')
  if (parts.controls.includes('block') && controlCount(parts.grant) > 1) throw invalidControls('InvalidControls')
  checkRemediation(parts)
  checkRegistration(parts)
  checkWorkloads(parts)
  checkSession(call, parts)
}
