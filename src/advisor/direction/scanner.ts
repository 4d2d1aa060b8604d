import { plain } from './vocabulary.ts'

/** Where a sentence stops being understood, and what would have been. `at` counts characters from 0. */
export class NotUnderstood extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '\'': '\'', '‘': '’' }

/** One of the phrases, of letters, digits and apostrophes, the longest that stands there, up to the end of a word. */
export function oneOf(phrases: Iterable<string>): RegExp {
  const longestFirst = [...phrases].sort((a, b) => b.length - a.length)
  const words = longestFirst.map(phrase => phrase.split(/[\s-]+/).map(word => word.replaceAll('\'', '[\'’]')).join('[\\p{Zs}-]+'))
  return new RegExp(`(?:${words.join('|')})(?![\\p{L}\\p{N}_@-])`, 'iuy')
}

/** Reads a sentence from left to right. Letter case and the number of blanks say nothing, except inside quotes. */
export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  /** Takes what the sticky pattern matches, as it is looked up. */
  take(pattern: RegExp): string | undefined {
    const raw = this.raw(pattern)
    return raw === undefined ? undefined : plain(raw).replaceAll('’', '\'')
  }

  /** Takes what the sticky pattern matches, as it stands. */
  raw(pattern: RegExp): string | undefined {
    this.#passBlanks()
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  /** Takes a text in quotes; inside straight ones a backslash keeps a quote or a backslash. */
  quoted(): string | undefined {
    this.#passBlanks()
    const open = this.text[this.at] ?? ''
    const close = closing[open]
    if (close === undefined) return undefined
    let text = ''
    for (let at = this.at + 1; at < this.text.length; at++) {
      const [here, next] = [this.text[at] ?? '', this.text[at + 1] ?? '']
      if (open === '"' && here === '\\' && (next === '"' || next === '\\')) text += this.text[++at] ?? ''
      else if (here === close) {
        this.at = at + 1
        return text
      } else text += here
    }
    throw new NotUnderstood(this.at, 'the quote that opens here is not closed')
  }

  /** Whether nothing is left but a full stop. */
  isAtEnd(): boolean {
    this.#passBlanks()
    return /^[.!]?\s*$/.test(this.text.slice(this.at))
  }

  fail(expected: string): never {
    this.#passBlanks()
    throw new NotUnderstood(this.at, `expected ${expected}`)
  }

  #passBlanks(): void {
    while (/^\p{Zs}/u.test(this.text[this.at] ?? '')) this.at++
  }
}

/** Characters that do not show or change how others show: nobody can see what such a text says. */
export const hiddenCharacter = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u

/** A text in quotes such that `quoted` gives it back. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
