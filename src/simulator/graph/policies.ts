import { randomUUID } from 'node:crypto'
import { isObject, textAt, type Entity, type JsonObject } from '../json.ts'
import { appendAudit } from './audit.ts'
import { GraphError, badRequest, noSuchPolicyObject } from './error.ts'
import { answerList, answerOne, readable } from './list.ts'
import { patched } from './merge.ts'
import { normalised } from './normalise.ts'
import { listOptions, parameter, type Answer, type Call, type Operation } from './operation.ts'
import { policyForm, showPolicy } from './policy-form.ts'
import { checkBody, checkPolicy } from './validation.ts'

/** A tenant holds at most this many policies in any state (reference, section 5). */
const mostPolicies = 240

const policyRoot = '/identity/conditionalAccess/policies'

/** A time as the policy service writes it. */
export function policyTime(date: Date): string {
  return date.toISOString().replace('Z', '0000Z')
}

function policyOf(call: Call): Entity {
  const id = parameter(call, 'id')
  const policy = readable(call.state.collections.policies).get(id)
  if (policy === undefined) throw noSuchPolicyObject('ConditionalAccessPolicy', id)
  return policy
}

function stored(call: Call): Entity {
  const id = parameter(call, 'id')
  const policy = readable(call.state.collections.policies).current(id)
  if (policy === undefined) throw noSuchPolicyObject('ConditionalAccessPolicy', id)
  return policy
}

function bodyOf(call: Call): JsonObject {
  if (call.body === undefined) throw badRequest('Empty Payload. JSON content expected.')
  if (!isObject(call.body)) throw badRequest('1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of ConditionalAccessPolicy type.')
  return call.body
}

/** Refuses one policy more than a tenant may hold. */
export function checkRoom(call: Call): void {
  if (call.state.collections.policies.size >= mostPolicies) {
    throw badRequest(`The number of conditional access policies in the tenant exceeds the limit of ${mostPolicies}.`)
  }
}

function create(call: Call): Answer {
  const policies = readable(call.state.collections.policies)
  const body = bodyOf(call)
  checkBody(call, body)
  const { '@odata.type': _type, ...own } = body
  const whole = normalised(own)
  checkPolicy(call, whole)
  checkRoom(call)
  const policy: Entity = {
    id: randomUUID(), templateId: null, ...whole, createdDateTime: policyTime(call.state.now()), modifiedDateTime: null, deletedDateTime: null,
    partialEnablementStrategy: null,
  }
  policies.put(policy)
  appendAudit(call, { activity: 'Add conditional access policy', category: 'Policy', kind: 'ConditionalAccessPolicy', after: policy })
  const location = `https://graph.microsoft.com/${call.version}${policyRoot}('${policy.id}')`
  return { status: 201, body: { '@odata.context': `https://graph.microsoft.com/${call.version}/$metadata#identity/conditionalAccess/policies/$entity`, ...showPolicy(call, policy) }, headers: { location } }
}

const managedPrefix = 'Microsoft-managed:'

/** Microsoft's own policies: only the state and the excluded identities can be changed. */
function checkManaged(before: Entity, body: JsonObject): void {
  if (textAt(before, 'displayName')?.startsWith(managedPrefix) !== true) return
  const users = isObject(body['conditions']) ? body['conditions']['users'] : undefined
  const excluding = isObject(users) && Object.keys(users).every((name) => name.startsWith('exclude'))
  const others = Object.keys(body).filter((name) => name !== 'state' && !(name === 'conditions' && excluding))
  if (others.length > 0) throw badRequest('Microsoft-managed policies allow only their state and excluded identities to be changed.')
}

function update(call: Call): Answer {
  const before = stored(call)
  const body = bodyOf(call)
  checkBody(call, body)
  checkManaged(before, body)
  const merged = normalised(patched(before, body, call.behaviour.patchMode))
  checkPolicy(call, merged)
  const after: Entity = { ...merged, id: before.id, modifiedDateTime: policyTime(call.state.now()) }
  call.state.collections.policies.put(after)
  appendAudit(call, { activity: 'Update conditional access policy', category: 'Policy', kind: 'ConditionalAccessPolicy', before, after })
  return { status: 204 }
}

function remove(call: Call): Answer {
  const before = stored(call)
  if (textAt(before, 'displayName')?.startsWith(managedPrefix) === true) {
    throw new GraphError(403, 'AccessDenied', 'Microsoft-managed policies cannot be deleted.')
  }
  call.state.collections.policies.remove(before.id)
  call.state.deletedPolicies.put({ ...before, deletedDateTime: policyTime(call.state.now()) })
  appendAudit(call, { activity: 'Delete conditional access policy', category: 'Policy', kind: 'ConditionalAccessPolicy', before })
  return { status: 204 }
}

export const policyOperations: readonly Operation[] = [
  {
    id: 'policies.list', method: 'GET', path: policyRoot, query: listOptions,
    answer: (call) => answerList(call, readable(call.state.collections.policies).list(), policyForm),
  },
  { id: 'policies.get', method: 'GET', path: `${policyRoot}/{id}`, query: ['$select'], answer: (call) => answerOne(call, policyOf(call), policyForm) },
  { id: 'policies.create', method: 'POST', path: policyRoot, query: [], answer: create },
  { id: 'policies.update', method: 'PATCH', path: `${policyRoot}/{id}`, query: [], answer: update },
  { id: 'policies.delete', method: 'DELETE', path: `${policyRoot}/{id}`, query: [], answer: remove },
]

