import { randomUUID } from 'node:crypto'
import { isObject, objectAt, stringsAt, textAt, type Entity, type JsonObject } from '../json.ts'
import type { State } from '../state.ts'
import { builtInStrengths } from './builtin-strengths.ts'
import { badRequest, noSuchPolicyObject } from './error.ts'
import { answerList, answerOne, readable, shown, type ListForm } from './list.ts'
import { parameter, type Answer, type Call, type Operation } from './operation.ts'
import { showPolicy } from './policy-form.ts'
import { checkWrite } from './write-shape.ts'

const form: ListForm = { type: 'authenticationStrengthPolicy' }

/** The tenant's strengths after the built-in ones that the file does not have itself. */
function strengths(state: State): Entity[] {
  const own = readable(state.collections.authenticationStrengths)
  return [...builtInStrengths.filter((strength) => own.get(strength.id) === undefined), ...own.list()]
}

/** A strength by id, the tenant's or a built-in one. */
export function findStrength(state: State, id: string): Entity | undefined {
  return state.collections.authenticationStrengths.get(id) ?? builtInStrengths.find((strength) => strength.id === id)
}

function strengthOf(call: Call): Entity {
  const id = parameter(call, 'id')
  const found = findStrength(call.state, id)
  if (found === undefined) throw noSuchPolicyObject('AuthenticationStrengthPolicy', id)
  return found
}

function customOf(call: Call): Entity {
  const strength = strengthOf(call)
  if (strength['policyType'] === 'builtIn') throw badRequest('Built-in authentication strength policies cannot be changed or deleted.')
  return strength
}

function policiesUsing(state: State, id: string): Entity[] {
  return state.collections.policies.list().filter((policy) => textAt(objectAt(policy, 'grantControls')['authenticationStrength'], 'id') === id)
}

function bodyOf(call: Call): JsonObject {
  if (call.body === undefined) throw badRequest('Empty Payload. JSON content expected.')
  if (!isObject(call.body)) throw badRequest('The request body is not a JSON object.')
  const wrong = checkWrite(call.body, 'authenticationStrengthPolicy', call.version)
  if (wrong !== undefined) throw badRequest(`Invalid value for property '${wrong}' of authenticationStrengthPolicy.`)
  return call.body
}

function create(call: Call): Answer {
  const body = bodyOf(call)
  const combinations = stringsAt(body, 'allowedCombinations')
  if (textAt(body, 'displayName') === undefined || combinations.length === 0) {
    throw badRequest('An authentication strength needs a displayName and allowedCombinations.')
  }
  const now = call.state.now().toISOString()
  const strength: Entity = {
    description: null, combinationConfigurations: [], ...body, id: randomUUID(), policyType: 'custom', requirementsSatisfied: 'mfa',
    createdDateTime: now, modifiedDateTime: now,
  }
  readable(call.state.collections.authenticationStrengths).put(strength)
  return { status: 201, body: shown(call, strength, form) }
}

function update(call: Call): Answer {
  const body = bodyOf(call)
  const strength = customOf(call)
  if (Object.keys(body).some((name) => !['displayName', 'description'].includes(name))) {
    throw badRequest('Only displayName and description can be updated; use updateAllowedCombinations for combinations.')
  }
  call.state.collections.authenticationStrengths.put({ ...strength, ...body, modifiedDateTime: call.state.now().toISOString() })
  return { status: 204 }
}

function updateCombinations(call: Call): Answer {
  const strength = customOf(call)
  const combinations = stringsAt(call.body, 'allowedCombinations')
  if (combinations.length === 0) throw badRequest('allowedCombinations must not be empty.')
  call.state.collections.authenticationStrengths.put({
    ...strength, allowedCombinations: combinations, modifiedDateTime: call.state.now().toISOString(),
  })
  return {
    status: 200,
    body: {
      previousCombinations: strength['allowedCombinations'] ?? [], currentCombinations: combinations, additionalInformation: null,
      conditionalAccessReferences: policiesUsing(call.state, strength.id).map((policy) => policy.id),
    },
  }
}

function remove(call: Call): Answer {
  const strength = customOf(call)
  if (policiesUsing(call.state, strength.id).length > 0) throw badRequest('The authentication strength is referenced by a conditional access policy.')
  call.state.collections.authenticationStrengths.remove(strength.id)
  return { status: 204 }
}

function usage(call: Call): Answer {
  const using = policiesUsing(call.state, strengthOf(call).id).map((policy) => showPolicy(call, policy))
  return { status: 200, body: { mfa: using, none: [] } }
}

function configurations(call: Call): Answer {
  const list = strengthOf(call)['combinationConfigurations']
  const entities = Array.isArray(list) ? list.filter((one): one is Entity => isObject(one) && typeof one['id'] === 'string') : []
  return answerList(call, entities, { type: 'authenticationCombinationConfiguration', typed: true })
}

const root = '/policies/authenticationStrengthPolicies'
const options = ['$select', '$filter', '$expand']

export const strengthOperations: readonly Operation[] = [
  { id: 'strengths.list', method: 'GET', path: root, query: options, answer: (call) => answerList(call, strengths(call.state), form) },
  {
    id: 'strengths.listByRoot', method: 'GET', path: '/identity/conditionalAccess/authenticationStrength/policies', query: options,
    answer: (call) => answerList(call, strengths(call.state), form),
  },
  { id: 'strengths.get', method: 'GET', path: `${root}/{id}`, query: [], answer: (call) => answerOne(call, strengthOf(call), form) },
  { id: 'strengths.create', method: 'POST', path: root, query: [], answer: create },
  { id: 'strengths.update', method: 'PATCH', path: `${root}/{id}`, query: [], answer: update },
  { id: 'strengths.delete', method: 'DELETE', path: `${root}/{id}`, query: [], answer: remove },
  { id: 'strengths.updateCombinations', method: 'POST', path: `${root}/{id}/updateAllowedCombinations`, query: [], answer: updateCombinations },
  { id: 'strengths.usage', method: 'GET', path: `${root}/{id}/usage`, query: [], answer: usage },
  { id: 'strengths.combinationConfigurations', method: 'GET', path: `${root}/{id}/combinationConfigurations`, query: [], answer: configurations },
]
