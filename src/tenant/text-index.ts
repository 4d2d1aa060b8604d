import type { TextColumn } from './text-column.ts'

type Texts = Pick<TextColumn, 'size' | 'at'>

/** Finds the texts of a finished column without letter case. It takes 8 to 16 bytes a text. */
export class TextIndex {
  readonly #column: Texts
  readonly #slots: Uint32Array

  constructor(column: Texts) {
    this.#column = column
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(column.size * 2 + 2)))
    for (let index = 0; index < column.size; index++) {
      const slot = this.#find(column.at(index).toLowerCase())
      if (this.#slots[slot] === 0) this.#slots[slot] = index + 1
    }
  }

  /** The first index that holds the text, or -1. */
  indexOf(text: string): number {
    return (this.#slots[this.#find(text.toLowerCase())] ?? 0) - 1
  }

  /** The slot that holds the text, or the empty one where it belongs. A text that many bear is held once. */
  #find(text: string): number {
    for (let slot = this.#slotOf(text); ; slot = (slot + 1) % this.#slots.length) {
      const index = (this.#slots[slot] ?? 0) - 1
      if (index < 0 || this.#column.at(index).toLowerCase() === text) return slot
    }
  }

  #slotOf(text: string): number {
    let hash = 0x811c9dc5
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return (hash ^ (hash >>> 16)) & (this.#slots.length - 1)
  }
}
