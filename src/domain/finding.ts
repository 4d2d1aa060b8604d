import { Type, type Static } from 'typebox'
import { Difference } from './draft.ts'
import { PolicyBody, severities } from './requirement.ts'
import { literals, nullable } from './schema.ts'
import { SignIn } from './sign-in.ts'

const findingKinds = ['gap', 'vacuous', 'redundant', 'shadowed', 'overridden', 'consolidatable', 'lockoutRisk', 'excessiveExclusions',
  'missingEmergencyExclusion', 'emergencyAccount', 'unsatisfiable', 'readyToEnforce', 'staleReference', 'unrecognised', 'securityDefaults', 'policyLimit', 'newTemplate', 'drift', 'spike', 'dip'] as const

/** How an object of the tenant stands against the last change of it that was approved and applied. */
export const Drift = Type.Object({
  change: Type.String({ description: 'Id of the change.' }), object: literals(['policy', 'namedLocation']), objectId: Type.String(),
  stands: literals(['changed', 'gone', 'back']),
  by: nullable(Type.String({ description: 'Who changed it, by the audit log; null where that is not known.' })), at: nullable(Type.String()),
  differences: Type.Array(Difference, { description: 'What was approved and is missing, and what is there and was not approved; none where it is gone or back.' })
})

/** Something the analysis saw. `policies` are ids; `id` is stable for the same fact in the same tenant. */
export const Finding = Type.Object({
  id: Type.String(), kind: literals(findingKinds), severity: literals(severities),
  policies: Type.Array(Type.String()), requirement: Type.Optional(Type.String()),
  summary: Type.String(), users: Type.Optional(Type.Integer()), witness: Type.Optional(SignIn),
  by: Type.Optional(Type.Array(Type.String(), { description: 'Ids of the policies that make the others needless.' })),
  body: Type.Optional(PolicyBody), drift: Type.Optional(Drift),
  differences: Type.Optional(Type.Array(Type.Object({
    change: literals(['stricter', 'looser']), users: Type.Integer(), words: Type.String(), witness: SignIn
  }), { description: 'What the policy in `body` would change; empty where it is proven to change nothing.' }))
})

export type Drift = Static<typeof Drift>
export type Finding = Static<typeof Finding>
