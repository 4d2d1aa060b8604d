import type { Draft } from '#src/domain/draft.ts'
import { accepted, changesIn, draftContent, standingPolicy } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

const [one, twin] = [standingPolicy('Twins'), standingPolicy('Twins')]

/** Contents that are not the same wish, though their bodies and the tenant are. */
const apart: readonly (readonly [what: string, first: Partial<Draft>, second: Partial<Draft>])[] = [
  ['about another object that says the same', { kind: 'deletePolicy', target: one.id, body: one.body, before: one.body }, { kind: 'deletePolicy', target: twin.id, body: twin.body, before: twin.body }],
  ['of a step of another plan', { plan: { id: 'given up', step: 1 } }, { plan: { id: 'begun anew', step: 1 } }],
  ['that takes a change back', {}, { rollbackOf: 'a change' }],
  ['with another announced effect', {}, { lockout: { status: 'undetermined', summary: 'no accounts are declared', candidates: [] } }]
]

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const [what, first, second] of apart) {
    await t.test(`a draft ${what} is another draft`, async t => {
      const { drafts, submitter } = changesIn(database)
      const { draft } = await drafts.save(submitter, draftContent([one, twin], first))
      t.match(await drafts.save(submitter, draftContent([one, twin], first)), { existing: true, draft: { id: draft.id } })
      const other = await drafts.save(submitter, draftContent([one, twin], second))
      t.match(other, { existing: false, draft: second })
      t.not(other.draft.id, draft.id)
    })
  }
  await t.test('what was written and is gone again can be wished for again on the same day', async t => {
    const { drafts, changes, submitter, submitted, approvedOf, applied, graph } = changesIn(database)
    const { id, draftId } = await approvedOf(draftContent())
    t.match(await drafts.save(submitter, draftContent()), { existing: true, draft: { id: draftId } }, 'under way it is the same wish')
    t.match(await applied(id), { state: 'verified' })
    t.match(await changes.submit(submitter, { draftId, justification: 'needed', ticket: null, override: null }), { existing: true, change: { id } }, 'its submission repeated is the first one')
    graph.policies.pop()
    const again = await submitted()
    t.match(again, { state: 'submitted' })
    t.not(again.id, id)
    t.not(again.draftId, draftId)
  })
  await t.test('what one change takes back no other takes back', async t => {
    const { drafts, changes, submitter, approvedOf, applied, standing } = changesIn(database)
    const { id } = await approvedOf(draftContent())
    await applied(id)
    const submit = async (content: ReturnType<typeof draftContent>) => {
      const { draft } = await drafts.save(submitter, content)
      return changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null, override: null })
    }
    const back = accepted(await submit(draftContent([one], { kind: 'deletePolicy', target: one.id, body: one.body, before: one.body, rollbackOf: id }))).change
    t.match(await standing(id), { rolledBackBy: back.id })
    t.match(await submit(draftContent([twin], { kind: 'deletePolicy', target: twin.id, body: twin.body, before: twin.body, rollbackOf: id })), { refused: 'already-taken-back' })
  })
})
