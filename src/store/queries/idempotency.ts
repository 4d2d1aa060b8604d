import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { TenantRows } from '../in-tenant.ts'

const Answer = Type.Object({ status: Type.Integer(), contentType: Type.String(), body: Type.String() })
export type Answer = Static<typeof Answer>

/** A caller's key: the caller is the object id of the operator. */
export interface CallerKey {
  readonly caller: string
  readonly key: string
}

/** Which claims still count at `now`: an answer since `keptSince`, a claim without one since `busySince`. */
export interface ClaimTimes {
  readonly now: Date
  readonly keptSince: Date
  readonly busySince: Date
}

/** Claims a key for a request, or tells who has it: the kept answer, `busy` (no answer yet) or `other` (another request). */
export async function claimKey({ rows, tenantId }: TenantRows, { caller, key }: CallerKey, requestHash: string, times: ClaimTimes):
Promise<Answer | 'claimed' | 'busy' | 'other'> {
  await rows.deleteFrom('idempotency').where(eb => eb.or([
    eb('claimed_at', '<', times.keptSince),
    eb.and([eb('caller', '=', caller), eb('key', '=', key), eb('answer', 'is', null), eb('claimed_at', '<', times.busySince)])
  ])).execute()
  const claimed = await rows.insertInto('idempotency')
    .values({ tenant_id: tenantId, caller, key, request_hash: requestHash, claimed_at: times.now, answer: null })
    .onConflict(conflict => conflict.columns(['tenant_id', 'caller', 'key']).doNothing()).executeTakeFirst()
  if (claimed.numInsertedOrUpdatedRows === 1n) return 'claimed'
  const found = await rows.selectFrom('idempotency').select(['request_hash', 'answer'])
    .where('caller', '=', caller).where('key', '=', key).executeTakeFirstOrThrow()
  if (found.request_hash !== requestHash) return 'other'
  return found.answer === null ? 'busy' : Value.Parse(Answer, found.answer)
}

/** Keeps the answer of a claimed key. */
export async function keepAnswer({ rows }: TenantRows, { caller, key }: CallerKey, answer: Answer): Promise<void> {
  await rows.updateTable('idempotency').set({ answer: JSON.stringify(answer) }).where('caller', '=', caller).where('key', '=', key).execute()
}

/** Gives up a claim that has no answer. */
export async function releaseKey({ rows }: TenantRows, { caller, key }: CallerKey): Promise<void> {
  await rows.deleteFrom('idempotency').where('caller', '=', caller).where('key', '=', key).where('answer', 'is', null).execute()
}
