/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member as an object, or null. */
export function objectIn(value: JsonObject, name: string): JsonObject | null {
  const member = value[name]
  return isObject(member) ? member : null
}

/** The member as text, or null. */
export function textIn(value: JsonObject, name: string): string | null {
  const member = value[name]
  return typeof member === 'string' ? member : null
}

/** The member as a list of texts that is a set, sorted: what is not text is left out, one text alone is a list of it. */
export function textsIn(value: JsonObject, name: string): string[] {
  const member = value[name]
  if (typeof member === 'string') return [member]
  return Array.isArray(member) ? member.filter(entry => typeof entry === 'string').sort() : []
}

/** Whether the value says nothing: null, an empty text or list, an object of only such members (annotations aside). */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.entries(value).every(([name, member]) => name.includes('@') || isEmpty(member))
}
