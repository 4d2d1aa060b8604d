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
  /** What takes part in a conflict of session controls: an `asking` cover takes nothing for sure where a `contradicting` one may reach. */
  readonly session?: 'asking' | 'contradicting'
}

export interface Scope {
  readonly box: Box
  readonly targets: number
  /** Targets that may not be in the scope, where there are any. */
  readonly uncertainTargets?: ReadonlySet<number>
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

/** Boxes as one object for all that are equal. */
interface Same {
  readonly boxes: readonly Box[]
  readonly number: number
}

interface Remainder {
  readonly open: Same
  readonly possible: Same
}

/** The covers that reach a class or a target for sure, and those that may, a bit each by their places. */
export interface Reached {
  readonly sure: bigint
  readonly perhaps: bigint
}

/** For every class, and for every target, the covers that reach it. */
export interface Reaches {
  readonly classes: (name: number) => Reached
  readonly targets: (target: number) => Reached
}

/** Classes, or targets, that no cover tells apart. */
interface Alike extends Reached {
  readonly members: number[]
}

/**
 * What the covers leave of the scope. `open` is left even if every unknown counts as covering, `possible` is the rest of what
 * is left if none does. The work depends on how many distinct situations there are, not on the number of users. Whoever knows
 * already what reaches whom gives it by `reaches`.
 */
export function leftOver(scope: Scope, covers: readonly (Cover | undefined)[], reaches: Reaches = reachesOf(covers)): { open: Left[], possible: Left[] } {
  const reaching = covers.reduce((mask, cover, place) => cover?.may !== undefined && intersection(cover.may, scope.box) !== undefined ? mask | 1n << BigInt(place) : mask, 0n)
  const certain = new Set(scope.certain)
  const indices = Array.from({ length: scope.targets }, (_, index) => index)
  const targets = [true, false].flatMap(isCertain => alike(indices.filter(index => (scope.uncertainTargets?.has(index) ?? false) !== isCertain), reaching, reaches.targets)
    .map(target => ({ ...target, isCertain })))
  const [open, possible] = [new Gathering(targets), new Gathering(targets)]
  const equal = new Map<string, Same>()
  const [inScope, perhapsInScope] = [true, false].map(isCertain => new Remainders(scope.box, covers, { isCertain, equal }))
  for (const isCertain of [true, false]) {
    for (const people of alike(scope.possible.filter(name => certain.has(name) === isCertain), reaching, reaches.classes)) {
      const left = targets.map(target => (isCertain && target.isCertain ? inScope : perhapsInScope)?.of(people.sure & target.sure, people.perhaps & target.perhaps))
      open.add(people.members, left.map(remainder => remainder?.open))
      possible.add(people.members, left.map(remainder => remainder?.possible))
    }
  }
  return { open: open.regions(), possible: possible.regions() }
}

function reachesOf(covers: readonly (Cover | undefined)[]): Reaches {
  const row = new Uint8Array(covers.length)
  const reached = (truthOf: (cover: Cover) => number): Reached => {
    for (let place = 0; place < row.length; place++) {
      const cover = covers[place]
      row[place] = cover === undefined ? 0 : truthOf(cover)
    }
    return reachedIn(row)
  }
  return { classes: name => reached(cover => cover.users(name)), targets: target => reached(cover => cover.targets(target)) }
}

/** A row of truths as masks. */
export function reachedIn(row: Uint8Array): Reached {
  return { sure: bits(row, TRUE), perhaps: bits(row, UNKNOWN) }
}

function alike(names: readonly number[], among: bigint, reachedBy: (name: number) => Reached): Alike[] {
  const groups = new Map<string, Alike>()
  for (const name of names) {
    const reached = reachedBy(name)
    const [sure, perhaps] = [reached.sure & among, reached.perhaps & among]
    const key = sure === perhaps ? sure.toString(32) : `${sure.toString(32)} ${perhaps.toString(32)}`
    const found = groups.get(key)
    if (found === undefined) groups.set(key, { members: [name], sure, perhaps })
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

interface KeyedBox {
  readonly box: Box
  readonly key: string
}

/** What a cover takes of one box, for sure and perhaps. */
interface Taking {
  readonly session: Cover['session']
  readonly must: KeyedBox | undefined
  readonly may: KeyedBox | undefined
}

function taking({ strength, must, may, session }: Cover, box: Box): Taking {
  const within = (reach: Box | undefined): KeyedBox | undefined => {
    const both = reach === undefined ? undefined : intersection(reach, box)
    return both === undefined ? undefined : { box: both, key: both.join(',') }
  }
  const perhaps = strength >= UNKNOWN || session === 'contradicting' ? within(may) : undefined
  return { session, may: perhaps, must: strength !== TRUE ? undefined : must === may ? perhaps : within(must) }
}

/** What sets of covers leave of one box, each set worked out once. */
class Remainders {
  readonly #box: Box
  readonly #covers: readonly (Taking | undefined)[]
  readonly #isCertain: boolean
  readonly #residues = new Map<string, Box[]>()
  readonly #equal: Map<string, Same>
  readonly #known = new Map<bigint, Map<bigint, Remainder>>()

  constructor(box: Box, covers: readonly (Cover | undefined)[], { isCertain, equal }: { readonly isCertain: boolean, readonly equal: Map<string, Same> }) {
    this.#box = box
    this.#covers = covers.map(cover => cover === undefined ? undefined : taking(cover, box))
    this.#isCertain = isCertain
    this.#equal = equal
  }

  of(sure: bigint, perhaps: bigint): Remainder {
    const bySure = this.#known.get(sure) ?? new Map<bigint, Remainder>()
    this.#known.set(sure, bySure)
    const remainder = bySure.get(perhaps) ?? this.#left(sure, perhaps)
    bySure.set(perhaps, remainder)
    return remainder
  }

  #left(sure: bigint, perhaps: bigint): Remainder {
    const [taken, asked, maybe, against] = [new Map<string, Box>(), new Map<string, Box>(), new Map<string, Box>(), new Map<string, Box>()]
    eachPlace(sure, place => {
      const cover = this.#covers[place]
      if (cover?.must !== undefined) (cover.session === 'asking' ? asked : taken).set(cover.must.key, cover.must.box)
    })
    eachPlace(perhaps, place => {
      const cover = this.#covers[place]
      if (cover?.may !== undefined) (cover.session === 'contradicting' ? against : maybe).set(cover.may.key, cover.may.box)
    })
    for (const [key, box] of asked) {
      if (against.size === 0) taken.set(key, box)
      else for (const [part, rest] of residue(box, [...against.values()]).entries()) taken.set(`${key} ${[...against.keys()].sort().join(' ')} ${part}`, rest)
    }
    const upper = this.#residue(taken)
    const lower = this.#isCertain ? this.#residue(maybe) : []
    return { open: this.#same(lower), possible: this.#same(upper === lower ? [] : upper.flatMap(part => residue(part, lower))) }
  }

  /** What boxes with their keys leave, worked out once for the same. */
  #residue(taken: ReadonlyMap<string, Box>): Box[] {
    const key = [...taken.keys()].sort().join(';')
    const left = this.#residues.get(key) ?? residue(this.#box, [...taken.values()])
    this.#residues.set(key, left)
    return left
  }

  #same(boxes: readonly Box[]): Same {
    const key = boxes.map(box => box.join(',')).sort().join(';')
    const found = this.#equal.get(key) ?? { boxes, number: this.#equal.size }
    this.#equal.set(key, found)
    return found
  }
}

/** Puts together the classes and targets that are left the same boxes. */
class Gathering {
  readonly #targets: readonly Alike[]
  readonly #regions = new Map<string, { classes: number[], targets: number[], boxes: readonly Box[] }>()

  constructor(targets: readonly Alike[]) {
    this.#targets = targets
  }

  /** What is left to the classes of each of the targets, in their order. */
  add(classes: readonly number[], left: readonly (Same | undefined)[]): void {
    const places = new Map<Same, number[]>()
    for (const [place, same] of left.entries()) {
      if (same === undefined || same.boxes.length === 0) continue
      const found = places.get(same)
      if (found === undefined) places.set(same, [place])
      else found.push(place)
    }
    for (const [{ boxes, number }, among] of places) {
      const key = `${number}|${among.join(',')}`
      const found = this.#regions.get(key)
      if (found === undefined) this.#regions.set(key, { classes: [...classes], targets: among.flatMap(place => this.#targets[place]?.members ?? []).sort((a, b) => a - b), boxes })
      else found.classes.push(...classes)
    }
  }

  regions(): Left[] {
    return [...this.#regions.values()]
  }
}
