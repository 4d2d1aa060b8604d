import { Type, type Static } from 'typebox'
import { policyStates } from './policy.ts'
import { PolicyBody } from './requirement.ts'
import { literals } from './schema.ts'
import { GraphBody } from './write.ts'

const Id = Type.String({ minLength: 1, maxLength: 200, description: 'Id of the object in the tenant.' })
const Ids = Type.Array(Id, { minItems: 1, maxItems: 20, description: 'Object ids of users; a request to Graph takes twenty.' })
const strict = { additionalProperties: false } as const

/** A policy that is not there yet. It starts in report-only mode, or off. */
const CreatePolicy = Type.Object({ kind: literals(['createPolicy']), body: PolicyBody }, strict)
/** `body` is the whole policy as it is to stand; its state stays what it is. */
const PatchPolicy = Type.Object({ kind: literals(['patchPolicy']), policy: Id, body: PolicyBody }, strict)
/** The only way to turn a policy on. */
const SetPolicyState = Type.Object({ kind: literals(['setPolicyState']), policy: Id, state: literals(policyStates) }, strict)
const DeletePolicy = Type.Object({ kind: literals(['deletePolicy']), policy: Id }, strict)
/** A policy that was deleted less than 30 days ago comes back as it was, `body`, in the state that it had. */
const RestorePolicy = Type.Object({ kind: literals(['restorePolicy']), policy: Id, body: PolicyBody }, strict)

/** `body` in Graph's shape: `@odata.type`, `displayName`, and `ipRanges` with `isTrusted` or `countriesAndRegions`. */
const CreateNamedLocation = Type.Object({ kind: literals(['createNamedLocation']), body: GraphBody }, strict)
/** `body` is the whole location as it is to stand; its type stays what it is. */
const PatchNamedLocation = Type.Object({ kind: literals(['patchNamedLocation']), location: Id, body: GraphBody }, strict)
const DeleteNamedLocation = Type.Object({ kind: literals(['deleteNamedLocation']), location: Id }, strict)
const RestoreNamedLocation = Type.Object({ kind: literals(['restoreNamedLocation']), location: Id, body: GraphBody }, strict)

/** A security group without owners. `protection` keeps others from changing who is in it; a unit must be given for the first kind. */
const CreateGroup = Type.Object({
  kind: literals(['createGroup']), name: Type.String({ minLength: 1, maxLength: 256 }), members: Type.Optional(Ids),
  protection: Type.Optional(literals(['restrictedManagement', 'roleAssignable', 'none'])),
  administrativeUnit: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Id of a restricted management administrative unit.' }))
}, strict)
/** `body` is the group as it stands: its name, and `members` where they are known. */
const DeleteGroup = Type.Object({ kind: literals(['deleteGroup']), group: Id, body: GraphBody }, strict)
const AddGroupMembers = Type.Object({ kind: literals(['addGroupMembers']), group: Id, members: Ids }, strict)
const RemoveGroupMember = Type.Object({ kind: literals(['removeGroupMember']), group: Id, member: Id }, strict)

/** A wish for one write, as a person or a step of a plan has it. Ids are those of objects in the tenant. */
export const Wish = Type.Union([
  CreatePolicy, PatchPolicy, SetPolicyState, DeletePolicy, RestorePolicy, CreateNamedLocation, PatchNamedLocation, DeleteNamedLocation, RestoreNamedLocation,
  CreateGroup, DeleteGroup, AddGroupMembers, RemoveGroupMember
])

export type Wish = Static<typeof Wish>
/** The wishes of one kind, or some. */
export type WishFor<K extends Wish['kind']> = Extract<Wish, { kind: K }>

/** Why a wish cannot become a write: a stable code, a sentence, and a JSON pointer into the wish. */
export interface WishRefused {
  readonly refused: string
  readonly detail: string
  readonly pointer?: string
}
