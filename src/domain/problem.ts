import { Type, type Static } from 'typebox'

/** RFC 9457 problem details. `type` is stable; `errors` point into the request. */
export const Problem = Type.Object({
  type: Type.String(), title: Type.String(), status: Type.Integer(),
  detail: Type.Optional(Type.String()), instance: Type.Optional(Type.String({ description: 'The request id.' })),
  errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() })))
})

export type Problem = Static<typeof Problem>
