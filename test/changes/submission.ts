import { onEachDatabase } from '#test/fixtures/databases.ts'
import { callerOf, changesIn, draftContent } from '#test/fixtures/changes.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readAudit } from '#src/store/queries/audit.ts'
import { changeHash } from '#src/changes/submission.ts'

const hour = 3_600_000

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a submission freezes the draft, and the trail says who submitted it', async t => {
    const { drafts, changes, submitter, tenantId } = changesIn(database)
    const { draft } = await drafts.save(submitter, draftContent())
    const answer = await changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: 'T-1' })
    if ('refused' in answer) return void t.fail(answer.detail)
    const { change } = answer
    t.match(change, { state: 'submitted', body: draft.body, effect: draft.effect, lockout: draft.lockout, baseHash: draft.baseHash, justification: 'needed', ticket: 'T-1' })
    t.match(change, { contentHash: changeHash(draft), submittedBy: 'submitter', version: 1, decisions: [], expiresAt: '2026-11-30T10:00:00.000Z' })
    t.match(await inTenant(database, tenantId, tenant => readAudit(tenant, 0, 10)), [{ actor: 'submitter', action: 'submit', subject: `change ${change.id}` }])
    t.strictSame(await changes.get(submitter, change.id), change)
  })
  await t.test('what an approver consents to is kind, body, base and effect', async t => {
    const content = draftContent()
    const hashes = [content, draftContent([], { body: { ...content.body, displayName: 'Another' } }), draftContent([], { baseHash: 'another' }),
      draftContent([], { effect: { ...content.effect, newlyBlocked: 1 } })].map(changeHash)
    t.equal(new Set(hashes).size, 4)
    t.equal(changeHash(draftContent([], { lockout: { ...content.lockout, summary: 'in other words' } })), hashes[0])
  })
  await t.test('the same draft and the same submission by the same operator answer the first for a day', async t => {
    const { drafts, changes, submitter, clock, tenantId } = changesIn(database)
    const first = await drafts.save(submitter, draftContent())
    const wish = { draftId: first.draft.id, justification: 'needed', ticket: null }
    const change = await changes.submit(submitter, wish)
    clock.forward(24 * hour)
    t.match(await drafts.save(submitter, draftContent()), { existing: true, draft: { id: first.draft.id } })
    t.match(await changes.submit(submitter, wish), { existing: true, change: { id: 'refused' in change ? '' : change.change.id } })
    t.match(await changes.submit(submitter, { ...wish, justification: 'needed more' }), { existing: false })
    t.match(await changes.submit(callerOf(tenantId, 'another'), wish), { existing: false })
    clock.forward(1)
    t.match(await drafts.save(submitter, draftContent()), { existing: false })
    t.match(await changes.submit(submitter, wish), { existing: false })
  })
  await t.test('of many equal submissions at once there is one change', async t => {
    const { drafts, changes, submitter } = changesIn(database)
    const { draft } = await drafts.save(submitter, draftContent())
    const answers = await Promise.all(Array.from({ length: 20 }, () => changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null })))
    t.equal(answers.filter(answer => 'existing' in answer && !answer.existing).length, 1)
    t.equal((await changes.list(submitter, undefined)).length, 1)
  })
  await t.test('a withdrawn change can be submitted again, a rejected one is answered', async t => {
    const { changes, deciding, submitter, approver, submitted } = changesIn(database)
    const { id, draftId } = await submitted()
    await deciding.withdraw(submitter, id)
    const again = await changes.submit(submitter, { draftId, justification: 'needed', ticket: null })
    if ('refused' in again) return void t.fail(again.detail)
    t.not(again.change.id, id)
    await deciding.reject(approver, again.change.id, { contentHash: again.change.contentHash, comment: 'not now' })
    t.match(await changes.submit(submitter, { draftId, justification: 'needed', ticket: null }), { existing: true, change: { id: again.change.id, state: 'rejected' } })
  })
  await t.test('an unknown draft, one that is not report-only and one that locks out are refused', async t => {
    const { changes, drafts, submitter } = changesIn(database)
    const refusal = async (changed: Parameters<typeof draftContent>[1]) => {
      const { draft } = await drafts.save(submitter, draftContent([], changed))
      return changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null })
    }
    const { body, lockout } = draftContent()
    t.match(await changes.submit(submitter, { draftId: 'none', justification: 'needed', ticket: null }), { refused: 'not-found' })
    t.match(await refusal({ body: { ...body, state: 'enabled' } }), { refused: 'not-report-only' })
    t.match(await refusal({ baseHash: 'another', lockout: { ...lockout, status: 'locked' } }), { refused: 'locks-out' })
    t.match(await refusal({ baseHash: 'a third', lockout: { ...lockout, status: 'undetermined' } }), { existing: false })
  })
  await t.test('another tenant sees neither draft nor change', async t => {
    const { changes, drafts, submitter, submitted } = changesIn(database)
    const { id, draftId } = await submitted()
    const stranger = callerOf('another tenant', 'submitter')
    t.equal(await drafts.get(stranger, draftId), undefined)
    t.equal(await changes.get(stranger, id), undefined)
    t.strictSame(await changes.list(stranger, undefined), [])
    t.match(await changes.submit(stranger, { draftId, justification: 'needed', ticket: null }), { refused: 'not-found' })
    t.equal((await changes.list(submitter, 'submitted')).length, 1)
  })
})
