import { eachBit, type Bitset } from './bitset.ts'

/** A partition of the users into classes whose members no policy tells apart. */
export interface Classes {
  readonly count: number
  /** The class of each user. */
  readonly of: Uint32Array
  /** Users by class: those of class `c` stand from `starts[c]` to `starts[c + 1]`, in ascending order. */
  readonly order: Uint32Array
  readonly starts: Uint32Array
}

/**
 * Splits `size` users by every set given. The work is the sum of the sets' sizes, whatever the number of users, plus one pass
 * to number the classes by their first member, so that the same users in the same order give the same classes.
 * With `base`, its classes are cut further; it stays as it is.
 */
export function partition(size: number, sets: Iterable<Bitset | Iterable<number>>, base?: Classes): Classes {
  const of = base?.of.slice() ?? new Uint32Array(size)
  const sizes = base === undefined ? [size] : Array.from({ length: base.count }, (_, name) => membersOf(base, name).length)
  for (const set of sets) split(of, sizes, set)
  return numbered(of)
}

function split(of: Uint32Array, sizes: number[], set: Bitset | Iterable<number>): void {
  const moved = new Map<number, number>()
  const move = (user: number): void => {
    const from = of[user] ?? 0
    let to = moved.get(from)
    if (to === undefined) {
      to = sizes.push(0) - 1
      moved.set(from, to)
    }
    sizes[from] = (sizes[from] ?? 0) - 1
    sizes[to] = (sizes[to] ?? 0) + 1
    of[user] = to
  }
  if (set instanceof Uint32Array) eachBit(set, move)
  else for (const user of set) move(user)
}

function numbered(of: Uint32Array): Classes {
  const names = new Map<number, number>()
  const sizes: number[] = []
  for (let user = 0; user < of.length; user++) {
    const raw = of[user] ?? 0
    let name = names.get(raw)
    if (name === undefined) {
      name = sizes.push(0) - 1
      names.set(raw, name)
    }
    sizes[name] = (sizes[name] ?? 0) + 1
    of[user] = name
  }
  const starts = new Uint32Array(sizes.length + 1)
  sizes.forEach((count, name) => { starts[name + 1] = (starts[name] ?? 0) + count })
  const next = starts.slice()
  const order = new Uint32Array(of.length)
  for (let user = 0; user < of.length; user++) {
    const name = of[user] ?? 0
    const at = next[name] ?? 0
    order[at] = user
    next[name] = at + 1
  }
  return { count: sizes.length, of, order, starts }
}

/** The users of a class, ascending. */
export function membersOf(classes: Classes, name: number): Uint32Array {
  return classes.order.subarray(classes.starts[name] ?? 0, classes.starts[name + 1] ?? 0)
}
