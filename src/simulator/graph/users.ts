import { directoryObject, directoryRolesOf, findUser, typeOf } from '../directory-objects.ts'
import type { Entity, JsonObject } from '../json.ts'
import { answerDelta } from './delta.ts'
import { GraphError, noSuchObject, unsupportedQuery } from './error.ts'
import { answerList, answerOne, matching, readable, type ListForm } from './list.ts'
import { directoryOptions, parameter, type Answer, type Call, type Operation } from './operation.ts'
import { directoryPage } from './paging.ts'
import { checkConsistency } from './query.ts'
import type { Version } from './vocabulary.ts'
import { vocabularyOf } from './vocabulary.ts'

const onRequest = ['signInActivity', 'customSecurityAttributes']

/** What the directory returns without `$select`: few members on v1.0, all but the costly ones on beta. */
function usual(version: Version): readonly string[] {
  if (version === 'v1.0') return ['id', 'displayName', 'jobTitle', 'mail', 'userPrincipalName']
  return Object.keys(vocabularyOf(version).types['user'] ?? {}).filter((name) => !onRequest.includes(name))
}

function permitted(user: Entity, call: Call): JsonObject {
  return call.permits('CustomSecAttributeAssignment.Read.All') ? user : { ...user, customSecurityAttributes: null }
}

/** Users of a list; `signInActivity` needs the audit permission and makes pages of 500 at most. */
export function userForm(call: Call): ListForm {
  const activity = call.query.select?.includes('signInActivity') === true || call.query.filter?.properties.includes('signInActivity') === true
  if (activity && !call.permits('AuditLog.Read.All')) {
    throw new GraphError(403, 'Authentication_MSGraphPermissionMissing', 'Calling principal does not have required MSGraph permissions AuditLog.Read.All')
  }
  return {
    type: 'user', usual: usual(call.version), complete: permitted,
    page: activity ? { usual: 100, largest: 500, refuses: false } : directoryPage,
  }
}

function listUsers(call: Call): Answer {
  checkConsistency(call.query, call.eventual)
  return answerList(call, readable(call.state.collections.users).list(), userForm(call))
}

function countUsers(call: Call): Answer {
  if (!call.eventual) throw unsupportedQuery("Request with $count query parameter requires 'ConsistencyLevel: eventual' header.")
  const users = matching(call, readable(call.state.collections.users).list())
  return { status: 200, body: String(users.length), headers: { 'content-type': 'text/plain' } }
}

function userOf(call: Call): Entity {
  readable(call.state.collections.users)
  const id = call.operation.id.startsWith('me') ? call.caller.oid : parameter(call, 'id')
  const user = findUser(call.state, id)
  if (user === undefined) throw noSuchObject(id)
  return user
}

function getUser(call: Call): Answer {
  return answerOne(call, userOf(call), userForm(call))
}

function transitiveMemberOf(call: Call): Answer {
  checkConsistency(call.query, call.eventual)
  const user = userOf(call)
  const groups = call.state.membership.groupsOf(user.id).map((group) => directoryObject(call.state, group.id))
  const all = [...groups, ...directoryRolesOf(call.state, user.id)]
  return answerList(call, all, { type: 'directoryObject', typed: true, page: directoryPage, typeOf })
}

function ownDirectoryRoles(call: Call): Answer {
  const roles = directoryRolesOf(call.state, userOf(call).id)
  return answerList(call, roles, { type: 'directoryRole', typed: true, page: directoryPage })
}

const memberOptions = ['$select', '$filter', '$count', '$search', '$top']

export const userOperations: readonly Operation[] = [
  { id: 'users.list', method: 'GET', path: '/users', query: directoryOptions, answer: listUsers },
  { id: 'users.count', method: 'GET', path: '/users/$count', query: ['$filter', '$search'], answer: countUsers },
  {
    id: 'users.delta', method: 'GET', path: '/users/delta', query: ['$select', '$filter', '$deltatoken', '$skiptoken'],
    answer: (call) => answerDelta(call, readable(call.state.collections.users), { type: 'user', usual: usual(call.version) }),
  },
  { id: 'users.get', method: 'GET', path: '/users/{id}', query: ['$select', '$expand'], answer: getUser },
  { id: 'users.transitiveMemberOf', method: 'GET', path: '/users/{id}/transitiveMemberOf', query: memberOptions, answer: transitiveMemberOf },
  { id: 'me', method: 'GET', path: '/me', query: ['$select', '$expand'], answer: getUser },
  { id: 'me.transitiveMemberOf', method: 'GET', path: '/me/transitiveMemberOf', query: memberOptions, answer: transitiveMemberOf },
  {
    id: 'me.directoryRoles', method: 'GET', path: '/me/transitiveMemberOf/microsoft.graph.directoryRole', query: memberOptions,
    answer: ownDirectoryRoles,
  },
]
