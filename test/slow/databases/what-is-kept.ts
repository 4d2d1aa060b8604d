import { onEachDatabase } from '#test/fixtures/databases.ts'
import { accepted, changesIn } from '#test/fixtures/changes.ts'

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('the approver\'s token is stored sealed, and is gone when the change ends', async t => {
    const { approved, applied, tokens, workflow, tenantId } = changesIn(database)
    const { id } = await approved()
    const [kept] = await tokens()
    const sealed = Buffer.from(kept?.sealed ?? [])
    t.notOk(sealed.includes('token of'), 'the row does not show it')
    t.equal(workflow.seal.open(sealed, `token ${tenantId} ${id}`), 'token of approver')
    t.equal(workflow.seal.open(sealed, `token ${tenantId} another`), undefined)
    await applied(id)
    t.strictSame(await tokens(), [])
  })
  await t.test('every step is in the trail, by whom, without the token, and the chain holds', async t => {
    const { approved, submitted, applied, deciding, submitter, approver, trail } = changesIn(database, { approvalsNeeded: 1 })
    const { id } = await approved()
    await applied(id)
    const other = await submitted([], { baseHash: 'another' })
    accepted(await deciding.withdraw(submitter, other.id))
    const third = await submitted([], { baseHash: 'a third' })
    accepted(await deciding.reject(approver, third.id, { contentHash: third.contentHash, comment: 'no' }))
    const { entries, check } = await trail()
    t.strictSame(entries.map(({ actor, action, detail }) => `${actor} ${action} ${String(detail['to'])}`), [
      'submitter submit submitted', 'approver approve approved', 'lacuna begin applying', 'lacuna intend undefined', 'lacuna written applied', 'lacuna agree verified',
      'submitter submit submitted', 'submitter withdraw withdrawn', 'submitter submit submitted', 'approver reject rejected'
    ])
    t.match(check, { entries: entries.length, broken: null })
    t.notMatch(JSON.stringify(entries), /token of/)
  })
})
