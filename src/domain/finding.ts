import { Type, type Static } from 'typebox'
import { PolicyBody, severities } from './requirement.ts'
import { literals } from './schema.ts'
import { SignIn } from './sign-in.ts'

const findingKinds = ['gap', 'vacuous', 'redundant', 'shadowed', 'overridden', 'consolidatable', 'lockoutRisk', 'excessiveExclusions',
  'missingEmergencyExclusion', 'emergencyAccount', 'unsatisfiable', 'readyToEnforce', 'staleReference', 'unrecognised', 'securityDefaults', 'policyLimit', 'drift', 'spike', 'dip'] as const

/** Something the analysis saw. `policies` are ids; `id` is stable for the same fact in the same tenant. */
export const Finding = Type.Object({
  id: Type.String(), kind: literals(findingKinds), severity: literals(severities),
  policies: Type.Array(Type.String()), requirement: Type.Optional(Type.String()),
  summary: Type.String(), users: Type.Optional(Type.Integer()), witness: Type.Optional(SignIn),
  by: Type.Optional(Type.Array(Type.String(), { description: 'Ids of the policies that make the others needless.' })),
  body: Type.Optional(PolicyBody),
  differences: Type.Optional(Type.Array(Type.Object({
    change: literals(['stricter', 'looser']), users: Type.Integer(), words: Type.String(), witness: SignIn
  }), { description: 'What the policy in `body` would change; empty where it is proven to change nothing.' }))
})

export type Finding = Static<typeof Finding>
