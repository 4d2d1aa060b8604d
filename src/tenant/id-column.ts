import { sortedBy } from './order.ts'
import { sortedRows } from './row-order.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const empty = 0

/** Ids in the one order that they have, in whatever order they were added. */
export interface OrderedIds {
  /** The place in the column of each id, and the other way round. */
  readonly places: Uint32Array
  readonly ranks: Uint32Array
  at(index: number): string
  /** The index of the id in this order, any letter case, or -1. */
  indexOf(id: string): number
}

/**
 * Ids by dense index: GUIDs as 16 bytes each with a hash index beside, other ids as texts in a map. Letter case does not
 * matter. A million GUIDs take about 32 MB.
 */
export class IdColumn {
  #words = new Uint32Array(64)
  #slots = new Uint32Array(64)
  #size = 0
  readonly #others = new Map<string, number>()
  readonly #otherText = new Map<number, string>()

  get size(): number {
    return this.#size
  }

  /** The index of the id, or -1. */
  indexOf(id: string): number {
    const words = guidWords(id)
    if (words === undefined) return this.#others.get(id.toLowerCase()) ?? -1
    return (this.#slots[this.#slotOf(words)] ?? empty) - 1
  }

  /** Adds the id and gives its index; an id that is there already gives the one it has. */
  add(id: string): number {
    const words = guidWords(id)
    if (words === undefined) return this.#addOther(id)
    if ((this.#size + 1) * 4 > this.#words.length) this.#grow()
    const slot = this.#slotOf(words)
    const found = this.#slots[slot] ?? empty
    if (found !== empty) return found - 1
    this.#words.set(words, this.#size * 4)
    this.#slots[slot] = this.#size + 1
    return this.#size++
  }

  at(index: number): string {
    const other = this.#otherText.get(index)
    if (other !== undefined) return other
    const [second, third] = [this.#hex(index * 4 + 1), this.#hex(index * 4 + 2)]
    return `${this.#hex(index * 4)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${this.#hex(index * 4 + 3)}`
  }

  /** GUIDs by their bytes, then the other ids by their text without letter case. */
  ordered(): OrderedIds {
    const others = sortedBy(this.#others, ([key]) => key).map(([, index]) => index)
    const guids = new Uint32Array(this.#size).map((_, index) => index).filter(index => !this.#otherText.has(index))
    const places = new Uint32Array(this.#size)
    places.set(sortedRows(this.#words, 4, guids))
    places.set(others, guids.length)
    const ranks = new Uint32Array(this.#size)
    for (let rank = 0; rank < places.length; rank++) ranks[places[rank] ?? 0] = rank
    return { places, ranks, at: index => this.at(places[index] ?? -1), indexOf: id => ranks[this.indexOf(id)] ?? -1 }
  }

  #hex(place: number): string {
    return ((this.#words[place] ?? 0) + 0x1_0000_0000).toString(16).slice(1)
  }

  #addOther(id: string): number {
    const key = id.toLowerCase()
    const found = this.#others.get(key)
    if (found !== undefined) return found
    if ((this.#size + 1) * 4 > this.#words.length) this.#grow()
    this.#others.set(key, this.#size)
    this.#otherText.set(this.#size, id)
    return this.#size++
  }

  /** The slot that holds the words, or the empty one where they belong. */
  #slotOf(words: Uint32Array): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(words) & mask
    for (;;) {
      const index = this.#slots[slot] ?? empty
      if (index === empty || this.#holds(index - 1, words)) return slot
      slot = (slot + 1) & mask
    }
  }

  #holds(index: number, words: Uint32Array): boolean {
    const at = index * 4
    return this.#words[at] === words[0] && this.#words[at + 1] === words[1] && this.#words[at + 2] === words[2] && this.#words[at + 3] === words[3] &&
      !this.#otherText.has(index)
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2)
    words.set(this.#words)
    this.#words = words
    this.#slots = new Uint32Array(words.length)
    for (let index = 0; index < this.#size; index++) {
      if (!this.#otherText.has(index)) this.#slots[this.#slotOf(words.subarray(index * 4, index * 4 + 4))] = index + 1
    }
  }
}

const scratch = new Uint32Array(4)

/** The id as four words, in a buffer that the next call overwrites; undefined where it is no GUID. */
function guidWords(id: string): Uint32Array | undefined {
  if (id.length !== 36 || !guid.test(id)) return undefined
  scratch[0] = Number.parseInt(id.slice(0, 8), 16)
  scratch[1] = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16)
  scratch[2] = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16)
  scratch[3] = Number.parseInt(id.slice(28), 16)
  return scratch
}

function hashOf(words: Uint32Array): number {
  let hash = 0x9e3779b9
  for (const word of words) hash = Math.imul(hash ^ word, 0x85ebca6b) ^ (hash >>> 13)
  return hash >>> 0
}
