export type Body = Readonly<Record<string, unknown>>

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function body(value: unknown): Body {
  return isBody(value) ? value : {}
}

export function bodies(value: unknown): Body[] {
  return Array.isArray(value) ? value.filter(isBody) : []
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Every value once, compared as JSON. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value) ?? 'undefined', value])).values()]
}
