import { Value } from 'typebox/value'
import { Feedback, type Note } from '#src/domain/feedback.ts'
import { holdKey } from './locks.ts'
import type { TenantRows } from '../in-tenant.ts'

/** What people said of suggestions, by suggestion id; of the others nobody said anything. */
export async function readFeedback({ rows }: TenantRows): Promise<Map<string, Feedback>> {
  const said = await rows.selectFrom('suggestion').selectAll().orderBy('id').execute()
  const notes = await rows.selectFrom('suggestion_note').selectAll().orderBy('suggestion_id').orderBy('position').execute()
  const bySuggestion = Map.groupBy(notes, ({ suggestion_id: id }) => id)
  return new Map(said.map(({ id, state, snoozed_until: until, reason, author, at, fingerprint }) => [id, Value.Parse(Feedback, {
    suggestion: id, state, ...(until === null ? {} : { until: until.toISOString() }), ...(reason === null ? {} : { reason }),
    author, at: at.toISOString(), fingerprint, notes: (bySuggestion.get(id) ?? []).map(({ note: text, author: by, at: when }) => ({ text, author: by, at: when.toISOString() }))
  })]))
}

/** Lets answers to one suggestion follow one another, and reads what was said of it. */
export async function feedbackToChange(tenant: TenantRows, id: string): Promise<Feedback | undefined> {
  await holdKey(tenant, `suggestion ${id}`)
  return (await readFeedback(tenant)).get(id)
}

/** Stores what was said last; the notes stay as they are. */
export async function writeFeedback({ rows, tenantId }: TenantRows, { suggestion: id, state, until, reason, author, at, fingerprint }: Feedback): Promise<void> {
  const values = { state, snoozed_until: until === undefined ? null : new Date(until), reason: reason ?? null, author, at: new Date(at), fingerprint }
  await rows.insertInto('suggestion').values({ tenant_id: tenantId, id, ...values })
    .onConflict(conflict => conflict.columns(['tenant_id', 'id']).doUpdateSet(values)).execute()
}

/** Adds a note to a suggestion of which something was said; `position` is the number of notes before it. */
export async function addNote({ rows, tenantId }: TenantRows, id: string, { position, text, author, at }: Note & { readonly position: number }): Promise<void> {
  await rows.insertInto('suggestion_note')
    .values({ tenant_id: tenantId, suggestion_id: id, position, author, at: new Date(at), note: text }).execute()
}

/** Opens again what was accepted and is not suggested any more: its facts are gone. */
export async function endAccepted({ rows }: TenantRows, suggested: readonly string[]): Promise<void> {
  const accepted = rows.updateTable('suggestion').set({ state: 'open' }).where('state', '=', 'accepted')
  await (suggested.length === 0 ? accepted : accepted.where('id', 'not in', suggested)).execute()
}
