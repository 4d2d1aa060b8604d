import { sql } from 'kysely'
import type { SkillUsage, UsageRow } from '#src/domain/usage.ts'
import type { TenantRows } from '../in-tenant.ts'

/** What was counted under one key; `runId` is empty where the calls concern no run. */
export interface Counted extends UsageRow {
  readonly runId: string
}

/** Adds to the counters; no key may come twice. */
export async function addUsage({ rows, tenantId }: TenantRows, counted: readonly Counted[]): Promise<void> {
  await rows.insertInto('usage').values(counted.map(({ day, operator, runId, skill, calls, replyTokens, inputTokens }) => ({
    tenant_id: tenantId, day, operator, run_id: runId, skill, calls, reply_tokens: replyTokens, input_tokens: inputTokens
  }))).onConflict(conflict => conflict.columns(['tenant_id', 'day', 'operator', 'run_id', 'skill']).doUpdateSet({
    calls: sql`usage.calls + excluded.calls`, reply_tokens: sql`usage.reply_tokens + excluded.reply_tokens`, input_tokens: sql`usage.input_tokens + excluded.input_tokens`
  })).execute()
}

const total = (column: 'calls' | 'reply_tokens' | 'input_tokens') => sql<number>`sum(${sql.ref(column)})::float8`

/** Tokens of the replies of a day: in all, and those to an operator about a run. */
export async function spentOn({ rows }: TenantRows, day: string, { operator, runId }: Pick<Counted, 'operator' | 'runId'>): Promise<{ day: number, run: number }> {
  const { all, own } = await rows.selectFrom('usage').where('day', '=', day).select([
    sql<number>`coalesce(sum(reply_tokens), 0)::float8`.as('all'),
    sql<number>`coalesce(sum(reply_tokens) filter (where operator = ${operator} and run_id = ${runId}), 0)::float8`.as('own')
  ]).executeTakeFirstOrThrow()
  return { day: all, run: own }
}

/** What each skill answered since a day, most tokens first. */
export async function usageBySkill({ rows }: TenantRows, since: string): Promise<SkillUsage[]> {
  return rows.selectFrom('usage').where('day', '>=', since).groupBy('skill')
    .select(['skill', total('calls').as('calls'), total('reply_tokens').as('replyTokens'), total('input_tokens').as('inputTokens')])
    .orderBy('replyTokens', 'desc').orderBy('skill').execute()
}

/** Where a page of the ledger begins, and of which run; null where it is of all. */
export interface UsagePage {
  readonly after: Pick<UsageRow, 'day' | 'operator' | 'skill'> | undefined
  readonly run: string | undefined
  readonly top: number
}

/** The ledger by day, operator and skill, the newest day first. */
export async function usageRows({ rows }: TenantRows, { after, run, top }: UsagePage): Promise<UsageRow[]> {
  return rows.selectFrom('usage').groupBy(['day', 'operator', 'skill'])
    .$if(run !== undefined, query => query.where('run_id', '=', run ?? ''))
    .$if(after !== undefined, query => query.where(sql<boolean>`(day < ${after?.day ?? ''} or day = ${after?.day ?? ''} and (operator, skill) > (${after?.operator ?? ''}, ${after?.skill ?? ''}))`))
    .select(['day', 'operator', 'skill', total('calls').as('calls'), total('reply_tokens').as('replyTokens'), total('input_tokens').as('inputTokens')])
    .orderBy('day', 'desc').orderBy('operator').orderBy('skill').limit(top).execute()
}
