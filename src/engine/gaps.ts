import { residue, type Box } from './region.ts'
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

interface Remainder {
  readonly open: readonly Box[]
  readonly possible: readonly Box[]
}

/**
 * What the covers leave of the scope. `open` is left even if every unknown counts as covering, `possible` is the rest of what
 * is left if none does. The work depends on how many distinct situations there are, not on the number of users.
 */
export function leftOver(scope: Scope, covers: readonly Cover[]): { open: Left[], possible: Left[] } {
  const certain = new Set(scope.certain)
  const people = grouped(scope.possible, name => `${certain.has(name) ? 1 : 0}${covers.map(cover => cover.users(name)).join('')}`)
  const targets = grouped(Array.from({ length: scope.targets }, (_, index) => index), index => covers.map(cover => cover.targets(index)).join(''))
  const remainders = new Map<string, Remainder>()
  const open = new Gathering()
  const possible = new Gathering()
  for (const [personKey, classes] of people) {
    const sure = personKey.startsWith('1')
    const byTarget = [...targets].map(([targetKey, members]) => {
      const key = `${sure ? 1 : 0}${covers.map((_, index) => Math.min(Number(personKey[index + 1]), Number(targetKey[index]))).join('')}`
      const remainder = remainders.get(key) ?? remainderOf(scope.box, covers, key)
      remainders.set(key, remainder)
      return { members, remainder }
    })
    open.add(classes, byTarget.map(({ members, remainder }) => ({ targets: members, boxes: remainder.open })))
    possible.add(classes, byTarget.map(({ members, remainder }) => ({ targets: members, boxes: remainder.possible })))
  }
  return { open: open.regions(), possible: possible.regions() }
}

function grouped(names: readonly number[], keyOf: (name: number) => string): Map<string, number[]> {
  return Map.groupBy(names, keyOf)
}

/** `key`: whether the class is surely in scope, then the truth of each cover for the class and the target together. */
function remainderOf(box: Box, covers: readonly Cover[], key: string): Remainder {
  const truth = (index: number): number => Number(key[index + 1])
  const sure = covers.map((cover, index) => truth(index) === TRUE && cover.strength === TRUE ? cover.must : undefined)
  const perhaps = covers.map((cover, index) => truth(index) >= UNKNOWN && cover.strength >= UNKNOWN ? cover.may : undefined)
  const upper = residue(box, sure.filter(taken => taken !== undefined))
  const lower = key.startsWith('1') ? residue(box, perhaps.filter(taken => taken !== undefined)) : []
  return { open: lower, possible: upper.flatMap(part => residue(part, lower)) }
}

/** Puts together the classes and targets that are left the same boxes. */
class Gathering {
  readonly #regions = new Map<string, { classes: number[], targets: number[], boxes: readonly Box[] }>()

  add(classes: readonly number[], parts: readonly { targets: readonly number[], boxes: readonly Box[] }[]): void {
    const left = parts.filter(part => part.boxes.length > 0)
    for (const [boxKey, same] of Map.groupBy(left, part => part.boxes.map(box => box.join(',')).sort().join(';'))) {
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
