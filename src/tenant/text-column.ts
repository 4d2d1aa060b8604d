const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Texts by dense index in one growing UTF-8 arena. */
export class TextColumn {
  #bytes = new Uint8Array(4096)
  #ends = new Uint32Array(256)
  #used = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  add(text: string): void {
    if (this.#bytes.length < this.#used + text.length * 3) this.#bytes = grown(this.#bytes, Math.max(this.#bytes.length * 2, this.#used + text.length * 3))
    this.#used += encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written
    if (this.#size === this.#ends.length) {
      const ends = new Uint32Array(this.#ends.length * 2)
      ends.set(this.#ends)
      this.#ends = ends
    }
    this.#ends[this.#size++] = this.#used
  }

  at(index: number): string {
    return decoder.decode(this.#bytes.subarray(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]))
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length)
  larger.set(bytes)
  return larger
}
