import { collections, type TenantBuilder } from './builder.ts'

const [quote, backslash, comma, colon, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d]
const spaces = [0x20, 0x09, 0x0a, 0x0d]
const mark = [0xef, 0xbb, 0xbf]
const blank = /^[ \t\n\r]*$/
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
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  readonly #names = new Set<string>()
  #pending: Uint8Array[] = []
  #depth = 0
  #inString = false
  #escaped = false
  #member: string | undefined
  /** `open` inside a list whose elements are handed over one by one, `closed` after it, up to the next member. */
  #list: 'none' | 'open' | 'closed' = 'none'
  #started = false
  #afterComma = false
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
      } else if (this.#depth === 0) this.#outside(byte, at)
      else if (byte === quote) this.#inString = true
      else if (byte === openBrace || byte === openBracket) this.#open(byte, chunk, at)
      else if (byte === closeBrace || byte === closeBracket) this.#close(byte, chunk, at)
      else if (byte === comma && this.#depth === (this.#list === 'open' ? 2 : 1)) this.#comma(chunk, at)
      else if (byte === colon && this.#depth === 1 && this.#member === undefined) this.#name(chunk, at)
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(this.#start))
    this.#offset += chunk.length
    return !this.#damaged
  }

  end(): void {
    if (!this.#started) this.#damage('the file is empty', 0)
    else if (this.#depth !== 0) this.#damage('the file ends in the middle', 0)
  }

  /** Before and after the document stands nothing but space, and a byte order mark before it. */
  #outside(byte: number | undefined, at: number): void {
    if (byte === openBrace && !this.#started) {
      this.#started = true
      this.#depth = 1
      this.#begin(at)
    } else if (byte !== undefined && !spaces.includes(byte) && (this.#started || mark[this.#offset + at] !== byte)) {
      this.#damage(this.#started ? 'something follows the end' : 'it is no JSON object in UTF-8', at)
    }
  }

  #open(byte: number, chunk: Uint8Array, at: number): void {
    this.#depth++
    if (this.#depth !== 2 || byte !== openBracket || this.#list !== 'none' || this.#member === undefined || !listed.has(this.#member)) return
    if (this.#parsed(chunk, at) !== undefined || this.#damaged) return this.#damage('it is not JSON', at)
    this.#list = 'open'
    this.#afterComma = false
    this.#builder.begin(this.#member)
  }

  #close(byte: number, chunk: Uint8Array, at: number): void {
    const isList = this.#list === 'open'
    if (this.#depth === (isList ? 2 : 1)) {
      if (byte !== (isList ? closeBracket : closeBrace)) return this.#damage('it is not JSON', at)
      this.#cut(chunk, at, this.#afterComma || (this.#member !== undefined && !isList))
      if (isList) this.#list = 'closed'
    }
    this.#depth--
  }

  #comma(chunk: Uint8Array, at: number): void {
    this.#cut(chunk, at, true)
    this.#afterComma = true
  }

  /** What follows the byte is the next element. */
  #begin(at: number): void {
    this.#pending = []
    this.#start = at + 1
  }

  #name(chunk: Uint8Array, at: number): void {
    const name = this.#parsed(chunk, at)
    if (typeof name !== 'string') return this.#damage('a member has no name', at)
    if (this.#names.has(name)) this.#builder.unread({ collection: name, reason: 'the member occurs twice; both were read' })
    this.#names.add(name)
    this.#member = name
  }

  /** Hands over the element that ends before the byte; nothing but space is none, which fits where none is needed. */
  #cut(chunk: Uint8Array, at: number, isNeeded: boolean): void {
    const value = this.#parsed(chunk, at)
    const [member, list] = [this.#member, this.#list]
    if (list === 'closed' ? value !== undefined : value === undefined ? isNeeded : member === undefined) this.#damage('it is not JSON', at)
    if (this.#damaged) return
    if (list !== 'open') [this.#member, this.#list] = [undefined, 'none']
    if (value === undefined || member === undefined) return
    if (list === 'open' || !listed.has(member)) this.#builder.add(member, value)
    else if (value !== null) this.#builder.unread({ collection: member, reason: 'it is not a list' })
  }

  #parsed(chunk: Uint8Array, at: number): unknown {
    this.#keep(chunk.subarray(this.#start, at))
    const bytes = joined(this.#pending)
    this.#begin(at)
    try {
      const text = this.#decoder.decode(bytes)
      const value: unknown = blank.test(text) ? undefined : JSON.parse(text)
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
    if (this.#damaged) return
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
