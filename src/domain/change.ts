import { Type, type Static } from 'typebox'
import { Effect, Lockout } from './draft.ts'
import { PolicyBody } from './requirement.ts'
import { literals, nullable } from './schema.ts'

export const changeStates = ['submitted', 'approved', 'rejected', 'withdrawn', 'expired', 'stale', 'applying', 'applied', 'awaitingApprover',
  'undetermined', 'failed', 'verified', 'diverged'] as const

/** One person's decision on a change, with the content they saw. */
export const Decision = Type.Object({
  by: Type.String({ description: 'Object id.' }), at: Type.String(), decision: literals(['approved', 'rejected']),
  contentHash: Type.String(), comment: nullable(Type.String())
})

/** A submitted draft on its way through approval, application and verification: exactly one Graph write. */
export const Change = Type.Object({
  id: Type.String(), version: Type.Integer(), state: literals(changeStates), kind: literals(['createPolicy']),
  draftId: Type.String(), body: PolicyBody, effect: Effect, lockout: Lockout,
  justification: Type.String(), ticket: nullable(Type.String()),
  baseHash: Type.String(), contentHash: Type.String(),
  submittedBy: Type.String(), submittedAt: Type.String(), expiresAt: Type.String(),
  approvalsNeeded: Type.Integer(), decisions: Type.Array(Decision),
  policyId: nullable(Type.String({ description: 'The policy in the tenant, once written.' })),
  detail: nullable(Type.String({ description: 'What happened last, in a sentence.' })), updatedAt: Type.String()
})

export type ChangeState = Static<typeof Change>['state']
export type Decision = Static<typeof Decision>
export type Change = Static<typeof Change>
