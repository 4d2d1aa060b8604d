import { Type, type Static } from 'typebox'

/** A policy template as Microsoft offers it (`conditionalAccessTemplate`); `details` is the policy that it makes, in Graph's shape. */
const OfferedTemplate = Type.Object({ id: Type.String(), name: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) })

export type OfferedTemplate = Static<typeof OfferedTemplate>
