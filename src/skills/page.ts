import { Type } from 'typebox'
import type { Snapshot } from './ports.ts'
import { fitting, type PlainReply } from './reply.ts'
import type { Ask } from './skill.ts'

/** The input of a skill whose answer is a list. */
export const pageInput = {
  cursor: Type.Optional(Type.String({ maxLength: 2000, description: 'The `next` of an earlier answer, to continue it.' })),
  top: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, description: 'At most this many items, 10 unless told.' }))
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

/** As many items as fit into `bytes`, and the cursor for the rest. `items` begin at `from` of `total`. */
export function pageOf<T>(ask: Ask, listing: Listing,
  { items, from, total, bytes }: { items: readonly T[], from: number, total: number, bytes?: number }): { items: T[], next?: string } {
  const taken = fitting(items, bytes)
  const end = from + taken.length
  if (end >= total || taken.length === 0) return { items: taken }
  return { items: taken, next: ask.ports.cursors.seal(ask.caller,
    { about: listing.about, snapshot: listing.snapshot?.id ?? '', from: end }) }
}
