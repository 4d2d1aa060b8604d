import { Value } from 'typebox/value'
import { Wish } from './wish.ts'
import type { GraphBody, Write } from './write.ts'

/** The wish that a write was announced for, so that it can be announced again in the tenant as it stands now; undefined where the write does not say. */
export function wishOf({ kind, target, body }: Pick<Write, 'kind' | 'target' | 'body'>): Wish | undefined {
  const wish = { kind, ...membersOf(kind, target, body) }
  return Value.Check(Wish, wish) ? wish : undefined
}

function membersOf(kind: Write['kind'], target: string | null, body: GraphBody): Record<string, unknown> {
  const { members } = body
  switch (kind) {
    case 'createPolicy': case 'createNamedLocation': return { body }
    case 'patchPolicy': case 'restorePolicy': return { policy: target, body }
    case 'setPolicyState': return { policy: target, state: body['state'] }
    case 'deletePolicy': return { policy: target }
    case 'patchNamedLocation': case 'restoreNamedLocation': return { location: target, body }
    case 'deleteNamedLocation': return { location: target }
    case 'createGroup': return groupOf(body)
    case 'deleteGroup': return { group: target, body }
    case 'addGroupMembers': return { group: target, members }
    case 'removeGroupMember': return { group: target, member: Array.isArray(members) ? members[0] : undefined }
  }
}

function groupOf(body: GraphBody): Record<string, unknown> {
  const { displayName: name, isAssignableToRole, administrativeUnit, 'members@odata.bind': bound } = body
  const members = Array.isArray(bound) ? bound.map(reference => String(reference).split('/').at(-1)) : []
  const protection = administrativeUnit !== undefined ? 'restrictedManagement' : isAssignableToRole === true ? 'roleAssignable' : 'none'
  return { name, protection, ...members.length === 0 ? {} : { members }, ...administrativeUnit === undefined ? {} : { administrativeUnit } }
}
