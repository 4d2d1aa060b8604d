import { differencesOf } from './differences.ts'
import { locationBody } from './location-form.ts'
import { refusal, sameId } from './made.ts'
import { bodyFor } from '../suggest/patch.ts'
import type { Change } from '#src/domain/change.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import { objectOf, policyOf, type GraphBody } from '#src/domain/write.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { sameLocation } from '#src/tenant/base.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'

/** In these states it is known that the object need not be as the change left it: what undoes it is computed from what stands. */
const unsettled = ['diverged', 'failed']

/** The writes that undo a change, in order; or why there are none. An object that somebody changed since is left to people. */
export function takenBack(compiled: Compiled, change: Change): Wish[] | WishRefused {
  const id = change.objectId ?? change.target
  if (id === null) return refusal('nothing-written', 'the change wrote nothing that is known, so there is nothing to undo')
  const object = objectOf(change.kind)
  return object === 'policy' ? policyBack(compiled, change, id) : object === 'namedLocation' ? locationBack(compiled, change, id) : groupBack(compiled, change, id)
}

function policyBack(compiled: Compiled, change: Change, id: string): Wish[] | WishRefused {
  const { kind, body, before } = change
  const standing = compiled.tenant.policies.find(({ policy }) => sameId(policy.id, id))
  if (kind === 'deletePolicy') {
    const gone = policyOf({ kind, body })
    if (standing !== undefined) return refusal('stands-again', 'the policy stands in the tenant again')
    return gone === undefined ? refusal('nothing-known', 'what the policy was is not known') : [{ kind: 'restorePolicy', policy: id, body: gone }]
  }
  if (standing === undefined) return refusal('gone-since', 'the policy is not in the tenant any more')
  const now = bodyFor(standing)
  if (!unsettled.includes(change.state) && !samePolicy(standing.raw, body)) return changedSince(compiled, change, now)
  if (kind === 'createPolicy' || kind === 'restorePolicy') return [{ kind: 'deletePolicy', policy: id }]
  const was = before === null ? undefined : policyOf({ kind, body: before })
  if (was === undefined) return refusal('nothing-known', 'what the policy was is not known')
  return kind === 'setPolicyState' ? stateBack(id, was) : samePolicy({ ...was, state: now.state }, now) ? refusal('changes-nothing', 'the policy is as it was before') : [{ kind: 'patchPolicy', policy: id, body: { ...was, state: now.state } }]
}

function stateBack(policy: string, { state }: PolicyBody): Wish[] | WishRefused {
  return state === 'enabled' || state === 'disabled' || state === 'enabledForReportingButNotEnforced' ? [{ kind: 'setPolicyState', policy, state }]
    : refusal('unknown-state', `the policy was in the state \`${state}\`, which nobody can set`)
}

function locationBack(compiled: Compiled, change: Change, id: string): Wish[] | WishRefused {
  const { kind, body, before } = change
  const standing = compiled.tenant.locations?.find(location => sameId(location.id, id))
  if (kind === 'deleteNamedLocation') return standing === undefined ? [{ kind: 'restoreNamedLocation', location: id, body }] : refusal('stands-again', 'the named location stands in the tenant again')
  if (standing === undefined) return refusal('gone-since', 'the named location is not in the tenant any more, or was not read')
  const now = locationBody(standing)
  if (!unsettled.includes(change.state) && !sameLocation(now, body)) return changedSince(compiled, change, now)
  if (kind !== 'patchNamedLocation') return standing.isTrusted ? [{ kind: 'patchNamedLocation', location: id, body: { ...now, isTrusted: false } }, { kind: 'deleteNamedLocation', location: id }] : [{ kind: 'deleteNamedLocation', location: id }]
  if (before === null) return refusal('nothing-known', 'what the named location was is not known')
  return sameLocation(now, before) ? refusal('changes-nothing', 'the named location is as it was before') : [{ kind: 'patchNamedLocation', location: id, body: before }]
}

function groupBack({ tenant: { groups, users } }: Compiled, { kind, body }: Change, id: string): Wish[] | WishRefused {
  if (kind === 'deleteGroup') return groupAgain(body)
  const index = groups.indexOf(id)
  if (index < 0) return refusal('gone-since', 'the group is not in the tenant any more, or was not read')
  if (kind === 'createGroup') return [{ kind: 'deleteGroup', group: id, body }]
  const members = membersIn(body)
  const direct = new Set(groups.usersOf(index))
  const isThere = (member: string): boolean => direct.has(users.indexOf(member))
  if (kind === 'addGroupMembers') {
    const left = members.filter(member => !groups.membersRead(index) || isThere(member))
    return left.length === 0 ? refusal('changes-nothing', 'nobody whom the change added is in the group any more') : left.map(member => ({ kind: 'removeGroupMember', group: id, member }))
  }
  const gone = members.filter(member => !isThere(member))
  return gone.length === 0 ? refusal('changes-nothing', 'whom the change removed is in the group again') : [{ kind: 'addGroupMembers', group: id, members: gone }]
}

/** Members in one request (Graph's page of the operation). */
const atOnce = 20

/** The group anew, with another id: the members beyond the first twenty join what the first write makes. */
function groupAgain(body: GraphBody): Wish[] | WishRefused {
  const { displayName: name, isAssignableToRole, administrativeUnit } = body
  if (!Array.isArray(body['members'])) return refusal('not-reversible', 'who was in the group is not known; it comes back within 30 days only by hand, in Entra: Deleted groups')
  const members = membersIn(body)
  const protection = typeof administrativeUnit === 'string' ? { protection: 'restrictedManagement', administrativeUnit } as const : { protection: isAssignableToRole === true ? 'roleAssignable' : 'none' } as const
  const later = Array.from({ length: Math.max(0, Math.ceil(members.length / atOnce) - 1) }, (_, index) => members.slice((index + 1) * atOnce, (index + 2) * atOnce))
  return [
    { kind: 'createGroup', name, ...members.length === 0 ? {} : { members: members.slice(0, atOnce) }, ...protection },
    ...later.map((batch): Wish => ({ kind: 'addGroupMembers', group: 'made:1', members: batch }))
  ]
}

function membersIn({ members }: GraphBody): string[] {
  return Array.isArray(members) ? members.filter(member => typeof member === 'string') : []
}

/** What somebody made of the object since the change was applied. */
function changedSince(compiled: Compiled, { kind, target, body }: Change, now: GraphBody): WishRefused {
  const differences = differencesOf(compiled, { kind: objectOf(kind) === 'policy' ? 'patchPolicy' : 'patchNamedLocation', target: target ?? '', before: body, body: now, patch: null })
  const words = differences.map(({ words }) => words).join('; ')
  return refusal('changed-since', `it was changed since the change was applied: ${words}; undo that first, or change it as it is to be`)
}
