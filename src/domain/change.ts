import { Type, type Static } from 'typebox'
import { Announced } from './draft.ts'
import { literals, nullable } from './schema.ts'

export const changeStates = ['submitted', 'approved', 'rejected', 'withdrawn', 'expired', 'stale', 'applying', 'applied', 'awaitingApprover',
  'undetermined', 'failed', 'verified', 'diverged'] as const

/** The checks that a submission may name as not passed: it then takes two people to approve it. */
export const overrides = ['lockout'] as const

/** One person's decision on a change, with the content they saw; `standing` where a standing decision of theirs was applied. */
export const Decision = Type.Object({
  by: Type.String({ description: 'Object id.' }), at: Type.String(), decision: literals(['approved', 'rejected']),
  contentHash: Type.String(), comment: nullable(Type.String()), standing: Type.Optional(Type.Boolean())
})

/** What somebody said of a change without deciding. */
export const Comment = Type.Object({ by: Type.String({ description: 'Object id.' }), at: Type.String(), text: Type.String() })

/** What became of coverage, recomputed after the write, beside what was announced. */
export const Outcome = Type.Object({
  asAnnounced: nullable(Type.Boolean({ description: 'Null where it could not be recomputed.' })), summary: Type.String(),
  requirements: Type.Array(Type.Object({ id: Type.String(), before: Type.String(), after: Type.String() }), { description: 'Those whose status changed.' })
})

/** A submitted draft on its way through approval, application and verification: exactly one Graph write. */
export const Change = Type.Object({
  id: Type.String(), version: Type.Integer(), state: literals(changeStates), ...Announced.properties, draftId: Type.String(),
  justification: Type.String(), ticket: nullable(Type.String()),
  override: nullable(literals(overrides, { description: 'The check that it may be applied without having passed.' })),
  contentHash: Type.String(),
  submittedBy: Type.String(), submittedAt: Type.String(), expiresAt: Type.String(), byApplication: Type.Boolean(),
  approvalsNeeded: Type.Integer(), decisions: Type.Array(Decision), comments: Type.Array(Comment),
  objectId: nullable(Type.String({ description: 'The policy, location or group in the tenant, once written.' })),
  writtenAt: nullable(Type.String({ description: 'When Graph answered the write, or it was found.' })),
  outcome: nullable(Outcome), rolledBackBy: nullable(Type.String({ description: 'Id of the change that takes it back.' })),
  detail: nullable(Type.String({ description: 'What happened last, in a sentence.' })), updatedAt: Type.String()
})

export type ChangeState = Static<typeof Change>['state']
export type Decision = Static<typeof Decision>
export type Comment = Static<typeof Comment>
export type Outcome = Static<typeof Outcome>
export type Change = Static<typeof Change>
