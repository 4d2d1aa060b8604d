import { onEachDatabase } from '#test/fixtures/databases.ts'
import { changesIn, problem, standingPolicy } from '#test/fixtures/changes.ts'

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a replica that lags is waited for', async t => {
    const { graph, approved, applied, clock } = changesIn(database)
    const { id } = await approved()
    graph.lag = 30_000
    const start = clock.now().getTime()
    t.match(await applied(id), { state: 'verified' })
    t.ok(clock.now().getTime() - start >= 30_000)
    t.equal(graph.policies.length, 1)
  })
  await t.test('a policy that says something else than was approved is `diverged`', async t => {
    const { graph, approved, applied, tokens } = changesIn(database)
    const { id } = await approved()
    graph.onWrite = write => {
      const id = write()
      graph.policies.splice(0, 1, { ...standingPolicy('Something else'), id })
      return { written: id }
    }
    t.match(await applied(id), { state: 'diverged', detail: /does not show what was approved/, objectId: graph.policies[0]?.id })
    t.strictSame([graph.writers.length, await tokens()], [1, []])
  })
  await t.test('a policy that was deleted at once is `diverged`', async t => {
    const { graph, approved, applied } = changesIn(database)
    const { id } = await approved()
    graph.onWrite = write => {
      const id = write()
      graph.policies.pop()
      return { written: id }
    }
    t.match(await applied(id), { state: 'diverged', detail: /stands as before it/ })
    t.equal(graph.writers.length, 1)
  })
  await t.test('a read-back that fails is tried again, and the write is not', async t => {
    const { graph, approved, applied, standing } = changesIn(database)
    const { id } = await approved()
    graph.before = call => { if (call === 'read') throw problem(503) }
    await t.rejects(applied(id), /503/)
    t.match(await standing(id), { state: 'applied', objectId: graph.policies[0]?.id })
    graph.before = () => {}
    t.match(await applied(id), { state: 'verified' })
    t.equal(graph.writers.length, 1)
  })
  await t.test('a write that nobody may read stays `applied` and says so, until somebody may', async t => {
    const { graph, approved, applied } = changesIn(database)
    const { id } = await approved()
    graph.before = call => { if (call === 'read') throw problem(403) }
    t.match(await applied(id), { state: 'applied', detail: /not read back, because nobody could read it/ })
    graph.before = () => {}
    graph.hasReader = true
    t.match(await applied(id), { state: 'verified' })
    t.equal(graph.writers.length, 1)
  })
})
