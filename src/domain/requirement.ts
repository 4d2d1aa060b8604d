import { Type, type Static } from 'typebox'
import { Filter } from './policy.ts'
import { literals, nullable } from './schema.ts'

const Strings = Type.Array(Type.String())

export const severities = ['critical', 'high', 'medium', 'low'] as const
export const requirementStatuses = ['met', 'gap', 'unknown', 'notApplicable'] as const

/**
 * Who a requirement is about: people unless `subjects` says otherwise. `roles` are role template ids, null means everyone; holders of
 * `exceptRoles` are left out. Counts leave out agents' user accounts. Roles and guests say nothing about workloads.
 */
const Population = Type.Object({
  subjects: Type.Optional(literals(['people', 'servicePrincipals', 'agents'])),
  roles: nullable(Strings), exceptRoles: Type.Optional(Strings),
  guests: literals(['included', 'excluded', 'only'])
})

/**
 * The sign-ins a requirement is about; an absent member means any. Values are those of the sign-in's conditions. `outsideTrusted` is
 * about addresses in no trusted location; MFA trusted IPs that are not declared are taken not to hold the address.
 */
export const RequirementConditions = Type.Object({
  clientAppTypes: Type.Optional(Strings), platforms: Type.Optional(Strings),
  signInRiskLevels: Type.Optional(Strings), userRiskLevels: Type.Optional(Strings), insiderRiskLevels: Type.Optional(Strings),
  servicePrincipalRiskLevels: Type.Optional(Strings), agentIdRiskLevels: Type.Optional(Strings),
  transferMethods: Type.Optional(Strings),
  deviceFilter: Type.Optional(Filter), outsideTrusted: Type.Optional(Type.Literal(true))
})

/** A session control with the value that is strict enough: a frequency no longer than it (`4h`), or that very value. */
const SessionDemand = Type.Object({ control: Type.String(), value: Type.Union([Type.String(), Type.Literal(true)]) })

/**
 * What satisfies a requirement besides `block`: any of `controls`; a strength all of whose combinations are of the named
 * kind; where `legacyCannot`, any control that the clients in scope cannot meet. With `session` no grant control does, but that session
 * control at least as strict.
 */
export const SatisfiedBy = Type.Object({
  controls: Strings,
  strength: nullable(literals(['multifactor', 'phishingResistant'])),
  legacyCannot: Type.Boolean(),
  session: Type.Optional(SessionDemand)
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

/**
 * Something a tenant should guarantee. Ids are stable. `applications` null means every application, any other included; else appIds, and
 * the keywords `Office365` and `MicrosoftAdminPortals`. With `userActions` it is about those actions alone, and `applications` is empty.
 */
export const Requirement = Type.Object({
  id: Type.String(), title: Type.String(), severity: literals(severities),
  source: Type.Object({ name: Type.String(), templateId: nullable(Type.String()) }),
  population: Population,
  applications: nullable(Strings), userActions: Type.Optional(Strings),
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
