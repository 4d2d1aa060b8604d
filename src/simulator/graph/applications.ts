import type { Collection } from '../collection.ts'
import { textAt, type Entity, type JsonObject } from '../json.ts'
import { answerDelta } from './delta.ts'
import { noSuchObject, unsupportedQuery } from './error.ts'
import { answerList, answerOne, readable, type ListForm } from './list.ts'
import { directoryOptions, parameter, type Answer, type Call, type Operation } from './operation.ts'
import { directoryPage } from './paging.ts'
import { checkConsistency } from './query.ts'
import type { Version } from './vocabulary.ts'
import { vocabularyOf } from './vocabulary.ts'

function usual(version: Version): readonly string[] {
  return Object.keys(vocabularyOf(version).types['servicePrincipal'] ?? {}).filter((name) => name !== 'customSecurityAttributes')
}

function permitted(entity: Entity, call: Call): JsonObject {
  return call.permits('CustomSecAttributeAssignment.Read.All') ? entity : { ...entity, customSecurityAttributes: null }
}

function servicePrincipalForm(call: Call): ListForm {
  return { type: 'servicePrincipal', complete: permitted, usual: usual(call.version), page: directoryPage }
}

const applicationForm: ListForm = { type: 'application', page: directoryPage }
const deviceForm: ListForm = { type: 'device', page: directoryPage }

function directoryList(call: Call, collection: Collection, form: ListForm): Answer {
  checkConsistency(call.query, call.eventual)
  return answerList(call, readable(collection).list(), form)
}

/** A list of one derived type: the path ends in its name. A cast is an advanced query. */
function castList(call: Call, collection: Collection, form: ListForm): Answer {
  const all = readable(collection).list()
  if (!(call.eventual && call.query.count)) {
    throw unsupportedQuery("The request uses advanced query capabilities: 'ConsistencyLevel: eventual' and $count=true are required for an OData cast.")
  }
  const entities = all.filter((entity) => entity['@odata.type'] === `#microsoft.graph.${form.type}`)
  return answerList(call, entities, { ...form, typed: true })
}

function getServicePrincipal(call: Call): Answer {
  const id = parameter(call, 'id')
  const appId = parameter(call, 'appId')
  const all = readable(call.state.collections.servicePrincipals)
  const found = appId === '' ? all.get(id) : all.list().find((one) => textAt(one, 'appId') === appId)
  if (found === undefined) throw noSuchObject(id === '' ? appId : id)
  return answerOne(call, found, servicePrincipalForm(call))
}

export const applicationOperations: readonly Operation[] = [
  {
    id: 'servicePrincipals.list', method: 'GET', path: '/servicePrincipals', query: directoryOptions,
    answer: (call) => directoryList(call, call.state.collections.servicePrincipals, servicePrincipalForm(call)),
  },
  {
    id: 'servicePrincipals.delta', method: 'GET', path: '/servicePrincipals/delta', query: ['$select', '$filter', '$deltatoken', '$skiptoken'],
    answer: (call) => answerDelta(call, readable(call.state.collections.servicePrincipals), servicePrincipalForm(call)),
  },
  {
    id: 'agentIdentities.list', method: 'GET', path: '/servicePrincipals/microsoft.graph.agentIdentity', query: directoryOptions,
    answer: (call) => castList(call, call.state.collections.servicePrincipals, { type: 'agentIdentity', page: directoryPage }),
  },
  { id: 'servicePrincipals.get', method: 'GET', path: '/servicePrincipals/{id}', query: ['$select', '$expand'], answer: getServicePrincipal },
  { id: 'servicePrincipals.get', method: 'GET', path: "/servicePrincipals(appId='{appId}')", query: ['$select', '$expand'], answer: getServicePrincipal },
  {
    id: 'applications.list', method: 'GET', path: '/applications', query: directoryOptions,
    answer: (call) => directoryList(call, call.state.collections.applications, applicationForm),
  },
  {
    id: 'agentBlueprints.list', method: 'GET', path: '/applications/microsoft.graph.agentIdentityBlueprint', query: directoryOptions,
    answer: (call) => castList(call, call.state.collections.applications, { type: 'agentIdentityBlueprint', page: directoryPage }),
  },
  {
    id: 'devices.list', method: 'GET', path: '/devices', query: directoryOptions,
    answer: (call) => directoryList(call, call.state.collections.devices, deviceForm),
  },
]
