import { Type, type Static } from 'typebox'
import { Effect, Lockout } from './draft.ts'
import { PolicyBody, severities } from './requirement.ts'
import { literals } from './schema.ts'

const Strings = Type.Array(Type.String())

const suggestionKinds = ['createPolicy', 'extendPolicy', 'enforcePolicy', 'mergePolicies', 'splitExclusion', 'repairReference', 'excludeEmergency',
  'reduceExclusions', 'removePolicy', 'protectGroup', 'renamePolicy', 'reviewManaged', 'replaceSecurityDefaults'] as const

/** What is sure about the announced effect: everything, what the named unknown facts leave open, or nothing. */
const confidences = ['proven', 'conditional', 'unknown'] as const

/** One thing to do, in words. `body` is the whole policy as it then stands; `advice` is for a person and changes nothing by itself. */
export const Step = Type.Object({
  do: literals(['create', 'patch', 'enable', 'disable', 'delete', 'settings', 'advice']),
  policy: Type.Optional(Type.String({ description: 'Id of the policy that is changed.' })), body: Type.Optional(PolicyBody), words: Type.String()
})

/**
 * The next right thing to do about findings. `rank` starts at 1; `reasons` say why it stands there. `effect` and `lockout` are of the
 * final state: every step taken and what is report-only turned on.
 */
export const Suggestion = Type.Object({
  id: Type.String({ description: 'Stable: the same suggestion for the same tenant keeps it.' }),
  kind: literals(suggestionKinds), requirement: Type.Optional(Type.String()), severity: literals(severities),
  title: Type.String(), summary: Type.String(), rank: Type.Integer(), reasons: Strings,
  closes: Type.Array(Type.String(), { description: 'Ids of the requirements whose gaps it closes.' }),
  policies: Type.Array(Type.String(), { description: 'Ids of the policies that it is about.' }), steps: Type.Array(Step),
  body: Type.Optional(PolicyBody), effect: Effect, lockout: Lockout,
  source: Type.String(), sources: Strings, licence: Strings,
  confidence: literals(confidences), unknowns: Type.Array(Type.String(), { description: 'The facts on which the effect depends.' }),
  reversible: Type.String({ description: 'What undoes it.' }),
  template: Type.Optional(Type.String({ description: 'Which of Microsoft\'s templates the new policy is of, and where Graph now offers it otherwise.' })),
  fingerprint: Type.String({ description: 'The material facts: when they change the suggestion has materially changed.' }),
  why: Type.Optional(Type.String({ description: 'Why this policy and not another.' }))
})

export type Step = Static<typeof Step>
export type Suggestion = Static<typeof Suggestion>
