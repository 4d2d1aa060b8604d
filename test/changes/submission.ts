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
    const answer = await changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: 'T-1', override: null })
    if ('refused' in answer) return void t.fail(answer.detail)
    const { change } = answer
    t.match(change, { state: 'submitted', body: draft.body, effect: draft.effect, lockout: draft.lockout, baseHash: draft.baseHash, justification: 'needed', ticket: 'T-1' })
    t.match(change, { contentHash: changeHash(draft), submittedBy: 'submitter', version: 1, decisions: [], expiresAt: '2026-11-30T10:00:00.000Z' })
    t.match(await inTenant(database, tenantId, tenant => readAudit(tenant, 0, 10)), [{ actor: 'submitter', action: 'submit', subject: `change ${change.id}` }])
    t.strictSame(await changes.get(submitter, change.id), change)
  })
  await t.test('what an approver consents to is kind, target, body, patch, base, effect and whether somebody is locked out', async t => {
    const content = draftContent()
    const hashes = [content, { ...content, body: { ...content.body, displayName: 'Another' } }, { ...content, baseHash: 'another' }, { ...content, kind: 'patchPolicy' as const },
      { ...content, target: 'p' }, { ...content, patch: { displayName: 'Another' } }, { ...content, effect: { ...content.effect, newlyBlocked: 1 } },
      { ...content, lockout: { ...content.lockout, status: 'locked' as const } }].map(changeHash)
    t.equal(new Set(hashes).size, 8)
    t.equal(changeHash({ ...content, lockout: { ...content.lockout, summary: 'in other words' } }), hashes[0])
  })
  await t.test('the same draft and the same submission by the same operator answer the first for a day', async t => {
    const { drafts, changes, submitter, clock, tenantId } = changesIn(database)
    const first = await drafts.save(submitter, draftContent())
    const wish = { draftId: first.draft.id, justification: 'needed', ticket: null, override: null }
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
    const answers = await Promise.all(Array.from({ length: 20 }, () => changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null, override: null })))
    t.equal(answers.filter(answer => 'existing' in answer && !answer.existing).length, 1)
    t.equal((await changes.list(submitter, undefined)).length, 1)
  })
  await t.test('a withdrawn change can be submitted again, a rejected one is answered', async t => {
    const { changes, deciding, submitter, approver, submitted } = changesIn(database)
    const { id, draftId } = await submitted()
    await deciding.withdraw(submitter, id)
    const again = await changes.submit(submitter, { draftId, justification: 'needed', ticket: null, override: null })
    if ('refused' in again) return void t.fail(again.detail)
    t.not(again.change.id, id)
    await deciding.reject(approver, again.change.id, { contentHash: again.change.contentHash, comment: 'not now' })
    t.match(await changes.submit(submitter, { draftId, justification: 'needed', ticket: null, override: null }), { existing: true, change: { id: again.change.id, state: 'rejected' } })
  })
  await t.test('an unknown draft and a new policy that is on are refused', async t => {
    const { changes, drafts, submitter } = changesIn(database)
    const { body } = draftContent()
    const { draft } = await drafts.save(submitter, draftContent([], { body: { ...body, state: 'enabled' } }))
    const wish = { draftId: draft.id, justification: 'needed', ticket: null, override: null }
    t.match(await changes.submit(submitter, wish), { refused: 'not-report-only' })
    t.match(await changes.submit(submitter, { ...wish, draftId: 'none' }), { refused: 'not-found' })
    t.strictSame(await changes.list(submitter, undefined), [])
  })
  const { body: own, lockout, effect } = draftContent()
  for (const { what, changed, needs } of [
    { what: 'locks somebody out', changed: { lockout: { ...lockout, status: 'locked' } }, needs: true },
    { what: 'is not known to let everybody in and changes outcomes', changed: { lockout: { ...lockout, status: 'undetermined' }, effect: { ...effect, relation: 'stricter' } }, needs: true },
    { what: 'is not known to let everybody in once enforced, and changes no outcome yet', changed: { lockout: { ...lockout, status: 'undetermined' } }, needs: false },
    { what: 'lets everybody in', changed: { effect: { ...effect, relation: 'stricter' } }, needs: false }
  ] as const) {
    await t.test(`a change that ${what} ${needs ? 'needs the named override, and two people' : 'needs no override, and takes none'}`, async t => {
      const { changes, drafts, submitter, deciding, approver, tenantId } = changesIn(database)
      const { draft } = await drafts.save(submitter, draftContent([], { ...changed, body: own }))
      const wish = { draftId: draft.id, justification: 'needed', ticket: null, override: null }
      const plain = await changes.submit(submitter, wish)
      if (needs) t.match(plain, { refused: 'locks-out', detail: /override `lockout`/ })
      else t.match(plain, { change: { approvalsNeeded: 1, override: null } })
      const answer = await changes.submit(submitter, { ...wish, override: 'lockout' })
      if ('refused' in answer) return void t.fail(answer.detail)
      const { id, contentHash, approvalsNeeded, override } = answer.change
      t.strictSame([approvalsNeeded, override], needs ? [2, 'lockout'] : [1, null])
      const approve = (by: string) => deciding.approve(callerOf(tenantId, by), id, { contentHash, comment: null })
      t.match(await approve(approver.operator.oid), { state: needs ? 'submitted' : 'approved' })
      if (!needs) return
      t.match(await approve(approver.operator.oid), { refused: 'already-decided' })
      t.match(await approve(submitter.operator.oid), { refused: 'own-submission' })
      t.match(await approve('a second'), { state: 'approved' })
    })
  }
  await t.test('a change that nobody else could approve and apply is refused, naming the role', async t => {
    const { changes, drafts, submitter } = changesIn(database)
    const submitted = async (approvers: string[] | null) => {
      const { draft } = await drafts.save(submitter, draftContent([], { needs: { roles: ['Groups Administrator'], permissions: [], approvers }, baseHash: JSON.stringify(approvers) }))
      return changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null, override: null })
    }
    t.match(await submitted(['submitter']), { refused: 'no-approver', detail: /Groups Administrator/ })
    t.match(await submitted([]), { refused: 'no-approver' })
    t.match(await submitted(['submitter', 'another']), { existing: false })
    t.match(await submitted(null), { existing: false }, 'where roles were not read it cannot be told')
  })
  await t.test('another tenant sees neither draft nor change', async t => {
    const { changes, drafts, submitter, submitted } = changesIn(database)
    const { id, draftId } = await submitted()
    const stranger = callerOf('another tenant', 'submitter')
    t.equal(await drafts.get(stranger, draftId), undefined)
    t.equal(await changes.get(stranger, id), undefined)
    t.strictSame(await changes.list(stranger, undefined), [])
    t.match(await changes.submit(stranger, { draftId, justification: 'needed', ticket: null, override: null }), { refused: 'not-found' })
    t.equal((await changes.list(submitter, 'submitted')).length, 1)
  })
})
