import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { PolicyBody } from './requirement.ts'
import { literals, nullable } from './schema.ts'

/** What a change may do to the tenant: each is exactly one request to Graph. */
export const writeKinds = ['createPolicy', 'patchPolicy', 'setPolicyState', 'deletePolicy', 'restorePolicy', 'createNamedLocation', 'patchNamedLocation',
  'deleteNamedLocation', 'restoreNamedLocation', 'createGroup', 'deleteGroup', 'addGroupMembers', 'removeGroupMember'] as const

/** An object of Graph: of whatever members, with a name. */
export const GraphBody = Type.Unsafe<{ readonly displayName: string, readonly [member: string]: unknown }>(
  Type.Object({ displayName: Type.String() }, { additionalProperties: true }))

/**
 * One write. `body` is the object as it then stands, which for a create is what is sent; of what is deleted, as it stood; of a group
 * whose members change, its name and, as `members`, the object ids that come or go. `patch` holds the members that are sent, whole.
 */
export const Write = Type.Object({
  kind: literals(writeKinds), target: nullable(Type.String({ description: 'Id of the object in the tenant; null for one that is created.' })),
  body: GraphBody, patch: nullable(Type.Record(Type.String(), Type.Unknown())),
  before: nullable(GraphBody)
})

export type WriteKind = typeof writeKinds[number]
export type GraphBody = Static<typeof GraphBody>
export type Write = Static<typeof Write>

/** What Graph answered to one write that was sent once. `uncertain`: it may have taken effect. `refused` with status 0: it never left. `written` with null: no id in the answer. */
export type WriteAnswer =
  | { readonly written: string | null }
  | { readonly refused: { readonly status: number, readonly code: string, readonly message: string } }
  | { readonly uncertain: string }

/** How an object of the tenant stands to a write: as it was before it, as it is to be after it, or neither. `id` once it is known. */
export interface Look {
  readonly stands: 'before' | 'after' | 'neither'
  readonly id: string | null
}

/** Somebody else's change of an object, by the audit log. `by` is an object id, where the log names one. */
export interface Edit {
  readonly by: string | null
  readonly at: string
}

/** The kind of object that a write is about. */
export function objectOf(kind: WriteKind): 'policy' | 'namedLocation' | 'group' {
  return kind.endsWith('Policy') || kind === 'setPolicyState' ? 'policy' : kind.endsWith('NamedLocation') ? 'namedLocation' : 'group'
}

/** Whether a write makes an object whose id only Graph's answer tells, so that repeating it could make a second one. */
export function isCreation(kind: WriteKind): boolean {
  return kind === 'createPolicy' || kind === 'createNamedLocation' || kind === 'createGroup'
}

/** The policy that a write is about as it then stands; undefined where it is about another object. */
export function policyOf({ kind, body }: Pick<Write, 'kind' | 'body'>): PolicyBody | undefined {
  return objectOf(kind) === 'policy' && Value.Check(PolicyBody, body) ? body : undefined
}
