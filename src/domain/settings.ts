import { Type, type Static } from 'typebox'
import { momentOf } from './moment.ts'
import { literals, nullable } from './schema.ts'

const Ids = Type.Array(Type.String())

/** An object of the directory by its id: a role by its template id, an application by its appId. */
export const DirectoryObject = Type.Object({ kind: literals(['user', 'group', 'role', 'application']), id: Type.String() })

/** People whom other policies than the requirements' govern: left out of what is judged, and of drafts, and named wherever it matters. */
const Persona = Type.Object({
  name: Type.String({ description: 'What the people are called, such as contractors.' }),
  governedBy: Type.String({ description: 'Which policies govern them instead, or why they are apart.' })
})

/** What drafts and suggestions must do with some objects, for the requirements named or, with null, for all. */
export const Direction = Type.Object({
  do: literals(['exclude', 'include', 'ignore'], { description: '`exclude` and `include` go into each draft; `ignore` leaves the objects out of what is judged and, where they are a `persona`, out of each draft, too.' }),
  objects: Type.Array(DirectoryObject, { minItems: 1 }), requirements: nullable(Ids),
  persona: Type.Optional(Persona),
  instruction: Type.Optional(Type.String({ description: 'The sentence that it was understood from.' }))
})

/** Somebody whom a requirement need not cover, with who says so, why, and until when (null: for good). */
export const AcceptedException = Type.Object({
  objects: Type.Array(DirectoryObject, { minItems: 1 }), requirements: nullable(Ids),
  reason: Type.String({ minLength: 1 }), author: Type.String(), acceptedAt: Type.String(),
  expiresAt: nullable(Type.String({ description: 'A date, the whole of which counts, or a date with time.' }))
})

/** The standing decision to create report-only policies that are proven to change no outcome, at most so many in 24 hours. */
export const StandingDecision = Type.Object({
  perDay: Type.Integer({ minimum: 1, maximum: 100 }), author: Type.String({ description: 'Object id of who decided so.' }), decidedAt: Type.String()
})

/** What Graph cannot tell about a tenant and its people declare. An absent member is unknown, never a default. */
export const TenantSettings = Type.Object({
  baselineScopes: Type.Optional(Type.Union([literals(['legacy', 'enforced', 'unknown']), Type.Object({ custom: Type.String() })])),
  mfaTrustedIps: Type.Optional(Type.Array(Type.String(), { description: 'CIDR ranges.' })),
  office365: Type.Optional(Ids), adminPortals: Type.Optional(Ids),
  inboundTrust: Type.Optional(Type.Object({
    mfa: Type.Optional(Type.Boolean()), compliantDevice: Type.Optional(Type.Boolean()), hybridJoinedDevice: Type.Optional(Type.Boolean())
  })),
  emergencyAccess: Type.Optional(Type.Object({ users: Type.Optional(Ids), groups: Type.Optional(Ids) })),
  directions: Type.Optional(Type.Array(Direction)), exceptions: Type.Optional(Type.Array(AcceptedException)),
  autoCreateReportOnly: Type.Optional(StandingDecision),
  namingConvention: Type.Optional(Type.String({ description: 'A pattern with {number}, {requirement} and {title}.' }))
})

const Objects = Type.Array(DirectoryObject, { minItems: 1, maxItems: 20 })

/** Settings as a person declares them: objects by name or id; who accepted an exception, and when, is not theirs to say. */
export const Declaration = Type.Object({
  ...TenantSettings.properties,
  directions: Type.Optional(Type.Array(Type.Object({ ...Direction.properties, objects: Objects }), { maxItems: 100 })),
  exceptions: Type.Optional(Type.Array(Type.Object({
    objects: Objects, requirements: AcceptedException.properties.requirements, reason: AcceptedException.properties.reason,
    author: Type.Optional(Type.String()), acceptedAt: Type.Optional(Type.String()), expiresAt: AcceptedException.properties.expiresAt
  }), { maxItems: 200 })),
  autoCreateReportOnly: Type.Optional(Type.Object({
    perDay: StandingDecision.properties.perDay, author: Type.Optional(Type.String()), decidedAt: Type.Optional(Type.String())
  }, { description: 'Who decides so, and when, is recorded from the caller.' }))
}, { additionalProperties: false })

/** A part of the tenant that could not be read, or could be read only in part. */
export const Unread = Type.Object({
  collection: Type.String(), reason: Type.String(),
  id: Type.Optional(Type.String()), status: Type.Optional(Type.Integer())
})

export type DirectoryObject = Static<typeof DirectoryObject>
export type Direction = Static<typeof Direction>
export type StandingDecision = Static<typeof StandingDecision>
export type AcceptedException = Static<typeof AcceptedException>
export type TenantSettings = Static<typeof TenantSettings>
export type Declaration = Static<typeof Declaration>
export type Unread = Static<typeof Unread>

/** Whether an exception no longer held at the moment; where either is not given or not readable, it holds. */
export function hasExpired({ expiresAt }: Pick<AcceptedException, 'expiresAt'>, at: string | null): boolean {
  return expiresAt !== null && at !== null && momentOf(expiresAt) < momentOf(at)
}
