import { randomUUID } from 'node:crypto'
import type { Feedback } from '#src/domain/feedback.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { addNote, endAccepted, readFeedback, writeFeedback } from '#src/store/queries/suggestions.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

const at = '2026-11-23T10:00:00.000Z'

function said(suggestion: string, state: Feedback['state'], more: Partial<Feedback> = {}): Feedback {
  return { suggestion, state, author: 'somebody', at, fingerprint: 'six users', notes: [], ...more }
}

onEachDatabase(async (t, database) => {
  await t.test('what was said last stands, with the notes in the order in which they came', async t => {
    const found = await inTenant(database, randomUUID(), async tenant => {
      await writeFeedback(tenant, said('one', 'snoozed', { until: at, reason: 'later' }))
      for (const [position, text] of ['first', 'second'].entries()) await addNote(tenant, 'one', { position, text, author: 'somebody', at })
      const snoozed = (await readFeedback(tenant)).get('one')
      await writeFeedback(tenant, said('one', 'reviewed', { fingerprint: 'nine users' }))
      return { snoozed, reviewed: (await readFeedback(tenant)).get('one') }
    })
    const notes = [{ text: 'first', author: 'somebody', at }, { text: 'second', author: 'somebody', at }]
    t.strictSame(found.snoozed, said('one', 'snoozed', { until: at, reason: 'later', notes }))
    t.strictSame(found.reviewed, said('one', 'reviewed', { fingerprint: 'nine users', notes }))
  })
  await t.test('a note can be neither changed nor deleted, nor put in the place of another', async t => {
    const tenantId = randomUUID()
    const note = { position: 0, text: 'as it was', author: 'somebody', at }
    await inTenant(database, tenantId, async tenant => {
      await writeFeedback(tenant, said('one', 'open'))
      await addNote(tenant, 'one', note)
    })
    await t.rejects(inTenant(database, tenantId, ({ rows }) => rows.updateTable('suggestion_note').set({ note: 'other' }).execute()), /permission denied/)
    await t.rejects(inTenant(database, tenantId, ({ rows }) => rows.deleteFrom('suggestion_note').execute()), /permission denied/)
    await t.rejects(inTenant(database, tenantId, tenant => addNote(tenant, 'one', { ...note, text: 'other' })), /duplicate key/)
  })
  await t.test('an acceptance ends when the suggestion is made no more; what else was said stays', async t => {
    const states = await inTenant(database, randomUUID(), async tenant => {
      for (const feedback of [said('gone', 'accepted'), said('there', 'accepted'), said('away', 'rejected')]) await writeFeedback(tenant, feedback)
      await endAccepted(tenant, ['there'])
      const first = [...(await readFeedback(tenant)).values()].map(({ suggestion, state }) => [suggestion, state])
      await endAccepted(tenant, [])
      return { first, last: (await readFeedback(tenant)).get('there')?.state }
    })
    t.strictSame(states, { first: [['away', 'rejected'], ['gone', 'open'], ['there', 'accepted']], last: 'open' })
  })
})
