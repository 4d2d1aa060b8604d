import { Type } from 'typebox'
import type { Snapshot } from './ports.ts'
import { fitting, type PlainReply } from './reply.ts'
import type { Ask } from './skill.ts'

/** The input of a skill whose answer is a list. */
export const pageInput = {
  cursor: Type.Optional(Type.String({ maxLength: 2000, description: 'The `next` of the page before.' })),
  top: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, description: 'Number of items, 10 unless told.' }))
}

/** A list to be paged: what it answers, in one word with its filters, and the snapshot that it belongs to. */
export interface Listing {
  readonly about: string
  readonly snapshot: Pick<Snapshot, 'id'> | undefined
}

/** Where to go on: 0 without a cursor; a reply that says so if the cursor is not of this list and snapshot. */
export function startOf(ask: Ask, cursor: string | undefined, listing: Listing): number | PlainReply {
  if (cursor === undefined) return 0
  const opened = ask.ports.cursors.open(ask.caller, cursor)
  const from = opened?.['from']
  if (typeof from === 'number' && opened?.['about'] === listing.about && opened['snapshot'] === (listing.snapshot?.id ?? '')) return from
  return { status: 'cursorExpired', summary: 'The list has changed since that cursor was made. Ask again without it.' }
}

interface Page {
  readonly from: number
  readonly total: number
}

/** Where the pages stand in their lists, so that one which is shortened can still say where the next begins. */
const given = new WeakMap<readonly unknown[], Page & { readonly listing: Listing }>()

/** As many items as fit into `bytes`, and the cursor for the rest. `items` begin at `from` of `total`. */
export function pageOf<T>(ask: Ask, listing: Listing,
  { items, from, total, bytes }: Page & { items: readonly T[], bytes?: number }): { items: T[], next?: string } {
  const taken = fitting(items, bytes)
  given.set(taken, { listing, from, total })
  return { items: taken, ...nextAfter(ask, listing, { from: from + taken.length, total, length: taken.length }) }
}

/** The cursor after the first `length` items of a page that was given, in the place of its own; undefined for any other list. */
export function nextWithin(ask: Ask, items: readonly unknown[], length: number): { next?: string } | undefined {
  const page = given.get(items)
  return page === undefined ? undefined : nextAfter(ask, page.listing, { from: page.from + length, total: page.total, length })
}

function nextAfter({ ports, caller }: Ask, { about, snapshot }: Listing, { from, total, length }: Page & { readonly length: number }): { next?: string } {
  return from >= total || length === 0 ? {} : { next: ports.cursors.seal(caller, { about, snapshot: snapshot?.id ?? '', from }) }
}
