/** Kleene's three values as numbers, so that AND is the minimum, OR the maximum and NOT the complement. */
export type Truth = 0 | 1 | 2

export const FALSE: Truth = 0
export const UNKNOWN: Truth = 1
export const TRUE: Truth = 2

export function not(a: Truth): Truth {
  return a === TRUE ? FALSE : a === FALSE ? TRUE : UNKNOWN
}

export function and(a: Truth, b: Truth): Truth {
  return a < b ? a : b
}

export function or(a: Truth, b: Truth): Truth {
  return a > b ? a : b
}

/** The OR over a list; an empty list is false. */
export function anyOf<T>(values: Iterable<T>, truthOf: (value: T) => Truth): Truth {
  let result: Truth = FALSE
  for (const value of values) {
    result = or(result, truthOf(value))
    if (result === TRUE) return TRUE
  }
  return result
}

/** What is known when any one of the truths may hold: the common value, or unknown where they differ. */
export function agreed(truths: Iterable<Truth>): Truth {
  let result: Truth | undefined
  for (const truth of truths) {
    if (result === undefined) result = truth
    else if (result !== truth) return UNKNOWN
  }
  return result ?? UNKNOWN
}
