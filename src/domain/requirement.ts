import { Type, type Static } from 'typebox'
import { Filter } from './policy.ts'
import { literals, nullable } from './schema.ts'

const Strings = Type.Array(Type.String())

export const severities = ['critical', 'high', 'medium', 'low'] as const
export const requirementStatuses = ['met', 'gap', 'unknown', 'notApplicable'] as const

/** Who a requirement is about. `roles` are role template ids, null means everyone. Counts leave out agents' user accounts. */
const Population = Type.Object({
  roles: nullable(Strings),
  guests: literals(['included', 'excluded', 'only'])
})

/** The sign-ins a requirement is about; an absent member means any. Values are those of the sign-in's conditions. */
export const RequirementConditions = Type.Object({
  clientAppTypes: Type.Optional(Strings), platforms: Type.Optional(Strings),
  signInRiskLevels: Type.Optional(Strings), userRiskLevels: Type.Optional(Strings), insiderRiskLevels: Type.Optional(Strings),
  transferMethods: Type.Optional(Strings),
  deviceFilter: Type.Optional(Filter)
})

/**
 * What satisfies a requirement besides `block`: any of `controls`; a strength all of whose combinations are of the named
 * kind; where `legacyCannot`, any control that the clients in scope cannot meet.
 */
export const SatisfiedBy = Type.Object({
  controls: Strings,
  strength: nullable(literals(['multifactor', 'phishingResistant'])),
  legacyCannot: Type.Boolean()
})

/** A licence: one of the service plans, enabled, is enough. */
export const Licence = Type.Object({ name: Type.String(), servicePlanIds: Strings })

/** A policy body as it is written to Graph: only the members that matter. */
export const PolicyBody = Type.Object({
  displayName: Type.String(), state: Type.String(),
  conditions: Type.Record(Type.String(), Type.Unknown()),
  grantControls: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  sessionControls: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown())))
})

/** Something a tenant should guarantee. Ids are stable. `applications` null means every application, any other included. */
export const Requirement = Type.Object({
  id: Type.String(), title: Type.String(), severity: literals(severities),
  source: Type.Object({ name: Type.String(), templateId: nullable(Type.String()) }),
  population: Population,
  applications: nullable(Strings),
  conditions: RequirementConditions,
  satisfiedBy: SatisfiedBy,
  licence: Type.Array(Licence),
  template: PolicyBody
})

export type Requirement = Static<typeof Requirement>
export type Population = Static<typeof Population>
export type RequirementConditions = Static<typeof RequirementConditions>
export type SatisfiedBy = Static<typeof SatisfiedBy>
export type Licence = Static<typeof Licence>
export type PolicyBody = Static<typeof PolicyBody>
