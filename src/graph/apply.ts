import { objectOf, type Write, type WriteAnswer } from '#src/domain/write.ts'
import type { GraphClient, RequestOptions, WriteRequest } from './client.ts'
import { at, stringsAt, textAt } from './json.ts'
import { deletedItems, groups, namedLocations, objectAddress, pathOf, policies } from './paths.ts'
import { ConnectionLost, GraphProblem } from './problem.ts'

/** Sends a write: one request, never repeated. Rejects only when aborted before it was sent. */
export async function sendWrite(client: GraphClient, write: Write, options: RequestOptions): Promise<WriteAnswer> {
  const request = requestOf(write)
  try {
    const answer = await client.write(request, options)
    return { written: textAt(answer, 'id') ?? write.target }
  } catch (error) {
    return failedWrite(error, objectOf(write.kind))
  }
}

function requestOf(write: Write): WriteRequest {
  switch (write.kind) {
    case 'createPolicy': return { method: 'POST', path: policies, body: write.body }
    case 'createNamedLocation': return { method: 'POST', path: namedLocations, body: write.body }
    case 'createGroup': return groupCreation(write)
    case 'patchPolicy': return { method: 'PATCH', path: targetPath(write), body: patchOf(write) }
    case 'setPolicyState': return { method: 'PATCH', path: targetPath(write), body: { state: write.body['state'] } }
    case 'patchNamedLocation': return { method: 'PATCH', path: targetPath(write), body: { '@odata.type': typeOf(write), ...patchOf(write) } }
    case 'addGroupMembers': return { method: 'PATCH', path: targetPath(write), body: { 'members@odata.bind': membersOf(write).map(objectAddress) } }
    case 'deletePolicy': case 'deleteNamedLocation': case 'deleteGroup': return { method: 'DELETE', path: targetPath(write) }
    case 'restorePolicy': case 'restoreNamedLocation': return { method: 'POST', path: `${pathOf(deletedItems[write.kind], targetOf(write))}/restore` }
    case 'removeGroupMember': return { method: 'DELETE', path: `${pathOf(`${targetPath(write)}/members`, onlyMember(write))}/$ref` }
  }
}

const roots = { policy: policies, namedLocation: namedLocations, group: groups }

function targetPath(write: Write): string {
  return pathOf(roots[objectOf(write.kind)], targetOf(write))
}

function targetOf({ kind, target }: Write): string {
  if (target === null) throw new TypeError(`a write of kind \`${kind}\` needs a target`)
  return target
}

function patchOf({ kind, patch }: Write): Record<string, unknown> {
  if (patch === null) throw new TypeError(`a write of kind \`${kind}\` needs a patch`)
  return patch
}

function typeOf({ body, before }: Write): unknown {
  return body['@odata.type'] ?? at(before, '@odata.type')
}

/** A group may be made inside an administrative unit; which one, our own member `administrativeUnit` says. */
function groupCreation({ body }: Write): WriteRequest {
  const { administrativeUnit, ...sent } = body
  if (typeof administrativeUnit !== 'string') return { method: 'POST', path: groups, body: sent }
  const path = `${pathOf('/directory/administrativeUnits', administrativeUnit)}/members`
  return { method: 'POST', path, body: { '@odata.type': '#microsoft.graph.group', ...sent } }
}

/** Graph takes at most this many members in one request. */
const mostMembers = 20

function membersOf({ kind, body }: Write): string[] {
  const members = stringsAt(body, 'members')
  if (members.length === 0 || members.length > mostMembers) throw new TypeError(`a write of kind \`${kind}\` is about 1 to ${mostMembers} members`)
  return members
}

function onlyMember(write: Write): string {
  const [member, ...others] = membersOf(write)
  if (member === undefined || others.length > 0) throw new TypeError(`a write of kind \`${write.kind}\` is about one member`)
  return member
}

const named = { policy: 'policy', namedLocation: 'named location', group: 'group' }

function failedWrite(error: unknown, object: ReturnType<typeof objectOf>): WriteAnswer {
  if (error instanceof ConnectionLost) {
    return error.sent
      ? { uncertain: `the connection to Microsoft Graph broke after the write of the ${named[object]} was sent` }
      : { refused: { status: 0, code: 'notSent', message: 'Microsoft Graph could not be reached; nothing was written' } }
  }
  if (!(error instanceof GraphProblem)) throw error
  const { status, code, message } = error
  return status >= 500 || status === 408 || status === 0 ? { uncertain: `Microsoft Graph answered ${status} (${code}) to the write of the ${named[object]}` }
    : { refused: { status, code, message } }
}
