import type { Database } from './database.ts'
import { inTenant } from './in-tenant.ts'
import { claimKey, keepAnswer, releaseKey, type Answer } from './queries/idempotency.ts'

const day = 86_400_000
const minute = 60_000

interface Asking {
  readonly operator: { readonly tid: string, readonly oid: string }
}

/** Answers to writes that carried an `Idempotency-Key`: kept a day, bound to the caller; a claim without an answer lasts a minute. */
export function createKeptAnswers(database: Database, now: () => Date) {
  return {
    claim({ operator: { tid, oid } }: Asking, key: string, requestHash: string): Promise<Answer | 'claimed' | 'busy' | 'other'> {
      const at = now()
      const times = { now: at, keptSince: new Date(at.getTime() - day), busySince: new Date(at.getTime() - minute) }
      return inTenant(database, tid, tenant => claimKey(tenant, { caller: oid, key }, requestHash, times))
    },
    keep: ({ operator: { tid, oid } }: Asking, key: string, answer: Answer): Promise<void> =>
      inTenant(database, tid, tenant => keepAnswer(tenant, { caller: oid, key }, answer)),
    release: ({ operator: { tid, oid } }: Asking, key: string): Promise<void> =>
      inTenant(database, tid, tenant => releaseKey(tenant, { caller: oid, key }))
  }
}
