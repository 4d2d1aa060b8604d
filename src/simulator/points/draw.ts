import { type Axes, axesOf, type Scope } from './axes.ts'
import type { Body } from './json.ts'

export interface DrawOptions extends Scope {
  /** At most this many points: the whole product where it is no larger, else a seeded sample of it. Default 10,000. */
  readonly limit?: number
  /** Of the sample; default 1. */
  readonly seed?: number
}

/**
 * Sign-ins drawn from the text of a tenant's policies: the body of Graph's `evaluate`, one a point. Every user (and, if asked, external users without an
 * account and workloads) at every application and one that the tenant does not hold, under every value that a policy could tell apart.
 * A sample first varies one dimension at a time around random points, so that every value of every dimension is met, then draws at random.
 */
export function* drawPoints(tenant: Body, options: DrawOptions = {}): Generator<Record<string, unknown>, void, undefined> {
  const axes = axesOf(tenant, options)
  const dimensions: (readonly unknown[])[] = [axes.identities, axes.contexts, ...Object.values(axes.conditions)]
  const total = dimensions.reduce((product, values) => product * values.length, 1)
  const limit = options.limit ?? 10_000
  const numbers = total <= limit ? everyPoint(dimensions, total) : sample(dimensions, limit, random(options.seed ?? 1))
  for (const point of numbers) yield signIn(axes, point)
}

function* everyPoint(dimensions: readonly (readonly unknown[])[], total: number): Generator<number[]> {
  for (let index = 0; index < total; index += 1) {
    let rest = index
    yield dimensions.map((values) => {
      const choice = rest % values.length
      rest = Math.floor(rest / values.length)
      return choice
    })
  }
}

function* sample(dimensions: readonly (readonly unknown[])[], limit: number, next: () => number): Generator<number[]> {
  if (dimensions.some((values) => values.length === 0)) return
  const anywhere = (): number[] => dimensions.map((values) => Math.floor(next() * values.length))
  let drawn = 0
  for (const [dimension, values] of dimensions.entries()) {
    for (const choice of values.keys()) {
      if (drawn >= limit) return
      yield anywhere().with(dimension, choice)
      drawn += 1
    }
  }
  for (; drawn < limit; drawn += 1) yield anywhere()
}

function signIn(axes: Axes, point: readonly number[]): Record<string, unknown> {
  const at = (values: readonly unknown[], dimension: number): unknown => values[point[dimension] ?? 0]
  const given = Object.entries(axes.conditions).map(([name, values], index) => [name, at(values, index + 2)]).filter(([, value]) => value !== undefined)
  return { signInIdentity: at(axes.identities, 0), signInContext: at(axes.contexts, 1), signInConditions: Object.fromEntries(given) }
}

/** A seeded linear congruential generator over 48 bits, as in POSIX `drand48`. */
function random(seed: number): () => number {
  const modulus = 1n << 48n
  let state = (BigInt(seed) << 16n) + 0x330en
  return () => {
    state = (state * 0x5deece66dn + 11n) % modulus
    return Number(state) / Number(modulus)
  }
}
