import { randomUUID } from 'node:crypto'
import { knownDirectoryObject, typeOf } from '../directory-objects.ts'
import { isObject, stringsAt, textAt, type Entity, type JsonObject } from '../json.ts'
import { appendAudit } from './audit.ts'
import { checkWrite } from './write-shape.ts'
import { GraphError, badRequest, noSuchObject } from './error.ts'
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

function link(call: Call, group: Entity, list: LinkList, added: readonly Entity[]): Answer {
  const before = stringsAt(group, list)
  const taken = new Set(before.map((id) => id.toLowerCase()))
  if (added.some((object) => taken.has(object.id.toLowerCase()))) {
    throw new GraphError(400, 'Request_BadRequest', `One or more added object references already exist for the following modified properties: '${list}'.`)
  }
  for (const object of added) call.state.links.add(group.id, list, { '@odata.type': `#microsoft.graph.${typeOf(object)}`, id: object.id })
  call.state.collections.groups.put({ ...group, [list]: [...before, ...added.map((object) => object.id)] })
  appendAudit(call, { activity: `Add ${list.slice(0, -1)} to group`, category: 'GroupManagement', kind: 'Group', before: group, after: group })
  return { status: 204 }
}

export function addMember(call: Call, group: Entity): Answer {
  return link(call, group, 'members', [existing(call, textAt(bodyOf(call), '@odata.id'))])
}

export function addOwner(call: Call, group: Entity): Answer {
  return link(call, group, 'owners', [existing(call, textAt(bodyOf(call), '@odata.id'))])
}

/** Adds up to 20 members, all or none. */
export function addMembers(call: Call, group: Entity): Answer {
  const references = stringsAt(bodyOf(call), 'members@odata.bind')
  if (references.length === 0 || references.length > 20) throw invalidProperty('members')
  return link(call, group, 'members', references.map((reference) => existing(call, reference)))
}

export function removeMember(call: Call, group: Entity): Answer {
  const id = parameter(call, 'memberId')
  const before = stringsAt(group, 'members')
  const after = before.filter((member) => member.toLowerCase() !== id.toLowerCase())
  if (after.length === before.length) throw noSuchObject(id)
  call.state.links.add(group.id, 'members', { '@odata.type': '#microsoft.graph.directoryObject', id, '@removed': { reason: 'deleted' } })
  call.state.collections.groups.put({ ...group, members: after })
  appendAudit(call, { activity: 'Remove member from group', category: 'GroupManagement', kind: 'Group', before: group, after: group })
  return { status: 204 }
}

/** Creates a group; the id and date are the server's, members and owners may be bound in the body (20 together). */
export function createGroup(call: Call): Answer {
  const body = bodyOf(call)
  for (const name of ['displayName', 'mailNickname'] as const) if (textAt(body, name) === undefined) throw invalidProperty(name)
  for (const name of ['mailEnabled', 'securityEnabled'] as const) if (typeof body[name] !== 'boolean') throw invalidProperty(name)
  const { 'members@odata.bind': members, 'owners@odata.bind': owners, ...own } = body
  const wrong = checkWrite(own, 'group', call.version)
  if (wrong !== undefined) throw invalidProperty(wrong)
  if (own['isAssignableToRole'] === true && !call.permits('RoleManagement.ReadWrite.Directory')) {
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
  }
  const bound = (list: typeof members): string[] => stringsAt({ list: list ?? [] }, 'list').map((reference) => existing(call, reference).id)
  const group: Entity = {
    groupTypes: [], description: null, isAssignableToRole: null, ...own,
    id: randomUUID(), createdDateTime: call.state.now().toISOString(), members: bound(members), owners: bound(owners),
  }
  readable(call.state.collections.groups).put(group)
  appendAudit(call, { activity: 'Add group', category: 'GroupManagement', kind: 'Group', after: group })
  return { status: 201, body: shown(call, group, { type: 'group' }) }
}
