import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { nullable } from './schema.ts'
import { stableText } from './stable-text.ts'

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** What happened: who did what to which thing. Each entry holds the hash of the one before it. */
export const AuditEntry = Type.Object({
  sequence: Type.Integer({ minimum: 1 }), tenantId: Type.String(), at: Type.String(),
  actor: Type.String({ description: 'Object id of a person or application, or `lacuna` for the service itself.' }),
  action: Type.String(), subject: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown(), { description: 'Holds no token and no name.' }),
  previousHash: Hash, hash: Hash
}, { additionalProperties: false })

/** Where a chain stands: how many entries fit, the hash of the last of them, and the first that does not fit. */
export const AuditCheck = Type.Object({
  entries: Type.Integer(), head: Hash, broken: nullable(Type.Object({ sequence: Type.Integer(), reason: Type.String() }))
})

export type AuditEntry = Static<typeof AuditEntry>
export type AuditCheck = Static<typeof AuditCheck>

/** The hash before the first entry. */
export const noHash = '0'.repeat(64)

/** The text whose SHA-256, in hex, is the hash of an entry. */
export function entryText({ tenantId, sequence, at, actor, action, subject, detail, previousHash }: Omit<AuditEntry, 'hash'>): string {
  return stableText({ tenantId, sequence, at, actor, action, subject, detail, previous: previousHash })
}

/** How a chain is judged: by SHA-256 in hex, and against a head that was published when it was shorter or as long. */
export interface Judging {
  readonly sha256: (text: string) => string
  readonly published?: string
}

/** Recomputes a whole chain, one entry at a time. That last entries were taken away, or written anew, shows only against a published head. */
export async function verifyChain(entries: AsyncIterable<unknown> | Iterable<unknown>, { sha256, published = noHash }: Judging): Promise<AuditCheck> {
  let last: Pick<AuditEntry, 'sequence' | 'hash'> & { readonly tenantId?: string } = { sequence: 0, hash: noHash }
  let hasPublished = published === noHash
  for await (const entry of entries) {
    if (!Value.Check(AuditEntry, entry)) return checked(last, { sequence: last.sequence + 1, reason: 'it is no entry' })
    const broken = flawOf(entry, last, sha256)
    if (broken !== null) return checked(last, broken)
    last = entry
    hasPublished ||= entry.hash === published
  }
  return checked(last, hasPublished ? null : { sequence: last.sequence + 1, reason: 'no entry before it has the published head: the last entries were taken out or written anew' })
}

function checked({ sequence, hash }: Pick<AuditEntry, 'sequence' | 'hash'>, broken: AuditCheck['broken']): AuditCheck {
  return { entries: sequence, head: hash, broken }
}

function flawOf(entry: AuditEntry, last: Pick<AuditEntry, 'sequence' | 'hash'> & { readonly tenantId?: string }, sha256: Judging['sha256']): AuditCheck['broken'] {
  const { sequence, tenantId } = entry
  if (sequence > last.sequence + 1) return { sequence: last.sequence + 1, reason: 'the entry is missing' }
  if (sequence <= last.sequence) return { sequence, reason: 'the entry comes a second time' }
  if (tenantId !== (last.tenantId ?? tenantId)) return { sequence, reason: 'it is of another tenant than the entry before it' }
  if (entry.previousHash !== last.hash) return { sequence, reason: 'it does not follow the entry before it' }
  return sha256(entryText(entry)) === entry.hash ? null : { sequence, reason: 'its content was changed' }
}
