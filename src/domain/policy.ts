import { Type, type Static } from 'typebox'
import { nullable } from './schema.ts'

const Strings = Type.Array(Type.String())

/** The states Graph documents; another value is kept and makes the policy unknown. */
export const policyStates = ['enabled', 'disabled', 'enabledForReportingButNotEnforced'] as const

export const clientAppTypes = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other'] as const
export const platforms = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux'] as const
export const riskLevels = ['none', 'low', 'medium', 'high', 'hidden'] as const
export const insiderRiskLevels = ['minor', 'moderate', 'elevated'] as const
export const transferMethods = ['none', 'deviceCodeFlow', 'authenticationTransfer'] as const
export const guestTypes = ['internalGuest', 'b2bCollaborationGuest', 'b2bCollaborationMember', 'b2bDirectConnectUser',
  'otherExternalUser', 'serviceProvider'] as const
export const builtInControls = ['block', 'mfa', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication',
  'compliantApplication', 'passwordChange', 'riskRemediation'] as const

/** `conditionalAccessGuestsOrExternalUsers`; the types are comma-joined flags, tenants null means all. */
export const GuestsOrExternalUsers = Type.Object({
  guestOrExternalUserTypes: Type.String(),
  externalTenants: nullable(Type.Object({ membershipKind: Type.String(), members: Strings }))
})

/** `conditionalAccessUsers`: object ids, group ids, role template ids and the keywords of the reference's section 1.1. */
export const PolicyUsers = Type.Object({
  includeUsers: Strings, excludeUsers: Strings,
  includeGroups: Strings, excludeGroups: Strings,
  includeRoles: Strings, excludeRoles: Strings,
  includeGuestsOrExternalUsers: nullable(GuestsOrExternalUsers),
  excludeGuestsOrExternalUsers: nullable(GuestsOrExternalUsers)
})

/** A filter rule with its mode (`include` or `exclude`), on devices or on applications. */
export const Filter = Type.Object({ mode: Type.String(), rule: Type.String() })

/** `conditionalAccessApplications`: appIds, user actions, authentication context ids and keywords. */
export const PolicyApplications = Type.Object({
  includeApplications: Strings, excludeApplications: Strings,
  includeUserActions: Strings, includeAuthenticationContextClassReferences: Strings,
  applicationFilter: nullable(Filter)
})

/** `conditionalAccessClientApplications` with beta's agent lists; ids are object ids of service principals. */
export const PolicyClientApplications = Type.Object({
  includeServicePrincipals: Strings, excludeServicePrincipals: Strings, servicePrincipalFilter: nullable(Filter),
  includeAgentIdServicePrincipals: Strings, excludeAgentIdServicePrincipals: Strings, agentIdServicePrincipalFilter: nullable(Filter)
})

/** `conditionalAccessConditionSet`. Lists are never missing: an absent or null list is read as empty. */
export const PolicyConditions = Type.Object({
  users: PolicyUsers,
  applications: PolicyApplications,
  clientApplications: nullable(PolicyClientApplications),
  clientAppTypes: Strings,
  platforms: nullable(Type.Object({ includePlatforms: Strings, excludePlatforms: Strings })),
  locations: nullable(Type.Object({ includeLocations: Strings, excludeLocations: Strings })),
  devices: nullable(Type.Object({ deviceFilter: nullable(Filter) })),
  signInRiskLevels: Strings, userRiskLevels: Strings, servicePrincipalRiskLevels: Strings,
  insiderRiskLevels: nullable(Type.String()), agentIdRiskLevels: nullable(Type.String()),
  authenticationFlows: nullable(Type.Object({ transferMethods: nullable(Type.String()) }))
})

/** `conditionalAccessGrantControls`; the strength keeps its combinations where Graph expanded it. */
export const GrantControls = Type.Object({
  operator: Type.String(),
  builtInControls: Strings, customAuthenticationFactors: Strings, termsOfUse: Strings,
  authenticationStrength: nullable(Type.Object({
    id: Type.String(), displayName: Type.Optional(nullable(Type.String())), allowedCombinations: Type.Optional(Strings)
  }))
})

const Enabled = { isEnabled: Type.Boolean() }

/** `conditionalAccessSessionControls` of beta. */
export const SessionControls = Type.Object({
  applicationEnforcedRestrictions: nullable(Type.Object(Enabled)),
  cloudAppSecurity: nullable(Type.Object({ ...Enabled, cloudAppSecurityType: nullable(Type.String()) })),
  signInFrequency: nullable(Type.Object({
    ...Enabled, value: nullable(Type.Integer()), type: nullable(Type.String()),
    frequencyInterval: nullable(Type.String()), authenticationType: nullable(Type.String())
  })),
  persistentBrowser: nullable(Type.Object({ ...Enabled, mode: nullable(Type.String()) })),
  continuousAccessEvaluation: nullable(Type.Object({ mode: nullable(Type.String()) })),
  secureSignInSession: nullable(Type.Object(Enabled)),
  disableResilienceDefaults: nullable(Type.Boolean())
})

/**
 * A `conditionalAccessPolicy` in Graph beta's shape, as `tenant/policy.ts` reads it: known members complete, unknown
 * members and enum values kept where they stood. Source: Graph metadata, reference section 1.
 */
export const Policy = Type.Object({
  id: Type.String(), displayName: Type.String(), state: Type.String(),
  createdDateTime: nullable(Type.String()), modifiedDateTime: nullable(Type.String()), templateId: nullable(Type.String()),
  conditions: PolicyConditions,
  grantControls: nullable(GrantControls),
  sessionControls: nullable(SessionControls)
})

/** Something in a policy that is not known: `pointer` is a JSON pointer into the body as it was read. */
export const Unrecognised = Type.Object({
  pointer: Type.String(),
  kind: Type.Unsafe<'member' | 'value' | 'shape'>({ type: 'string', enum: ['member', 'value', 'shape'] }),
  value: Type.String({ description: 'The member name or the value, shortened to 200 characters.' })
})

export type Policy = Static<typeof Policy>
export type PolicyUsers = Static<typeof PolicyUsers>
export type PolicyApplications = Static<typeof PolicyApplications>
export type PolicyClientApplications = Static<typeof PolicyClientApplications>
export type PolicyConditions = Static<typeof PolicyConditions>
export type GuestsOrExternalUsers = Static<typeof GuestsOrExternalUsers>
export type GrantControls = Static<typeof GrantControls>
export type SessionControls = Static<typeof SessionControls>
export type Filter = Static<typeof Filter>
export type Unrecognised = Static<typeof Unrecognised>
