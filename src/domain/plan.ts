import { Type, type Static } from 'typebox'
import { changeStates } from './change.ts'
import { literals, nullable } from './schema.ts'
import { Wish } from './wish.ts'

/** People who are to be in a policy, or left out of it, by a group of their own. */
export const NewGroup = Type.Object({
  policy: Type.String({ minLength: 1, maxLength: 200, description: 'Id of the policy.' }), side: literals(['include', 'exclude']),
  name: Type.String({ minLength: 1, maxLength: 256 }), members: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 1000, description: 'Object ids of users.' }),
  protection: Type.Optional(literals(['restrictedManagement', 'roleAssignable', 'none'])),
  administrativeUnit: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Id of a restricted management administrative unit.' }))
}, { additionalProperties: false })

/** What the engine proves of the tenant after a step, against the tenant before the first one. */
export const Proof = Type.Object({
  relation: literals(['equivalent', 'stricter', 'looser', 'incomparable']),
  protectedStays: Type.Boolean({ description: 'Whether no sign-in that was protected is unprotected.' }),
  lockout: literals(['safe', 'locked', 'undetermined']), words: Type.String()
})

/** One step. In its wish the id `step:1` stands for that of what step 1 made. A step `byHand` is a person's: Lacuna cannot take it. */
export const PlanStep = Type.Object({
  position: Type.Integer({ description: 'From 1.' }), title: Type.String(), byHand: Type.Boolean(), wish: nullable(Wish), proof: Proof
})

/** Ordered writes that belong together, each a change of its own: approved and verified before the next can be submitted. */
export const Plan = Type.Object({
  title: Type.String(), suggestion: Type.Optional(Type.String()), rollbackOf: Type.Optional(Type.String({ description: 'Id of the change that it takes back.' })),
  steps: Type.Array(PlanStep)
})

/** A plan that was begun. `stood` holds the normal form, as text, of each policy that a step changes, by id. `changes` holds, step by step, the id of its change; null where none is submitted, or the step is by hand. */
export const BegunPlan = Type.Object({
  id: Type.String(), ...Plan.properties, stood: Type.Record(Type.String(), Type.String()), changes: Type.Array(nullable(Type.String())), done: Type.Array(Type.Integer(), { description: 'Positions of steps by hand that somebody has reported as done.' }),
  givenUp: nullable(Type.Object({ by: Type.String({ description: 'Object id.' }), at: Type.String() })),
  createdBy: Type.String({ description: 'Object id.' }), createdAt: Type.String()
})

/** A plan and where it stands: step by step the state of its change and what it made, which step comes next, and what that one waits for. */
export const PlanStanding = Type.Object({
  ...BegunPlan.properties, summary: Type.String(),
  states: Type.Array(nullable(literals(changeStates))), made: Type.Array(nullable(Type.String({ description: 'Id of the object.' }))),
  next: nullable(Type.Integer({ description: 'The first step that is not done; null at the end.' })),
  waitsFor: nullable(Type.String({ description: 'Id of the change that is under way.' }))
})

export type NewGroup = Static<typeof NewGroup>
export type Proof = Static<typeof Proof>
export type PlanStep = Static<typeof PlanStep>
export type Plan = Static<typeof Plan>
export type BegunPlan = Static<typeof BegunPlan>
export type PlanStanding = Static<typeof PlanStanding>
