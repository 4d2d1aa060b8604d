/** Kleene's three values; null is unknown. */
export type Truth = boolean | null

export function not(value: Truth): Truth {
  return value === null ? null : !value
}

export function any(values: readonly Truth[]): Truth {
  if (values.includes(true)) return true
  return values.includes(null) ? null : false
}

export function all(values: readonly Truth[]): Truth {
  return not(any(values.map(not)))
}

/** The value on which every possibility agrees, else unknown. */
export function agreed(values: readonly Truth[]): Truth {
  const first = values[0] ?? null
  return values.every((value) => value === first) ? first : null
}
