import { Type, type Static } from 'typebox'
import { literals, nullable } from './schema.ts'

const analysisReasons = ['notSet', 'notEnoughInformation', 'users', 'workloadIdentities', 'application', 'userActions',
  'authenticationContext', 'devicePlatform', 'devices', 'clientApps', 'location', 'signInRisk', 'policyNotEnabled', 'userRisk',
  'insiderRisk', 'authenticationFlow', 'agentIdRisk'] as const

const outcomeResults = ['blocked', 'granted', 'grantedWith', 'unknown'] as const

/** Whether one policy applies: null is unknown. The reason is the first condition that is false, in Graph's words. */
export const PolicyVerdict = Type.Object({
  id: Type.String(), displayName: Type.String(),
  policyApplies: nullable(Type.Boolean()),
  analysisReasons: literals(analysisReasons)
})

/** The combined outcome. `controls` is in conjunctive normal form: every inner list must be met by one of its names. */
export const Outcome = Type.Object({
  result: literals(outcomeResults),
  controls: Type.Array(Type.Array(Type.String())),
  session: Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean()]))
})

/** The engine's answer for one sign-in. */
export const Verdict = Type.Object({ policies: Type.Array(PolicyVerdict), outcome: Outcome })

export type AnalysisReason = Static<typeof PolicyVerdict>['analysisReasons']
export type PolicyVerdict = Static<typeof PolicyVerdict>
export type Outcome = Static<typeof Outcome>
export type Verdict = Static<typeof Verdict>
