import { dayOf, type SkillCall, type SkillUsage, type TokenBudgets, type UsageRow } from '#src/domain/usage.ts'
import type { Database } from './database.ts'
import { inTenant } from './in-tenant.ts'
import { addUsage, spentOn, usageBySkill, usageRows, type Counted, type UsagePage } from './queries/usage.ts'

interface Asking {
  readonly operator: { readonly tid: string, readonly oid: string }
}

export interface LedgerOptions {
  readonly budgets: TokenBudgets
  readonly now: () => Date
  /** Hears of what could not be written or read; no call fails for it. */
  readonly onError: (error: unknown) => void
}

/** The ledger of tokens. Calls that come while it writes are written together in its next statement; a reader waits for them. */
export function createUsageLedger(database: Database, { budgets, now, onError }: LedgerOptions) {
  const waiting = new Map<string, Counted[]>()
  const writing = new Map<string, Promise<void>>()

  async function write(tenantId: string): Promise<void> {
    for (;;) {
      const counted = waiting.get(tenantId)
      if (counted === undefined) return void writing.delete(tenantId)
      waiting.delete(tenantId)
      await inTenant(database, tenantId, tenant => addUsage(tenant, together(counted))).catch(onError)
    }
  }

  return {
    budgets,
    note({ operator: { tid, oid } }: Asking, { skill, run, replyTokens, inputTokens }: SkillCall): void {
      const counted = { day: dayOf(now()), operator: oid, runId: run ?? '', skill, calls: 1, replyTokens, inputTokens }
      waiting.set(tid, [...waiting.get(tid) ?? [], counted])
      if (!writing.has(tid)) writing.set(tid, write(tid))
    },
    async spent({ operator: { tid, oid } }: Asking, run: string | undefined): Promise<{ day: number, run: number }> {
      await writing.get(tid)
      try {
        return await inTenant(database, tid, tenant => spentOn(tenant, dayOf(now()), { operator: oid, runId: run ?? '' }))
      } catch (error) {
        onError(error)
        return { day: 0, run: 0 }
      }
    },
    async bySkill({ operator: { tid } }: Asking, since: string): Promise<SkillUsage[]> {
      await writing.get(tid)
      return inTenant(database, tid, tenant => usageBySkill(tenant, since))
    },
    async page({ operator: { tid } }: Asking, page: UsagePage): Promise<UsageRow[]> {
      await writing.get(tid)
      return inTenant(database, tid, tenant => usageRows(tenant, page))
    },
    /** Waits until what was noted is written. */
    async settled(): Promise<void> {
      await Promise.all(writing.values())
    }
  }
}

function together(counted: readonly Counted[]): Counted[] {
  const byKey = Map.groupBy(counted, ({ day, operator, runId, skill }) => JSON.stringify([day, operator, runId, skill]))
  return [...byKey.values()].flatMap(same => {
    const [first] = same
    return first === undefined ? [] : [{ ...first, calls: same.length, replyTokens: sum(same, 'replyTokens'), inputTokens: sum(same, 'inputTokens') }]
  })
}

function sum(counted: readonly Counted[], member: 'replyTokens' | 'inputTokens'): number {
  return counted.reduce((all, one) => all + one[member], 0)
}
