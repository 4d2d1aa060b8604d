import { Type, type Static } from 'typebox'
import { Effect, Lockout } from './draft.ts'
import { PolicyBody, severities } from './requirement.ts'
import { literals } from './schema.ts'

/** A finding with the policy that would close it. `rank` starts at 1; `reasons` say why it stands there. */
export const Suggestion = Type.Object({
  id: Type.String({ description: 'Stable: the same suggestion for the same tenant keeps it.' }),
  kind: literals(['createPolicy']), requirement: Type.String(), severity: literals(severities),
  title: Type.String(), summary: Type.String(), rank: Type.Integer(), reasons: Type.Array(Type.String()),
  policies: Type.Array(Type.String()), body: Type.Optional(PolicyBody), effect: Effect, lockout: Lockout,
  source: Type.String(), licence: Type.Array(Type.String())
})

export type Suggestion = Static<typeof Suggestion>
