import { sql } from 'kysely'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { Change, Decision, type ChangeState } from '#src/domain/change.ts'
import { holdKey } from './locks.ts'
import type { TenantRows } from '../in-tenant.ts'

const Stored = Type.Omit(Change, ['decisions'])
const never = new Date(0)

function documentOf(change: Change): string {
  return JSON.stringify({ ...change, decisions: undefined })
}

/** The same submission, not older than `since` and in none of the states `over`. Holds others of it back until the transaction ends. */
export async function findSubmission(tenant: TenantRows,
  key: { readonly submissionHash: string, readonly since: Date, readonly over: readonly string[] }): Promise<Change | undefined> {
  await holdKey(tenant, `submission ${key.submissionHash}`)
  const found = await tenant.rows.selectFrom('change').select('id').where('submission_hash', '=', key.submissionHash)
    .where('submitted_at', '>=', key.since).where('state', 'not in', key.over).orderBy('submitted_at', 'desc').limit(1).executeTakeFirst()
  return found === undefined ? undefined : readChange(tenant, found.id)
}

/** Stores a change. */
export async function insertChange({ rows, tenantId }: TenantRows, change: Change, submissionHash: string): Promise<void> {
  await rows.insertInto('change').values({
    tenant_id: tenantId, id: change.id, version: change.version, state: change.state, submitted_by: change.submittedBy,
    submitted_at: new Date(change.submittedAt), submission_hash: submissionHash, leased_until: never, document: documentOf(change)
  }).execute()
}

/** A change with its decisions, oldest first. */
export async function readChange({ rows }: TenantRows, id: string): Promise<Change | undefined> {
  const row = await rows.selectFrom('change').select(['id', 'document']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  const decisions = await rows.selectFrom('decision').select('document').where('change_id', '=', id).orderBy('at').execute()
  return { ...Value.Parse(Stored, row.document), decisions: decisions.map(({ document }) => Value.Parse(Decision, document)) }
}

/** The changes, newest first; `states` undefined means all. */
export async function listChanges({ rows }: TenantRows, states: readonly string[] | undefined): Promise<Change[]> {
  const changes = rows.selectFrom('change').select(['id', 'document']).orderBy('submitted_at', 'desc').orderBy('id')
  const [found, decisions] = [
    await (states === undefined ? changes : changes.where('state', 'in', states)).execute(),
    await rows.selectFrom('decision').select(['change_id', 'document']).orderBy('at').execute()
  ]
  const byChange = Map.groupBy(decisions, decision => decision.change_id)
  return found.map(({ id, document }) => ({
    ...Value.Parse(Stored, document), decisions: (byChange.get(id) ?? []).map(decision => Value.Parse(Decision, decision.document))
  }))
}

/** Stores a change whose version is one more than the stored one; false if somebody else was faster. */
export async function updateChange({ rows }: TenantRows, change: Change): Promise<boolean> {
  const { numUpdatedRows } = await rows.updateTable('change')
    .set({ version: change.version, state: change.state, document: documentOf(change) })
    .where('id', '=', change.id).where('version', '=', change.version - 1).executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Records a person's decision. A person decides a change once: the first decision stays. */
export async function recordDecision({ rows, tenantId }: TenantRows, changeId: string, decision: Decision): Promise<void> {
  await rows.insertInto('decision').values({
    tenant_id: tenantId, change_id: changeId, person: decision.by, at: new Date(decision.at), document: JSON.stringify(decision)
  }).onConflict(conflict => conflict.columns(['tenant_id', 'change_id', 'person']).doNothing()).execute()
}

/** Whether a change from a draft was written to the tenant. */
export async function isWritten({ rows }: TenantRows, draftId: string): Promise<boolean> {
  const found = await rows.selectFrom('change').select('id').where(sql<string>`document ->> 'draftId'`, '=', draftId).where('state', 'in', written).limit(1).executeTakeFirst()
  return found !== undefined
}

/** Takes a change for one worker until a time; false while another one has it. */
export async function leaseChange({ rows }: TenantRows, id: string, lease: { readonly now: Date, readonly until: Date }): Promise<boolean> {
  const { numUpdatedRows } = await rows.updateTable('change').set({ leased_until: lease.until })
    .where('id', '=', id).where('leased_until', '<=', lease.now).executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Keeps a taken change until a later time, or gives it back (`until` is now). */
export async function extendLease({ rows }: TenantRows, id: string, until: Date): Promise<void> {
  await rows.updateTable('change').set({ leased_until: until }).where('id', '=', id).execute()
}

/** How many changes a standing decision approved since a time. */
export async function countStanding({ rows }: TenantRows, since: Date): Promise<number> {
  const { count } = await rows.selectFrom('decision').select(({ fn }) => fn.countAll<string>().as('count'))
    .where('at', '>=', since).where(sql<string>`document ->> 'standing'`, '=', 'true').executeTakeFirstOrThrow()
  return Number(count)
}

const written: readonly ChangeState[] = ['applied', 'verified', 'diverged']
const touching: readonly ChangeState[] = ['applying', 'undetermined', ...written]

/** The last change of each object that was written, or may have been. One that was submitted later was computed from what the earlier ones left. */
export async function lastWrites({ rows }: TenantRows): Promise<Change[]> {
  const object = sql<string | null>`lower(coalesce(document ->> 'objectId', document ->> 'target'))`
  const found = await rows.selectFrom('change').distinctOn(object).select('document').where('state', 'in', touching).where(object, 'is not', null)
    .orderBy(object).orderBy('submitted_at', 'desc').orderBy('id').execute()
  return found.map(({ document }) => ({ ...Value.Parse(Stored, document), decisions: [] }))
}
