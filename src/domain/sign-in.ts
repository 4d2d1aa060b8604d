import { Type, type Static } from 'typebox'
import { nullable } from './schema.ts'

const Text = Type.Optional(nullable(Type.String()))

/** The subject: `userSignIn`, `servicePrincipalSignIn` or `agentSignIn`, told apart by `@odata.type` or by its own member. */
export const SignInIdentity = Type.Object({
  '@odata.type': Type.Optional(Type.String()),
  userId: Text, externalTenantId: Text, externalUserType: Text,
  servicePrincipalId: Text, agentServicePrincipalId: Text
})

/** The target: applications (appIds), a user action, or an authentication context. */
export const SignInContext = Type.Object({
  '@odata.type': Type.Optional(Type.String()),
  includeApplications: Type.Optional(Type.Array(Type.String())),
  userAction: Text, authenticationContextValue: Text
})

/** `deviceInfo` of Graph's evaluate: any property may be absent, which is null. */
export const DeviceInfo = Type.Intersect([
  Type.Object({
    isCompliant: Type.Optional(nullable(Type.Boolean())),
    physicalIds: Type.Optional(nullable(Type.Array(Type.String()))),
    systemLabels: Type.Optional(nullable(Type.Array(Type.String())))
  }),
  Type.Record(Type.String(), Type.Unknown())
])

/** `signInConditions` of Graph's evaluate; absent means not given (README of the engine, S5 to S9). */
export const SignInConditions = Type.Object({
  devicePlatform: Text, clientAppType: Text, country: Text, ipAddress: Text,
  signInRiskLevel: Text, userRiskLevel: Text, servicePrincipalRiskLevel: Text, insiderRiskLevel: Text, agentIdRiskLevel: Text,
  authenticationFlow: Type.Optional(nullable(Type.Object({ transferMethod: Text }))),
  deviceInfo: Type.Optional(nullable(DeviceInfo))
})

/**
 * One request to be judged: the body of Graph's `conditionalAccessRoot: evaluate`, with two members of our own,
 * `requestedScopes` and `publicClient`.
 */
export const SignIn = Type.Object({
  signInIdentity: SignInIdentity,
  signInContext: SignInContext,
  signInConditions: SignInConditions,
  appliedPoliciesOnly: Type.Optional(Type.Boolean()),
  requestedScopes: Type.Optional(Type.Array(Type.String())),
  publicClient: Type.Optional(Type.Boolean())
})

export type SignIn = Static<typeof SignIn>
export type SignInIdentity = Static<typeof SignInIdentity>
export type SignInContext = Static<typeof SignInContext>
export type SignInConditions = Static<typeof SignInConditions>
