import { onEachDatabase } from '#test/fixtures/databases.ts'
import { changesIn } from '#test/fixtures/changes.ts'

const day = 86_400_000
const comment = null

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('after its time a change is not decided, and the job marks it expired', async t => {
    const { deciding, approver, submitted, standing, workers, tenantId, clock, jobs, graph } = changesIn(database)
    const { id, contentHash, expiresAt } = await submitted()
    t.match(await jobs('expire', id), [{ startAfter: new Date(expiresAt) }])
    clock.forward(7 * day - 1)
    await t.rejects(workers.expire({ tenantId, subject: id }, new AbortController().signal), /expires at/, 'a job that comes too early is tried again')
    clock.forward(1)
    t.match(await deciding.approve(approver, id, { contentHash, comment }), { refused: 'expired' })
    t.match(await deciding.reject(approver, id, { contentHash, comment }), { refused: 'expired' })
    await workers.expire({ tenantId, subject: id }, new AbortController().signal)
    t.match(await standing(id), { state: 'expired', detail: /nothing was written/ })
    t.strictSame(graph.calls, [])
  })
  await t.test('what was approved and not taken up in time expires unwritten', async t => {
    const { approved, applied, clock, tokens, graph } = changesIn(database)
    const { id } = await approved()
    clock.forward(7 * day)
    t.match(await applied(id), { state: 'expired' })
    t.strictSame([await tokens(), graph.calls], [[], ['token']])
  })
  await t.test('the job leaves what has ended or is under way as it is', async t => {
    const { approved, applied, workers, tenantId, clock, standing } = changesIn(database)
    const { id } = await approved()
    const verified = await applied(id)
    clock.forward(8 * day)
    await workers.expire({ tenantId, subject: id }, new AbortController().signal)
    t.strictSame(await standing(id), verified)
  })
  await t.test('a change that waits for its approver past its time expires too', async t => {
    const { approved, applied, workers, tenantId, clock, standing, jobs } = changesIn(database)
    const { id } = await approved()
    clock.forward(7 * day - 1)
    t.match(await applied(id), { state: 'awaitingApprover' })
    t.equal((await jobs('expire', id)).length, 2, 'the job of its submission may be done already')
    clock.forward(1)
    await workers.expire({ tenantId, subject: id }, new AbortController().signal)
    t.match(await standing(id), { state: 'expired' })
  })
})
