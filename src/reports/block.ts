import type { RequirementResult } from '#src/domain/coverage.ts'

/** A line of a policy beside another: taken out, put in, or in both. */
export interface DiffLine {
  readonly mark: '-' | '+' | ' '
  readonly text: string
}

/** An entry of a list: a sentence, what of it stands out, and what belongs under it. */
export interface Item {
  readonly lead?: string
  readonly text: string
  readonly inside?: readonly Block[]
}

/** What a report is made of, before it is written in any format. In every text, what stands between backticks is a name. */
export type Block =
  | { readonly kind: 'heading', readonly level: 2 | 3, readonly text: string }
  | { readonly kind: 'text', readonly lead?: string, readonly text: string }
  | { readonly kind: 'list', readonly form: 'points' | 'numbers' | 'names', readonly items: readonly Item[] }
  | { readonly kind: 'table', readonly caption: string, readonly heads: readonly string[], readonly rows: readonly (readonly (string | number)[])[] }
  | { readonly kind: 'pairs', readonly label: string, readonly pairs: readonly (readonly [string, string])[] }
  | { readonly kind: 'diff', readonly label: string, readonly lines: readonly DiffLine[] }
  | { readonly kind: 'fold', readonly summary: string, readonly blocks: readonly Block[] }
  | { readonly kind: 'matrix', readonly requirements: readonly RequirementResult[] }

/** A report: its title, then sections, each of which begins with a heading of level 2. */
export interface Report {
  readonly title: string
  readonly blocks: readonly Block[]
}

export function heading(level: 2 | 3, text: string): Block {
  return { kind: 'heading', level, text }
}

export function text(words: string, lead?: string): Block {
  return { kind: 'text', text: words, ...lead === undefined ? {} : { lead } }
}

/** The first entries of what there is, told one by one, and how many more there are; nothing where there is none. */
export function list<T>(all: readonly T[], most: number, told: (one: T) => string | Item): Block[] {
  return shortened(all, most, told, 'points')
}

/** The same for names alone, which stand side by side where there is room. */
export function names(all: readonly string[], most: number, told: (one: string) => string): Block[] {
  return shortened(all, most, told, 'names')
}

function shortened<T>(all: readonly T[], most: number, told: (one: T) => string | Item, form: 'points' | 'names'): Block[] {
  if (all.length === 0) return []
  const items = all.slice(0, most).map(told).map(item => typeof item === 'string' ? { text: item } : item)
  return [{ kind: 'list', form, items: all.length <= most ? items : [...items, { text: `and ${(all.length - most).toLocaleString('en')} more` }] }]
}

/** Blocks that stay out of sight until they are asked for; nothing where there are none. */
export function fold(summary: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ kind: 'fold', summary, blocks }]
}
