/** A seeded source of choices: the same seed gives the same tenants and sign-ins on every machine. */
export interface Random {
  /** A number from 0 up to, not including, `limit`. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(values: readonly [T, ...T[]]): T
  /** One of the values, or undefined where there is none. */
  one<T>(values: readonly T[]): T | undefined
  /** Each value with the given probability, in order. */
  some<T>(values: readonly T[], probability: number): T[]
}

/** Mulberry32: 32 bits of state, good enough to spread small choices. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (values) => values[below(values.length)] ?? values[0],
    one: (values) => values[below(values.length)],
    some: (values, probability) => values.filter(() => next() < probability)
  }
}

export type Body = Record<string, unknown>

/** Takes members away: a collection that could not be read, a value that was not given. */
export function without(random: Random, body: Body, probability: number): Body {
  return Object.fromEntries(Object.entries(body).filter(() => !random.chance(probability)))
}
