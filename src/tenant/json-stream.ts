import { collections, type TenantBuilder } from './builder.ts'

const [quote, backslash, comma, colon, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d]
const listed = new Set<string>(collections)

/**
 * Reads a tenant file of any size into the builder, one object at a time: the bytes are cut at the elements of the top-level
 * lists, and each element is parsed on its own. Damage ends the reading; what was read stays and the place is recorded.
 */
export async function readTenantStream(bytes: AsyncIterable<Uint8Array>, builder: TenantBuilder, onProgress?: (bytesRead: number) => void): Promise<void> {
  const cutter = new Cutter(builder)
  let read = 0
  for await (const chunk of bytes) {
    read += chunk.length
    if (!cutter.push(chunk)) return
    onProgress?.(read)
  }
  cutter.end()
}

/** Follows depth and strings over the bytes, and keeps only the element under way. */
class Cutter {
  readonly #builder: TenantBuilder
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #pending: Uint8Array[] = []
  #depth = 0
  #inString = false
  #escaped = false
  #member: string | undefined
  #inList = false
  #offset = 0
  #start = 0
  #damaged = false

  constructor(builder: TenantBuilder) {
    this.#builder = builder
  }

  /** Takes a chunk; false once the document is damaged. */
  push(chunk: Uint8Array): boolean {
    this.#start = 0
    for (let at = 0; at < chunk.length && !this.#damaged; at++) {
      const byte = chunk[at]
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === backslash) this.#escaped = true
        else if (byte === quote) this.#inString = false
      } else if (byte === quote) this.#inString = true
      else if (byte === openBrace || byte === openBracket) this.#open(byte, at)
      else if (byte === closeBrace || byte === closeBracket) this.#close(chunk, at)
      else if (byte === comma && this.#depth === (this.#inList ? 2 : 1)) this.#cut(chunk, at)
      else if (byte === colon && this.#depth === 1 && this.#member === undefined) this.#name(chunk, at)
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(this.#start))
    this.#offset += chunk.length
    return !this.#damaged
  }

  end(): void {
    if (this.#depth !== 0 || this.#inString) this.#damage('the file ends in the middle', 0)
  }

  #open(byte: number, at: number): void {
    this.#depth++
    if (this.#depth === 1) this.#begin(at)
    if (this.#depth !== 2 || byte !== openBracket || this.#member === undefined || !listed.has(this.#member)) return
    this.#inList = true
    this.#builder.begin(this.#member)
    this.#begin(at)
  }

  #close(chunk: Uint8Array, at: number): void {
    if (this.#depth === (this.#inList ? 2 : 1)) this.#cut(chunk, at)
    if (this.#inList && this.#depth === 2) this.#inList = false
    this.#depth--
  }

  /** What follows the byte is the next element. */
  #begin(at: number): void {
    this.#pending = []
    this.#start = at + 1
  }

  #name(chunk: Uint8Array, at: number): void {
    const name = this.#parsed(chunk, at)
    if (typeof name === 'string') this.#member = name
    else this.#damage('a member has no name', at)
  }

  /** Hands over the element that ends before the byte. Nothing but space is no element. */
  #cut(chunk: Uint8Array, at: number): void {
    const value = this.#parsed(chunk, at)
    const member = this.#member
    if (!this.#inList) this.#member = undefined
    if (value === undefined || member === undefined || this.#damaged) return
    if (this.#inList || !listed.has(member)) this.#builder.add(member, value)
    else if (value !== null) this.#builder.unread({ collection: member, reason: 'it is not a list' })
  }

  #parsed(chunk: Uint8Array, at: number): unknown {
    this.#keep(chunk.subarray(this.#start, at))
    const bytes = joined(this.#pending)
    this.#begin(at)
    try {
      const text = this.#decoder.decode(bytes).trim()
      const value: unknown = text === '' ? undefined : JSON.parse(text)
      return value
    } catch {
      this.#damage('it is not JSON', at)
      return undefined
    }
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#pending.push(bytes)
  }

  #damage(reason: string, at: number): void {
    this.#damaged = true
    this.#builder.unread({ collection: this.#member ?? 'file', reason: `${reason}, at byte ${this.#offset + at}; what stands before was read` })
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, more] = parts
  if (only !== undefined && more === undefined) return only
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
