import { Type, type Static } from 'typebox'
import { requirementStatuses, severities } from './requirement.ts'
import { literals } from './schema.ts'
import { SignIn } from './sign-in.ts'

const Strings = Type.Array(Type.String())

/** The conditions of a region, in names; an absent member means any value. `locations` and `devices` are described in words. */
export const RegionConditions = Type.Object({
  clientAppTypes: Type.Optional(Strings), platforms: Type.Optional(Strings),
  locations: Type.Optional(Strings), devices: Type.Optional(Strings),
  signInRiskLevels: Type.Optional(Strings), userRiskLevels: Type.Optional(Strings), insiderRiskLevels: Type.Optional(Strings),
  authenticationFlows: Type.Optional(Strings),
  servicePrincipalRiskLevels: Type.Optional(Strings), agentIdRiskLevels: Type.Optional(Strings),
  requestedScopes: Type.Optional(Strings)
})

/** A region of sign-ins: how many users, which applications, under which conditions, and one concrete sign-in inside. */
export const Gap = Type.Object({
  users: Type.Integer(),
  apps: Type.Object({ count: Type.Integer(), appIds: Strings, anyOther: Type.Boolean() }),
  conditions: RegionConditions,
  words: Type.String({ description: 'The conditions as a phrase, "always" where nothing restricts them.' }),
  why: Type.Optional(Type.String({ description: 'Why no policy that would satisfy the requirement applies to the witness.' })),
  witness: SignIn
})

/** Users who stand alike before a requirement, with the conditions of the gaps that they are in. */
const Situation = Type.Object({ state: literals(['covered', 'coveredExcept', 'notCovered']), users: Type.Integer(), except: Strings })

/** One requirement as judged for a tenant. Lists are complete unless a summary was asked for. */
export const RequirementResult = Type.Object({
  id: Type.String(), title: Type.String(), severity: literals(severities), status: literals(requirementStatuses),
  reason: Type.String({ description: 'One sentence that says why this status.' }),
  users: Type.Integer(), acceptedUsers: Type.Integer(), outsideUsers: Type.Integer(), eligibleUsers: Type.Integer(),
  uncoveredUsers: Type.Object({ count: Type.Integer(), ids: Type.Optional(Strings) }),
  uncoveredApps: Type.Object({ count: Type.Integer(), appIds: Type.Optional(Strings), anyOther: Type.Boolean() }),
  gaps: Type.Array(Gap), possible: Type.Array(Gap),
  protectingPolicies: Strings, wouldCover: Strings,
  wouldLeave: Type.Integer({ description: 'Users who would still not be covered if the policies of `wouldCover` were enforced.' }),
  situations: Type.Array(Situation)
})

/** A fact that is not known, why, and the requirements it leaves open. */
export const Unknown = Type.Object({ what: Type.String(), why: Type.String(), requirements: Strings })

export type RegionConditions = Static<typeof RegionConditions>
export type Gap = Static<typeof Gap>
export type RequirementResult = Static<typeof RequirementResult>
export type Unknown = Static<typeof Unknown>
