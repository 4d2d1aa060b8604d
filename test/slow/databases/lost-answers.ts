import { onEachDatabase } from '#test/fixtures/databases.ts'
import { accepted, body, changesIn, problem, standingPolicy } from '#test/fixtures/changes.ts'

const uncertain = 'the answer was lost'

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const { lag } of [{ lag: 0 }, { lag: 30_000 }]) {
    await t.test(`a write whose answer was lost is found by its content (replica lag ${lag} ms)`, async t => {
      const { graph, approved, applied } = changesIn(database)
      const same = { ...standingPolicy('Old'), body }
      graph.policies.push(same)
      const { id } = await approved([same])
      graph.lag = lag
      graph.onWrite = write => {
        write()
        return { uncertain }
      }
      t.match(await applied(id), { state: 'verified', objectId: graph.policies[1]?.id }, 'the older one with the same content is not taken for it')
      t.strictSame([graph.writers.length, graph.policies.length], [1, 2])
    })
  }
  await t.test('an answer without an id counts as lost', async t => {
    const { graph, approved, applied } = changesIn(database)
    const { id } = await approved()
    graph.onWrite = write => {
      write()
      return { written: null }
    }
    t.match(await applied(id), { state: 'verified', objectId: graph.policies[0]?.id })
    t.equal(graph.writers.length, 1)
  })
  await t.test('a write that is not found is undetermined, says by what Graph knows it, and is never repeated', async t => {
    const { graph, approved, applied, tokens, deciding, approver, submitter, clock } = changesIn(database)
    const { id, contentHash } = await approved()
    const [sent] = [clock.now().toISOString()]
    graph.onWrite = () => ({ uncertain })
    const change = await applied(id)
    t.match(change, { state: 'undetermined', objectId: null, detail: /client-request-id [0-9a-f-]{36}, sent / })
    t.ok(change.detail?.includes(`sent ${sent}`))
    t.ok(clock.now().getTime() - Date.parse(sent) >= 60_000, 'it was looked for during twice the longest lag')
    t.strictSame(await tokens(), [])
    t.match(await deciding.approve(approver, id, { contentHash, comment: null }), { refused: 'wrong-state' })
    t.match(await deciding.withdraw(submitter, id), { refused: 'wrong-state' })
    graph.onWrite = undefined
    t.strictSame([await applied(id), graph.writers.length, graph.policies.length], [change, 1, 0])
  })
  await t.test('looking that fails is tried again; after ten minutes nobody can tell', async t => {
    const { graph, approved, applied, standing, clock } = changesIn(database)
    const { id } = await approved()
    graph.onWrite = () => ({ uncertain })
    graph.before = call => { if (call === 'find') throw problem(503) }
    await t.rejects(applied(id), /503/)
    t.match(await standing(id), { state: 'applying' })
    clock.forward(600_001)
    t.match(await applied(id), { state: 'undetermined', detail: /nobody could look for it/ })
    t.equal(graph.writers.length, 1)
  })
  await t.test('where the approver may look no more, the service\'s own identity finds the write and verifies it', async t => {
    const { graph, approved, applied } = changesIn(database)
    graph.hasReader = true
    const { id } = await approved()
    graph.onWrite = write => {
      write()
      return { uncertain }
    }
    const refused = new Set(['find', 'read'])
    graph.before = call => { if (refused.delete(call)) throw problem(403) }
    t.match(await applied(id), { state: 'verified' })
    t.strictSame([graph.calls, graph.writers], [['token', 'base', 'write', 'find', 'find', 'read', 'read', 'state'], ['token of approver']])
  })
  for (const { found, outcome } of [{ found: true, outcome: 'verified' }, { found: false, outcome: 'failed' }] as const) {
    await t.test(`a person who looked settles what is undetermined: ${outcome}`, async t => {
      const { graph, approved, applied, deciding, approver, trail, jobs, tokens } = changesIn(database)
      const { id } = await approved()
      graph.onWrite = () => ({ uncertain })
      const lost = await applied(id)
      const policy = { ...standingPolicy('Require MFA'), body }
      if (found) graph.policies.push(policy)
      const objectId = found ? policy.id : null
      accepted(await deciding.resolve(approver, id, { objectId, text: 'looked in the portal' }))
      t.equal((await tokens()).length, found ? 1 : 0, 'it is read back with the token of who looked')
      t.match(await applied(id), { state: outcome, objectId, comments: [{ by: 'approver', text: 'looked in the portal' }] })
      const { entries, check } = await trail()
      t.match(entries.find(({ action }) => action === 'lose'), { detail: { detail: lost.detail } }, 'the evidence stays in the trail')
      t.match([entries.find(({ action }) => action === 'resolve'), check], [{ actor: 'approver' }, { broken: null }])
      t.strictSame([graph.writers.length, (await jobs('apply', id)).length], [1, found ? 2 : 1])
    })
  }
})
