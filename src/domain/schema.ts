import { Type, type TNull, type TSchema, type TUnion, type TUnsafe } from 'typebox'

/** A string limited to the listed values, written as one `enum` (a union of literals reads badly to people and models). */
export function literals<const V extends string>(values: readonly V[], options: { description?: string } = {}): TUnsafe<V> {
  return Type.Unsafe<V>({ type: 'string', enum: [...values], ...options })
}

/** The schema, or null: Graph writes null for a complex member that is not set. */
export function nullable<T extends TSchema>(schema: T): TUnion<[T, TNull]> {
  return Type.Union([schema, Type.Null()])
}
