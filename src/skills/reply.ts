import { Type, type Static, type TObject, type TProperties } from 'typebox'
import { literals } from '#src/domain/schema.ts'
import type { Snapshot } from './ports.ts'
import type { Ask } from './skill.ts'

/** One of several things that a name may have meant. */
export const Candidate = Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String() })

const basis = {
  status: literals(['ok', 'ambiguous', 'noSnapshot', 'notFound', 'refused', 'cursorExpired'], {
    description: '`ok`, or why there is no answer: `ambiguous` lists candidates, `noSnapshot` asks for a run of the optimization.'
  }),
  summary: Type.String({ description: 'A sentence or two, fit to show to a person.' }),
  candidates: Type.Optional(Type.Array(Candidate)),
  budget: Type.Optional(literals(['near', 'spent'], { description: 'Why the reply is short.' })),
  asOf: Type.Optional(Type.String({ description: 'When and by whom the tenant was read, and whether completely.' }))
}

/** The shape of a reply: what every reply has, and members that are there when `status` is `ok`. */
export function replyOf<P extends TProperties>(members: P) {
  return Type.Object({ ...basis, ...Type.Partial(Type.Object(members)).properties })
}

/** A reply that has only what every reply has. */
export type PlainReply = Static<TObject<typeof basis>>
export type Candidate = Static<typeof Candidate>

/** The status of an answer. */
export const ok = 'ok' as const

/** A reply without an answer: its status and a sentence that says what to do. */
export function plain(status: Exclude<PlainReply['status'], 'ok'>, summary: string): PlainReply {
  return { status, summary }
}

/** Answers from the last snapshot of the caller's tenant, or says that there is none yet. */
export async function fromSnapshot<T extends PlainReply>(ask: Ask,
  answer: (snapshot: Snapshot) => T | Promise<T>): Promise<T | PlainReply> {
  const snapshot = await ask.ports.snapshot(ask.caller, ask.signal)
  if (snapshot !== undefined) return answer(snapshot)
  return plain('noSnapshot', 'The tenant has not been read yet. Run the optimization first.')
}

/** The age, the reader and the completeness of a snapshot in words. */
export function asOf({ collectedAt, collectedBy, partial }: Snapshot, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(collectedAt)) / 60_000))
  const age = minutes < 120 ? `${minutes} minutes` : minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`
  return `${collectedAt} (${age} ago), read by ${collectedBy}, ${partial ? 'in part: some of the tenant could not be read' : 'complete'}`
}

/** A whole number with thousands separated, and its noun. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

/** Text cut to a length, with an ellipsis where something is missing. */
export function short(text: string, length = 100): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

/**
 * Items as long as they fit into a reply of 1,500 tokens beside the rest; at least one, if there is any. Measured with o200k,
 * replies hold 2.4 bytes a token (mostly ids) to 3.7.
 */
export function fitting<T>(items: readonly T[], bytes = 2000): T[] {
  let used = 0
  const end = items.findIndex((item, index) => {
    used += Buffer.byteLength(JSON.stringify(item)) + 1
    return index > 0 && used > bytes
  })
  return items.slice(0, end < 0 ? items.length : end)
}
