import { isObject, type Entity } from '../json.ts'
import { badRequest, noSuchPolicyObject } from './error.ts'
import { answerList, answerOne, readable, type ListForm } from './list.ts'
import { parameter, type Answer, type Call, type Operation } from './operation.ts'
import { checkWrite } from './write-shape.ts'

const form: ListForm = { type: 'authenticationContextClassReference' }
const root = '/identity/conditionalAccess/authenticationContextClassReferences'

function get(call: Call): Answer {
  const id = parameter(call, 'id')
  const found = readable(call.state.collections.authenticationContexts).get(id)
  if (found === undefined) throw noSuchPolicyObject('AuthenticationContextClassReference', id)
  return answerOne(call, found, form)
}

/** Creates the context when its id (`c1` to `c99`) is not in use yet. */
function upsert(call: Call): Answer {
  const id = parameter(call, 'id')
  if (!/^c[1-9]\d?$/.test(id)) throw badRequest(`Invalid authentication context id '${id}'.`)
  if (call.body === undefined) throw badRequest('Empty Payload. JSON content expected.')
  if (!isObject(call.body) || checkWrite(call.body, 'authenticationContextClassReference', call.version) !== undefined) {
    throw badRequest('The request body does not match authenticationContextClassReference.')
  }
  const contexts = readable(call.state.collections.authenticationContexts)
  const before: Entity = contexts.current(id) ?? { id, displayName: id, description: null, isAvailable: false }
  contexts.put({ ...before, ...call.body, id })
  return { status: 204 }
}

export const contextOperations: readonly Operation[] = [
  {
    id: 'authContexts.list', method: 'GET', path: root, query: ['$filter'],
    answer: (call) => answerList(call, readable(call.state.collections.authenticationContexts).list(), form),
  },
  { id: 'authContexts.get', method: 'GET', path: `${root}/{id}`, query: [], answer: get },
  { id: 'authContexts.upsert', method: 'PATCH', path: `${root}/{id}`, query: [], answer: upsert },
]
