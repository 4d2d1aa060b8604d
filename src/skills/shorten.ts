import { nextWithin } from './page.ts'
import type { Ask, Skill } from './skill.ts'
import { tokensOf } from './tokens.ts'

/** A reply by its members. */
export type Members = Readonly<Record<string, unknown>>

/** What is left of a reply that is shortened: as many items of each list, but one, within as many tokens. */
export interface Measure {
  readonly tokens: number
  /** How many of the items of a list stay; all unless told. */
  readonly itemsOf?: (length: number) => number
}

/** A reply with its tokens, as it is sent. */
export interface Measured {
  readonly reply: Members
  readonly tokens: number
}

export async function measured(reply: Members): Promise<Measured> {
  return { reply, tokens: await tokensOf(JSON.stringify(reply)) }
}

/**
 * The reply with fewer items in its lists and the same totals, `next` moved with them; undefined where one item in each list is still too much.
 * The longest list loses its last items first.
 */
export async function shortened(ask: Ask, reply: Members, { tokens: most, itemsOf = length => length }: Measure): Promise<Measured | undefined> {
  const lists = listsOf(reply)
  const lengths = new Map(Array.from(lists, ([name, items]) => [name, Math.min(items.length, Math.max(1, itemsOf(items.length)))]))
  for (;;) {
    const cut = await measured(cutTo(ask, reply, lengths))
    if (cut.tokens <= most) return cut
    const longest = longestOf(cut.reply)
    if (longest === undefined) return undefined
    lengths.set(longest.name, await fewer(longest.items, cut.tokens - most))
  }
}

/** How many of the items stay where the last ones make room for `surplus` tokens; one item at least goes and one stays. */
async function fewer(items: readonly unknown[], surplus: number): Promise<number> {
  let length = items.length
  for (let freed = 0; length > 1 && (freed < surplus || length === items.length); length--) freed += await tokensOf(JSON.stringify(items[length - 1]))
  return length
}

function listsOf(reply: Members): Map<string, readonly unknown[]> {
  return new Map(Object.entries(reply).flatMap(([name, value]) => Array.isArray(value) ? [[name, value]] : []))
}

function longestOf(reply: Members): { name: string, items: readonly unknown[] } | undefined {
  const several = Array.from(listsOf(reply), ([name, items]) => ({ name, items, size: JSON.stringify(items).length })).filter(({ items }) => items.length > 1)
  return several.sort((a, b) => b.size - a.size)[0]
}

function cutTo(ask: Ask, reply: Members, lengths: ReadonlyMap<string, number>): Members {
  const lists = listsOf(reply)
  const cut = Array.from(lists, ([name, items]): [string, unknown] => [name, items.slice(0, lengths.get(name))])
  const paged = Array.from(lists, ([name, items]) => nextWithin(ask, items, lengths.get(name) ?? items.length)).find(page => page !== undefined)
  const { next: _next, ...rest } = reply
  return paged === undefined ? { ...reply, ...Object.fromEntries(cut) } : { ...rest, ...Object.fromEntries(cut), ...paged }
}

/** The summary alone; of what was proposed also the ids and the link, by which a person goes on. */
export function summaryAlone({ effect }: Pick<Skill, 'effect'>, reply: Members): Members {
  const kept = (name: string): boolean => name === 'status' || name === 'summary' || (effect === 'propose' && (name === 'link' || name.endsWith('Id')))
  return Object.fromEntries(Object.entries(reply).filter(([name]) => kept(name)))
}
