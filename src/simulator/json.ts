/** What a JSON document can hold. Values are never changed in place: a write replaces the object. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** An object that has an id: what every collection of a tenant holds. */
export type Entity = JsonObject & { readonly id: string }

/** True for an object that came out of `JSON.parse`: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

export function isEntity(value: unknown): value is Entity {
  return isObject(value) && typeof value['id'] === 'string'
}

/** The object at `key`, or an empty one. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const inner = isObject(value) ? value[key] : undefined
  return isObject(inner) ? inner : {}
}

/** The strings of the list at `key`; anything else gives none. */
export function stringsAt(value: Json | undefined, key: string): readonly string[] {
  const inner = isObject(value) ? value[key] : undefined
  return isList(inner) ? inner.filter((item) => typeof item === 'string') : []
}

/** The string at `key`, or undefined. */
export function textAt(value: Json | undefined, key: string): string | undefined {
  const inner = isObject(value) ? value[key] : undefined
  return typeof inner === 'string' ? inner : undefined
}

/** A string, number or boolean as text; the empty text for anything else. */
export function plainText(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function isParsed(value: unknown): value is Json {
  return value !== undefined
}

/** Parses text; throws a SyntaxError on damage. */
export function parseJson(text: string): Json {
  const value: unknown = JSON.parse(text)
  if (!isParsed(value)) throw new SyntaxError('the text holds no JSON value')
  return value
}
