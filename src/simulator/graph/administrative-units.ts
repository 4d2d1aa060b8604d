import type { Entity, JsonObject } from '../json.ts'
import { noSuchObject } from './error.ts'
import { createGroupIn } from './group-writes.ts'
import { answerList, answerOne, readable, type ListForm } from './list.ts'
import { listOptions, parameter, type Call, type Operation } from './operation.ts'
import { directoryPage } from './paging.ts'

const root = '/directory/administrativeUnits'

/** Who belongs to a unit is asked of it, never shown with it. */
function withoutMembers(unit: Entity): JsonObject {
  const { members: _members, ...own } = unit
  return { isMemberManagementRestricted: null, description: null, visibility: null, ...own }
}

const form: ListForm = { type: 'administrativeUnit', page: directoryPage, complete: withoutMembers }

function unitOf(call: Call): Entity {
  const id = parameter(call, 'id')
  const unit = readable(call.state.collections.administrativeUnits).current(id)
  if (unit === undefined) throw noSuchObject(id)
  return unit
}

/** Units as they are in the file; they are not written here but for the groups that are made inside them. */
export const unitOperations: readonly Operation[] = [
  {
    id: 'administrativeUnits.list', method: 'GET', path: root, query: listOptions,
    answer: (call) => answerList(call, readable(call.state.collections.administrativeUnits).list(), form),
  },
  { id: 'administrativeUnits.get', method: 'GET', path: `${root}/{id}`, query: ['$select'], answer: (call) => answerOne(call, unitOf(call), form) },
  { id: 'administrativeUnits.createGroup', method: 'POST', path: `${root}/{id}/members`, query: [], answer: (call) => createGroupIn(call, unitOf(call)) },
]
