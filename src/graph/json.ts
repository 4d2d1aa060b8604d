import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

/** An object of Graph, members not yet known. */
export const Entity = Type.Record(Type.String(), Type.Unknown())
export type Entity = Static<typeof Entity>

export function isEntity(value: unknown): value is Entity {
  return Value.Check(Entity, value)
}

/** What stands at a path of members, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isEntity(inner) ? inner[name] : undefined), value)
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The strings of the list at a path; none where there is no list. */
export function stringsAt(value: unknown, ...path: readonly string[]): string[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found.filter(item => typeof item === 'string') : []
}
