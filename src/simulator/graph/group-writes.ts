import { randomUUID } from 'node:crypto'
import { knownDirectoryObject, typeOf } from '../directory-objects.ts'
import { isObject, stringsAt, textAt, type Entity, type JsonObject } from '../json.ts'
import { appendAudit } from './audit.ts'
import { checkWrite } from './write-shape.ts'
import { GraphError, badRequest, noSuchObject } from './error.ts'
import { checkGroupWriter } from './group-authority.ts'
import { readable, shown } from './list.ts'
import { parameter, type Answer, type Call } from './operation.ts'

type LinkList = 'members' | 'owners'

function bodyOf(call: Call): JsonObject {
  if (call.body === undefined) throw badRequest('Empty Payload. JSON content expected.')
  if (!isObject(call.body)) throw badRequest('Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.')
  return call.body
}

function invalidProperty(name: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', `Invalid value specified for property '${name}' of resource 'Group'.`)
}

/** The id at the end of a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`. */
function referencedId(reference: string | undefined): string {
  const id = /^https:\/\/graph\.microsoft\.com\/(?:v1\.0|beta)\/\w+\/([^/]+)$/.exec(reference ?? '')?.[1]
  if (id === undefined) throw new GraphError(400, 'Request_BadRequest', `Invalid object identifier '${reference ?? ''}'.`)
  return id
}

function existing(call: Call, reference: string | undefined): Entity {
  const id = referencedId(reference)
  const object = knownDirectoryObject(call.state, id)
  if (object === undefined) throw noSuchObject(id)
  return object
}

/** The group to write, as the last write left it, whatever readers still see. */
function stored(call: Call): Entity {
  const id = parameter(call, 'id')
  const group = readable(call.state.collections.groups).current(id)
  if (group === undefined) throw noSuchObject(id)
  checkGroupWriter(call, group)
  return group
}

function link(call: Call, list: LinkList, added: readonly Entity[]): Answer {
  const group = stored(call)
  const before = stringsAt(group, list)
  const taken = new Set(before.map((id) => id.toLowerCase()))
  if (added.some((object) => taken.has(object.id.toLowerCase()))) {
    throw new GraphError(400, 'Request_BadRequest', `One or more added object references already exist for the following modified properties: '${list}'.`)
  }
  for (const object of added) call.state.links.add(group.id, list, { '@odata.type': `#microsoft.graph.${typeOf(object)}`, id: object.id })
  const after: Entity = { ...group, [list]: [...before, ...added.map((object) => object.id)] }
  call.state.collections.groups.put(after)
  appendAudit(call, { activity: `Add ${list.slice(0, -1)} to group`, category: 'GroupManagement', kind: 'Group', before: group, after })
  return { status: 204 }
}

export function addMember(call: Call): Answer {
  return link(call, 'members', [existing(call, textAt(bodyOf(call), '@odata.id'))])
}

export function addOwner(call: Call): Answer {
  return link(call, 'owners', [existing(call, textAt(bodyOf(call), '@odata.id'))])
}

/** Adds up to 20 members, all or none. */
export function addMembers(call: Call): Answer {
  const references = stringsAt(bodyOf(call), 'members@odata.bind')
  if (references.length === 0 || references.length > 20) throw invalidProperty('members')
  return link(call, 'members', references.map((reference) => existing(call, reference)))
}

export function removeMember(call: Call): Answer {
  const group = stored(call)
  const id = parameter(call, 'memberId')
  const before = stringsAt(group, 'members')
  const left = before.filter((member) => member.toLowerCase() !== id.toLowerCase())
  if (left.length === before.length) throw noSuchObject(id)
  call.state.links.add(group.id, 'members', { '@odata.type': '#microsoft.graph.directoryObject', id, '@removed': { reason: 'deleted' } })
  const after: Entity = { ...group, members: left }
  call.state.collections.groups.put(after)
  appendAudit(call, { activity: 'Remove member from group', category: 'GroupManagement', kind: 'Group', before: group, after })
  return { status: 204 }
}

/** A time as the directory writes it: in whole seconds. */
function directoryTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

function newGroup(call: Call, body: JsonObject): Entity {
  for (const name of ['displayName', 'mailNickname'] as const) if (textAt(body, name) === undefined) throw invalidProperty(name)
  for (const name of ['mailEnabled', 'securityEnabled'] as const) if (typeof body[name] !== 'boolean') throw invalidProperty(name)
  const { 'members@odata.bind': members, 'owners@odata.bind': owners, ...own } = body
  const wrong = checkWrite(own, 'group', call.version)
  if (wrong !== undefined) throw invalidProperty(wrong)
  const bound = (list: typeof members): string[] => stringsAt({ list: list ?? [] }, 'list').map((reference) => existing(call, reference).id)
  const [memberIds, ownerIds] = [bound(members), bound(owners)]
  if (memberIds.length + ownerIds.length > 20) throw invalidProperty('members')
  return {
    groupTypes: [], description: null, isAssignableToRole: null, ...own,
    id: randomUUID(), createdDateTime: directoryTime(call.state.now()), members: memberIds, owners: ownerIds,
  }
}

/** Creates a group; the id and date are the server's, members and owners may be bound in the body (20 together). */
export function createGroup(call: Call): Answer {
  const group = newGroup(call, bodyOf(call))
  checkGroupWriter(call, group, [])
  return created(call, group)
}

/** Creates a group inside an administrative unit; restricted management of the unit holds for the group from then on. */
export function createGroupIn(call: Call, unit: Entity): Answer {
  const { '@odata.type': type, ...body } = bodyOf(call)
  if (type !== '#microsoft.graph.group') throw badRequest('Only a group can be created in an administrative unit.')
  const group = newGroup(call, body)
  checkGroupWriter(call, group, [unit])
  call.state.collections.administrativeUnits.put({ ...unit, members: [...stringsAt(unit, 'members'), group.id] })
  return created(call, unit['isMemberManagementRestricted'] === true ? { ...group, isManagementRestricted: true } : group)
}

function created(call: Call, group: Entity): Answer {
  readable(call.state.collections.groups).put(group)
  appendAudit(call, { activity: 'Add group', category: 'GroupManagement', kind: 'Group', after: group })
  return { status: 201, body: shown(call, group, { type: 'group' }) }
}

/** Deletes a group: it leaves the groups and units that hold it; policies that name it go on naming it. */
export function deleteGroup(call: Call): Answer {
  const group = stored(call)
  const { groups, administrativeUnits } = call.state.collections
  groups.remove(group.id)
  for (const collection of [groups, administrativeUnits]) {
    for (const holder of collection.latest()) {
      const members = stringsAt(holder, 'members')
      const left = members.filter((member) => member.toLowerCase() !== group.id.toLowerCase())
      if (left.length < members.length) collection.put({ ...holder, members: left })
    }
  }
  appendAudit(call, { activity: 'Delete group', category: 'GroupManagement', kind: 'Group', before: group })
  return { status: 204 }
}
