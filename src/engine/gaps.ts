import { intersection, residue, type Box } from './region.ts'
import { TRUE, UNKNOWN } from './truth.ts'

/** A policy that takes sign-ins out of a scope: where it reaches, whom and what. Truths are those of classes and targets. */
export interface Cover {
  /** Whether reaching is enough; below TRUE the policy only counts as perhaps covering. */
  readonly strength: number
  readonly must: Box | undefined
  readonly may: Box | undefined
  readonly users: (className: number) => number
  readonly targets: (target: number) => number
}

export interface Scope {
  readonly box: Box
  readonly targets: number
  /** Classes in the scope for sure, and those that may be in it. */
  readonly certain: readonly number[]
  readonly possible: readonly number[]
}

/** Sign-ins left over: the product of the classes, the targets and the union of the boxes. */
export interface Left {
  readonly classes: readonly number[]
  readonly targets: readonly number[]
  readonly boxes: readonly Box[]
}

/** Boxes with a key that is equal for equal boxes. */
interface Keyed {
  readonly boxes: readonly Box[]
  readonly key: string
}

interface Remainder {
  readonly open: Keyed
  readonly possible: Keyed
}

/** Classes, or targets, that no cover tells apart, with the covers that reach them for sure and perhaps, a bit each. */
interface Alike {
  readonly members: number[]
  readonly sure: bigint
  readonly perhaps: bigint
}

/**
 * What the covers leave of the scope. `open` is left even if every unknown counts as covering, `possible` is the rest of what
 * is left if none does. The work depends on how many distinct situations there are, not on the number of users.
 */
export function leftOver(scope: Scope, covers: readonly Cover[]): { open: Left[], possible: Left[] } {
  const reaching = covers.filter(({ may }) => may !== undefined && intersection(may, scope.box) !== undefined)
  const certain = new Set(scope.certain)
  const targets = alike(Array.from({ length: scope.targets }, (_, index) => index), reaching.map(cover => cover.targets))
  const open = new Gathering()
  const possible = new Gathering()
  for (const isCertain of [true, false]) {
    const remainders = new Remainders(scope.box, reaching, isCertain)
    for (const people of alike(scope.possible.filter(name => certain.has(name) === isCertain), reaching.map(cover => cover.users))) {
      const parts = targets.map(target => ({ targets: target.members, remainder: remainders.of(people.sure & target.sure, people.perhaps & target.perhaps) }))
      open.add(people.members, parts.map(({ targets: members, remainder }) => ({ targets: members, ...remainder.open })))
      possible.add(people.members, parts.map(({ targets: members, remainder }) => ({ targets: members, ...remainder.possible })))
    }
  }
  return { open: open.regions(), possible: possible.regions() }
}

function alike(names: readonly number[], truths: readonly ((name: number) => number)[]): Alike[] {
  const groups = new Map<string, Alike>()
  const row = new Uint8Array(truths.length)
  for (const name of names) {
    for (let index = 0; index < truths.length; index++) row[index] = truths[index]?.(name) ?? 0
    const key = String.fromCharCode(...row)
    const found = groups.get(key)
    if (found === undefined) groups.set(key, { members: [name], sure: bits(row, TRUE), perhaps: bits(row, UNKNOWN) })
    else found.members.push(name)
  }
  return [...groups.values()]
}

/** A mask of the places that reach the least truth, put together from words of 32 bits, the highest first. */
function bits(row: Uint8Array, least: number): bigint {
  let mask = 0n
  for (let start = (row.length - 1) & ~31; start >= 0; start -= 32) {
    let word = 0
    for (let index = Math.min(start + 31, row.length - 1); index >= start; index--) word = word * 2 + ((row[index] ?? 0) >= least ? 1 : 0)
    mask = mask << 32n | BigInt(word)
  }
  return mask
}

/** Calls back with every place in the mask. */
function eachPlace(mask: bigint, visit: (place: number) => void): void {
  for (let rest = mask, start = 0; rest !== 0n; rest >>= 32n, start += 32) {
    for (let word = Number(BigInt.asUintN(32, rest)), place = start; word > 0; word = Math.floor(word / 2), place++) if (word % 2 === 1) visit(place)
  }
}

/** What sets of covers leave of one box, each set worked out once. */
class Remainders {
  readonly #box: Box
  readonly #covers: readonly Cover[]
  readonly #isCertain: boolean
  readonly #known = new Map<bigint, Map<bigint, Remainder>>()

  constructor(box: Box, covers: readonly Cover[], isCertain: boolean) {
    this.#box = box
    this.#covers = covers
    this.#isCertain = isCertain
  }

  of(sure: bigint, perhaps: bigint): Remainder {
    const bySure = this.#known.get(sure) ?? new Map<bigint, Remainder>()
    this.#known.set(sure, bySure)
    const remainder = bySure.get(perhaps) ?? this.#left(sure, perhaps)
    bySure.set(perhaps, remainder)
    return remainder
  }

  #left(sure: bigint, perhaps: bigint): Remainder {
    const [taken, maybe]: [Box[], Box[]] = [[], []]
    eachPlace(sure, place => {
      const cover = this.#covers[place]
      if (cover?.strength === TRUE && cover.must !== undefined) taken.push(cover.must)
    })
    eachPlace(perhaps, place => {
      const cover = this.#covers[place]
      if (cover !== undefined && cover.strength >= UNKNOWN && cover.may !== undefined) maybe.push(cover.may)
    })
    const upper = residue(this.#box, taken)
    const lower = this.#isCertain ? residue(this.#box, maybe) : []
    return { open: keyed(lower), possible: keyed(upper.flatMap(part => residue(part, lower))) }
  }
}

function keyed(boxes: readonly Box[]): Keyed {
  return { boxes, key: boxes.map(box => box.join(',')).sort().join(';') }
}

/** Puts together the classes and targets that are left the same boxes. */
class Gathering {
  readonly #regions = new Map<string, { classes: number[], targets: number[], boxes: readonly Box[] }>()

  add(classes: readonly number[], parts: readonly (Keyed & { readonly targets: readonly number[] })[]): void {
    const left = parts.filter(part => part.boxes.length > 0)
    for (const [boxKey, same] of Map.groupBy(left, part => part.key)) {
      const targets = same.flatMap(part => part.targets).sort((a, b) => a - b)
      const key = `${boxKey}|${targets.join(',')}`
      const found = this.#regions.get(key)
      if (found === undefined) this.#regions.set(key, { classes: [...classes], targets, boxes: same[0]?.boxes ?? [] })
      else found.classes.push(...classes)
    }
  }

  regions(): Left[] {
    return [...this.#regions.values()]
  }
}
