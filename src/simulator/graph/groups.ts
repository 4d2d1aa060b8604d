import { directoryObject, typeOf } from '../directory-objects.ts'
import { isList, stringsAt, type Entity, type JsonObject } from '../json.ts'
import { answerDelta } from './delta.ts'
import { GraphError, noSuchObject } from './error.ts'
import { addMember, addMembers, addOwner, createGroup, deleteGroup, removeMember } from './group-writes.ts'
import { answerList, answerObjects, answerOne, readable, showObject, shown, type ListForm } from './list.ts'
import { directoryOptions, parameter, type Answer, type Call, type Operation } from './operation.ts'
import { directoryPage } from './paging.ts'
import { checkConsistency } from './query.ts'
import { userForm } from './users.ts'

/** An expanded list holds at most 20 objects, as documented. */
const mostExpanded = 20

function expandedLinks(name: 'members' | 'owners'): (group: Entity, call: Call) => readonly JsonObject[] {
  return (group, call) => stringsAt(group, name).slice(0, mostExpanded).map((id) => showObject(call, id))
}

const groupForm: ListForm = { type: 'group', page: directoryPage, expand: { members: expandedLinks('members'), owners: expandedLinks('owners') } }
const mixed: ListForm = { type: 'directoryObject', typed: true, page: directoryPage, typeOf }

/** A delta entry tells this many membership changes; a group with more comes in several entries. */
const linksAnEntry = 1000

function hidden(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

function groupOf(call: Call): Entity {
  const id = parameter(call, 'id')
  const group = readable(call.state.collections.groups).get(id)
  if (group === undefined) throw noSuchObject(id)
  return group
}

function listGroups(call: Call): Answer {
  checkConsistency(call.query, call.eventual)
  return answerList(call, readable(call.state.collections.groups).list(), groupForm)
}

function listLinks(call: Call, ids: readonly string[]): Answer {
  checkConsistency(call.query, call.eventual)
  return answerObjects(call, ids, mixed)
}

function members(call: Call): Answer {
  const ids = call.state.membership.membersOf(groupOf(call))
  if (ids === undefined) throw hidden()
  return listLinks(call, ids)
}

function owners(call: Call): Answer {
  const group = groupOf(call)
  if (!isList(group['owners'])) throw hidden()
  return listLinks(call, stringsAt(group, 'owners'))
}

function transitive(call: Call): readonly string[] {
  const { ids, complete } = call.state.membership.transitiveMembersOf(groupOf(call))
  if (!complete) throw hidden()
  return ids
}

function transitiveUsers(call: Call): Answer {
  if (!(call.eventual && call.query.count)) {
    throw new GraphError(400, 'Request_UnsupportedQuery', "The request uses advanced query capabilities: 'ConsistencyLevel: eventual' and $count=true are required for an OData cast.")
  }
  const users = transitive(call).flatMap((id) => call.state.collections.users.get(id) ?? [])
  return answerList(call, users, userForm(call))
}

function links(group: Entity, name: 'members' | 'owners', call: Call): JsonObject[] {
  return stringsAt(group, name).map((id) => ({ '@odata.type': `#microsoft.graph.${typeOf(directoryObject(call.state, id))}`, id }))
}

/** A group's delta entries. The links of a changed group are told in full, with those removed since marked. */
function groupEntries(group: Entity, call: Call, since: number): readonly JsonObject[] {
  const base = { ...shown(call, group, groupForm), id: group.id }
  const wanted = call.query.select ?? []
  const lists = (['members', 'owners'] as const).filter((name) => wanted.includes(name) && isList(group[name]))
  const told = lists.flatMap((name) => {
    const changes = since < 0 ? links(group, name, call) : call.state.links.since(group.id, name, since)
    return chunks(changes).map((part): JsonObject => ({ ...base, [`${name}@delta`]: part }))
  })
  return told.length === 0 ? [base] : told
}

function chunks(items: readonly JsonObject[]): (readonly JsonObject[])[] {
  const parts: (readonly JsonObject[])[] = []
  for (let from = 0; from < items.length; from += linksAnEntry) parts.push(items.slice(from, from + linksAnEntry))
  return parts
}

const transitiveOptions = ['$select', '$filter', '$count', '$search', '$top', '$orderby', '$expand']

export const groupOperations: readonly Operation[] = [
  { id: 'groups.list', method: 'GET', path: '/groups', query: directoryOptions, answer: listGroups },
  {
    id: 'groups.delta', method: 'GET', path: '/groups/delta', query: ['$select', '$filter', '$deltatoken', '$skiptoken', '$expand'],
    answer: (call) => answerDelta(call, readable(call.state.collections.groups), { ...groupForm, entries: groupEntries }),
  },
  { id: 'groups.get', method: 'GET', path: '/groups/{id}', query: ['$select', '$expand'], answer: (call) => answerOne(call, groupOf(call), groupForm) },
  { id: 'groups.members', method: 'GET', path: '/groups/{id}/members', query: directoryOptions, answer: members },
  { id: 'groups.owners', method: 'GET', path: '/groups/{id}/owners', query: directoryOptions, answer: owners },
  {
    id: 'groups.transitiveMembers', method: 'GET', path: '/groups/{id}/transitiveMembers', query: transitiveOptions,
    answer: (call) => listLinks(call, transitive(call)),
  },
  {
    id: 'groups.transitiveMembersUsers', method: 'GET', path: '/groups/{id}/transitiveMembers/microsoft.graph.user',
    query: ['$select', '$filter', '$count', '$search', '$top'], answer: transitiveUsers,
  },
  { id: 'groups.create', method: 'POST', path: '/groups', query: [], answer: createGroup },
  { id: 'groups.delete', method: 'DELETE', path: '/groups/{id}', query: [], answer: deleteGroup },
  { id: 'groups.addMembers', method: 'PATCH', path: '/groups/{id}', query: [], answer: addMembers },
  { id: 'groups.addMember', method: 'POST', path: '/groups/{id}/members/$ref', query: [], answer: addMember },
  { id: 'groups.addOwner', method: 'POST', path: '/groups/{id}/owners/$ref', query: [], answer: addOwner },
  {
    id: 'groups.removeMember', method: 'DELETE', path: '/groups/{id}/members/{memberId}/$ref', query: [],
    answer: removeMember,
  },
]
