/** A JSON object as it stands in a tenant file or a request; nothing in it is trusted. */
export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A flags enum: one string, joined by commas, in any order (§1.1). */
export function flags(value: unknown): string[] {
  return (text(value) ?? '').split(',').map((flag) => flag.trim()).filter((flag) => flag !== '')
}

/** Ids, keywords and enum values are compared without letter case. */
export function same(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase()
}

export function names(list: readonly string[], value: unknown): boolean {
  return list.some((item) => same(item, value))
}

/** Null, an empty text or list, or an object of only such (C22). */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.entries(value).every(([key, item]) => key.includes('@') || isEmpty(item))
}
