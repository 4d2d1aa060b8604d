import { Type, type Static } from 'typebox'
import { nullable } from './schema.ts'

/** A directory account, reduced to what Conditional Access looks at. `externalType` follows ruling C7, null for members. */
export const User = Type.Object({
  id: Type.String(), userPrincipalName: Type.String(), displayName: Type.String(),
  accountEnabled: Type.Boolean(), isGuest: Type.Boolean(), isAgentUser: Type.Boolean(),
  guestType: nullable(Type.String()), homeTenantId: nullable(Type.String()), isSynced: Type.Boolean()
})

/** A group without its members; `membersRead` is false where the membership is unknown. */
export const Group = Type.Object({
  id: Type.String(), displayName: Type.String(), isAssignableToRole: Type.Boolean(), isManagementRestricted: Type.Boolean(), membersRead: Type.Boolean(),
  membershipRule: nullable(Type.String())
})

/** A `servicePrincipal`; `customSecurityAttributes` is undefined where they were not read. */
export const ServicePrincipal = Type.Object({
  id: Type.String(), appId: Type.String(), displayName: Type.String(),
  servicePrincipalType: nullable(Type.String()), appOwnerOrganizationId: nullable(Type.String()), signInAudience: nullable(Type.String()),
  isAgentIdentity: Type.Boolean(), isAgentBlueprint: Type.Boolean(),
  customSecurityAttributes: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown())))
})

/** An active or eligible role assignment. `directoryScopeId` is `/` for the whole tenant. */
export const RoleAssignment = Type.Object({ principalId: Type.String(), roleDefinitionId: Type.String(), directoryScopeId: Type.String() })

/** A `unifiedRoleDefinition`; policies name roles by `templateId`. */
export const RoleDefinition = Type.Object({
  id: Type.String(), templateId: Type.String(), displayName: Type.String(), isBuiltIn: Type.Boolean()
})

/** An `authenticationStrengthPolicy` with its allowed method combinations (comma-joined methods). */
export const AuthenticationStrength = Type.Object({
  id: Type.String(), displayName: Type.String(), allowedCombinations: Type.Array(Type.String())
})

/** A `subscribedSku`, reduced to its service plans. */
export const SubscribedSku = Type.Object({
  skuPartNumber: Type.String(), capabilityStatus: Type.String(),
  servicePlans: Type.Array(Type.Object({
    servicePlanId: Type.String(), servicePlanName: Type.String(), provisioningStatus: Type.String()
  }))
})

export type User = Static<typeof User>
export type Group = Static<typeof Group>
export type ServicePrincipal = Static<typeof ServicePrincipal>
export type RoleAssignment = Static<typeof RoleAssignment>
export type RoleDefinition = Static<typeof RoleDefinition>
export type AuthenticationStrength = Static<typeof AuthenticationStrength>
export type SubscribedSku = Static<typeof SubscribedSku>
