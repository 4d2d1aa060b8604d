import type { Random } from './random.ts'

/**
 * The value with the entries of every array in it, at any depth, in another order; texts that list something stay as they are. The names
 * of the arrays that came out otherwise than they went in are added to `moved`.
 */
export function shuffled(random: Random, value: unknown, moved: Set<string>, name = ''): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry: unknown) => shuffled(random, entry, moved, name))
    const result = inRandomOrder(random, entries)
    if (JSON.stringify(result) !== JSON.stringify(entries)) moved.add(name)
    return result
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, shuffled(random, inner, moved, member)]))
}

function inRandomOrder<T>(random: Random, list: readonly T[]): T[] {
  const left = [...list]
  return list.flatMap(() => left.splice(random.below(left.length), 1))
}
