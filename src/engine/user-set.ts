import { membersOf, type Classes } from './classes.ts'

/** Users as whole classes: counted and paged without being held twice. */
export interface UserSet {
  readonly count: number
  has(user: number): boolean
  /** Up to `top` user indices from the position `from`, in a fixed order. */
  page(from: number, top: number): number[]
}

export function userSet(classes: Classes, names: Iterable<number>): UserSet {
  const list = [...new Set(names)].filter(name => name < classes.count).sort((a, b) => a - b)
  const chosen = new Set(list)
  const sizeOf = (name: number): number => (classes.starts[name + 1] ?? 0) - (classes.starts[name] ?? 0)
  return {
    count: list.reduce((sum, name) => sum + sizeOf(name), 0),
    has: user => chosen.has(classes.of[user] ?? -1),
    page: (from, top) => {
      const page: number[] = []
      let skipped = 0
      for (const name of list) {
        if (page.length >= top) break
        const start = Math.max(0, from - skipped)
        if (start < sizeOf(name)) page.push(...membersOf(classes, name).subarray(start, start + top - page.length))
        skipped += sizeOf(name)
      }
      return page
    }
  }
}

/** Users, or other identities, by their numbers. */
export function listedSet(numbers: Iterable<number>): UserSet {
  const chosen = new Set(numbers)
  const list = [...chosen].sort((a, b) => a - b)
  return { count: list.length, has: user => chosen.has(user), page: (from, top) => list.slice(from, from + top) }
}
