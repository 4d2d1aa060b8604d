import { createDecidingPort } from '#src/changes/change-port.ts'
import { callerOf, changesIn } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { watched } from '#test/fixtures/mortal.ts'

const comment = null

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const { needed, people } of [{ needed: 1, people: 20 }, { needed: 1, people: 1 }, { needed: 2, people: 20 }]) {
    await t.test(`of 20 approvals at once by ${people}, with ${needed} needed, so many count and the policy is written once`, async t => {
      const { submitted, deciding, tenantId, jobs, applied, standing, graph, trail } = changesIn(database, { approvalsNeeded: needed })
      const { id, contentHash } = await submitted()
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) =>
        deciding.approve(callerOf(tenantId, `approver ${n % people}`), id, { contentHash, comment })))
      t.equal(answers.filter(answer => !('refused' in answer)).length, needed)
      t.ok(answers.every(answer => !('refused' in answer) || answer.refused === 'wrong-state'), 'the others are told that it is decided')
      t.strictSame([(await standing(id)).decisions.length, (await jobs('apply', id)).length], [needed, 1])
      await Promise.allSettled(Array.from({ length: 5 }, () => applied(id)))
      t.match(await standing(id), { state: 'verified' })
      t.strictSame([graph.writers.length, graph.policies.length], [1, 1])
      t.match(await trail(), { check: { entries: needed + 5, broken: null } })
    })
  }
  await t.test('of an approval and a withdrawal at once exactly one wins, and the other is told', async t => {
    for (let round = 0; round < 10; round++) {
      const { submitted, deciding, approver, submitter, standing, applied, graph } = changesIn(database)
      const { id, contentHash } = await submitted()
      const asks = [() => deciding.approve(approver, id, { contentHash, comment }), () => deciding.withdraw(submitter, id)]
      const answers = await Promise.all((round % 2 === 0 ? asks : asks.toReversed()).map(ask => ask()))
      const [won, told] = [answers.filter(answer => !('refused' in answer)), answers.filter(answer => 'refused' in answer)]
      t.match([won, told], [[{ state: /^(approved|withdrawn)$/ }], [{ refused: 'wrong-state' }]])
      t.strictSame(await standing(id), won[0])
      const end = await applied(id)
      t.equal(end.state, graph.policies.length === 1 ? 'verified' : 'withdrawn')
    }
  })
  for (const point of ['before token', 'after token']) {
    await t.test(`a withdrawal ${point} is there wins, and neither token nor job is left`, async t => {
      const { workflow, submitted, deciding, approver, submitter, tokens, jobs } = changesIn(database)
      const { id, contentHash } = await submitted()
      const slow = createDecidingPort(watched(workflow, async name => {
        if (name === point) t.match(await deciding.withdraw(submitter, id), { state: 'withdrawn' })
      }))
      t.match(await slow.approve(approver, id, { contentHash, comment }), { refused: 'wrong-state', detail: /`withdrawn`/ })
      t.strictSame([await tokens(), await jobs('apply', id)], [[], []])
    })
  }
  await t.test('an approval that came first wins over the withdrawal', async t => {
    const { approved, deciding, submitter, applied } = changesIn(database)
    const { id } = await approved()
    t.match(await deciding.withdraw(submitter, id), { refused: 'wrong-state', detail: /`approved`/ })
    t.match(await applied(id), { state: 'verified' })
  })
  await t.test('of an approval and a rejection at once exactly one is recorded', async t => {
    const { submitted, deciding, tenantId, standing } = changesIn(database)
    const { id, contentHash } = await submitted()
    const answers = await Promise.all([
      deciding.approve(callerOf(tenantId, 'one'), id, { contentHash, comment }), deciding.reject(callerOf(tenantId, 'another'), id, { contentHash, comment })
    ])
    t.equal(answers.filter(answer => 'refused' in answer).length, 1)
    t.equal((await standing(id)).decisions.length, 1)
  })
})
