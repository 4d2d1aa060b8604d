import { Type, type Static } from 'typebox'
import { literals } from './schema.ts'

const Ids = Type.Array(Type.String())

/** What Graph cannot tell about a tenant and its people declare. An absent member is unknown, never a default. */
export const TenantSettings = Type.Object({
  baselineScopes: Type.Optional(Type.Union([literals(['legacy', 'enforced', 'unknown']), Type.Object({ custom: Type.String() })])),
  mfaTrustedIps: Type.Optional(Type.Array(Type.String(), { description: 'CIDR ranges.' })),
  office365: Type.Optional(Ids), adminPortals: Type.Optional(Ids),
  inboundTrust: Type.Optional(Type.Object({
    mfa: Type.Optional(Type.Boolean()), compliantDevice: Type.Optional(Type.Boolean()), hybridJoinedDevice: Type.Optional(Type.Boolean())
  })),
  emergencyAccess: Type.Optional(Type.Object({ users: Type.Optional(Ids), groups: Type.Optional(Ids) })),
  namingConvention: Type.Optional(Type.String({ description: 'A pattern with {number}, {requirement} and {title}.' }))
})

/** A part of the tenant that could not be read, or could be read only in part. */
export const Unread = Type.Object({
  collection: Type.String(), reason: Type.String(),
  id: Type.Optional(Type.String()), status: Type.Optional(Type.Integer())
})

export type TenantSettings = Static<typeof TenantSettings>
export type Unread = Static<typeof Unread>
