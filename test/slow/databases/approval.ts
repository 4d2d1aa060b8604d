import { onEachDatabase } from '#test/fixtures/databases.ts'
import { callerOf, changesIn, problem } from '#test/fixtures/changes.ts'

const otherHash = 'b'.repeat(64)
const comment = null

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('an approval names the content it saw, and with another one nothing changes', async t => {
    const { deciding, approver, submitted, standing, tokens, trail, graph } = changesIn(database)
    const change = await submitted()
    t.match(await deciding.approve(approver, change.id, { contentHash: otherHash, comment }), { refused: 'content-differs' })
    t.match(await deciding.reject(approver, change.id, { contentHash: otherHash, comment }), { refused: 'content-differs' })
    t.strictSame(await standing(change.id), change)
    t.strictSame([await tokens(), graph.calls, (await trail()).entries.length], [[], [], 1])
    t.match(await deciding.approve(approver, change.id, { contentHash: change.contentHash, comment: 'fine' }), {
      state: 'approved', decisions: [{ by: 'approver', decision: 'approved', contentHash: change.contentHash, comment: 'fine' }]
    })
  })
  await t.test('who submitted does not approve, unless the rules say so', async t => {
    const [strict, open] = [changesIn(database), changesIn(database, { selfApproval: true })]
    const [held, passed] = [await strict.submitted(), await open.submitted()]
    t.match(await strict.deciding.approve(strict.submitter, held.id, { contentHash: held.contentHash, comment }), { refused: 'own-submission' })
    t.equal((await strict.standing(held.id)).state, 'submitted')
    t.match(await open.deciding.approve(open.submitter, passed.id, { contentHash: passed.contentHash, comment }), { state: 'approved' })
  })
  await t.test('where two approvals are needed a person counts once, and the last one\'s token writes', async t => {
    const { deciding, approver, submitted, tenantId, tokens, jobs, applied, graph } = changesIn(database, { approvalsNeeded: 2 })
    const { id, contentHash } = await submitted()
    t.match(await deciding.approve(approver, id, { contentHash, comment }), { state: 'submitted', detail: 'approved by 1 of 2' })
    t.match(await deciding.approve(approver, id, { contentHash, comment }), { refused: 'already-decided' })
    t.strictSame([await tokens(), await jobs('apply', id)], [[], []], 'the first approval leaves neither token nor job')
    t.match(await deciding.approve(callerOf(tenantId, 'second'), id, { contentHash, comment }), { state: 'approved', decisions: [{ by: 'approver' }, { by: 'second' }] })
    t.match(await applied(id), { state: 'verified' })
    t.strictSame(graph.writers, ['token of second'])
  })
  await t.test('a rejection says why and is final', async t => {
    const { deciding, approver, submitter, submitted, tenantId, applied, graph } = changesIn(database)
    const { id, contentHash } = await submitted()
    t.match(await deciding.reject(approver, id, { contentHash, comment: 'not before the audit' }), {
      state: 'rejected', detail: 'rejected: not before the audit', decisions: [{ by: 'approver', decision: 'rejected', comment: 'not before the audit' }]
    })
    t.match(await deciding.approve(callerOf(tenantId, 'second'), id, { contentHash, comment }), { refused: 'wrong-state' })
    t.match(await deciding.withdraw(submitter, id), { refused: 'wrong-state' })
    t.match(await applied(id), { state: 'rejected' })
    t.strictSame(graph.calls, [])
  })
  await t.test('only who submitted withdraws', async t => {
    const { deciding, approver, submitter, submitted, standing } = changesIn(database)
    const { id, contentHash } = await submitted()
    t.match(await deciding.withdraw(approver, id), { refused: 'not-submitter' })
    t.equal((await standing(id)).state, 'submitted')
    t.match(await deciding.withdraw(submitter, id), { state: 'withdrawn' })
    t.match(await deciding.approve(approver, id, { contentHash, comment }), { refused: 'wrong-state' })
  })
  await t.test('where Entra asks the approver for more, they are told and nothing changes', async t => {
    const { deciding, approver, submitted, standing, tokens, graph } = changesIn(database)
    const change = await submitted()
    graph.before = () => { throw problem(401, { claims: '{"access_token":{}}' }) }
    await t.rejects(deciding.approve(approver, change.id, { contentHash: change.contentHash, comment }), { message: 'Graph answered 401', claims: '{"access_token":{}}' })
    t.strictSame([await standing(change.id), await tokens()], [change, []])
  })
  await t.test('a change that is not there, or is another tenant\'s, is not decided', async t => {
    const { deciding, submitted, standing } = changesIn(database)
    const { id, contentHash } = await submitted()
    const stranger = callerOf('another tenant', 'approver')
    for (const answer of [await deciding.approve(stranger, id, { contentHash, comment }), await deciding.reject(stranger, id, { contentHash, comment }),
      await deciding.withdraw(callerOf('another tenant', 'submitter'), id)]) t.match(answer, { refused: 'not-found' })
    t.equal((await standing(id)).state, 'submitted')
  })
})
