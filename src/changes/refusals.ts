import { Type } from 'typebox'
import { Value } from 'typebox/value'

const Refusing = Type.Object({ status: Type.Integer(), code: Type.Optional(Type.String()) })
const Challenging = Type.Object({ claims: Type.String() })

/** Why an identity was refused, if that is what an error says; undefined for errors that another try may cure. */
export function refusalOf(error: unknown): string | undefined {
  if (Value.Check(Challenging, error)) return 'claims challenge'
  if (!Value.Check(Refusing, error) || (error.status !== 401 && error.status !== 403)) return undefined
  return error.code ?? String(error.status)
}
