import { onEachDatabase } from '#test/fixtures/databases.ts'
import { accepted, body, changesIn, problem, standingPolicy } from '#test/fixtures/changes.ts'

const hour = 3_600_000

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('an approved change is written once with the approver\'s own token, read back and verified', async t => {
    const { graph, approved, applied, jobs, tokens } = changesIn(database)
    const before = standingPolicy('Before')
    graph.policies.push(before)
    const { id } = await approved([before])
    t.equal((await jobs('apply', id)).length, 1)
    const change = await applied(id)
    t.match(change, { state: 'verified', objectId: graph.policies[1]?.id, body })
    t.strictSame(graph.calls, ['token', 'base', 'write', 'read', 'state'])
    t.strictSame([graph.writers, graph.policies.map(policy => policy.body), await tokens()], [['token of approver'], [before.body, body], []])
    t.strictSame([await applied(id), graph.policies.length], [change, 2], 'a repeated job does nothing')
  })
  for (const { what, touch } of [
    { what: 'one more', touch: () => [standingPolicy('First'), standingPolicy('New')] },
    { what: 'one less', touch: () => [] },
    { what: 'one edited', touch: () => [{ ...standingPolicy('First'), id: 'first', modifiedDateTime: '2026-11-23T10:00:00.001Z' }] }
  ]) {
    await t.test(`policies that have changed since the draft make it stale: ${what}`, async t => {
      const { graph, approved, applied, tokens } = changesIn(database)
      const first = { ...standingPolicy('First'), id: 'first' }
      const { id } = await approved([first])
      graph.policies.push(...touch())
      const count = graph.policies.length
      t.match(await applied(id), { state: 'stale', detail: /has changed since the draft.*Nothing was written/, objectId: null })
      t.strictSame([graph.writers, graph.policies.length, await tokens()], [[], count, []])
    })
  }
  await t.test('an approver\'s token that has ended writes nothing, and authorising again continues', async t => {
    const { graph, approved, applied, clock, deciding, approver, tokens, standing } = changesIn(database)
    const { id, contentHash } = await approved()
    clock.forward(hour)
    t.match(await applied(id), { state: 'awaitingApprover', detail: /expired.*Nothing was written/ })
    t.strictSame([graph.calls, await tokens()], [['token'], []])
    t.match(await applied(id), { state: 'awaitingApprover' }, 'without the person it stays')
    graph.tokenExpiresAt = new Date(clock.now().getTime() + hour)
    t.match(await deciding.approve(approver, id, { contentHash: 'b'.repeat(64), comment: null }), { refused: 'content-differs' })
    t.match(await deciding.approve(approver, id, { contentHash, comment: null }), { state: 'applying' })
    t.match(await standing(id), { decisions: [{ by: 'approver' }] })
    t.match(await applied(id), { state: 'verified' })
    t.equal(graph.policies.length, 1)
  })
  await t.test('a token that ends within half a minute is not used for a write', async t => {
    const { graph, approved, applied, clock } = changesIn(database)
    const { id } = await approved()
    clock.forward(hour - 30_000)
    t.match(await applied(id), { state: 'awaitingApprover' })
    t.strictSame(graph.writers, [])
  })
  await t.test('a token that is gone writes nothing', async t => {
    const { graph, approved, applied, workflow } = changesIn(database)
    const { id } = await approved()
    const otherKey = { ...workflow, seal: { seal: workflow.seal.seal, open: () => undefined } }
    t.match(await applied(id, otherKey), { state: 'awaitingApprover' })
    t.strictSame(graph.writers, [])
  })
  for (const { what, error, refused } of [
    { what: '401', error: problem(401, { code: 'InvalidAuthenticationToken' }), refused: { status: 401, code: 'InvalidAuthenticationToken', message: '' } },
    { what: '403', error: problem(403, { code: 'Forbidden' }), refused: { status: 403, code: 'Forbidden', message: '' } },
    { what: 'a claims challenge', error: problem(401, { claims: '{}' }), refused: { status: 401, code: 'claimsChallenge', message: '' } }
  ]) {
    await t.test(`an approver whom Graph refuses (${what}) writes nothing, at the re-read and at the write`, async t => {
      const { graph, approved, applied, deciding, approver, tokens } = changesIn(database)
      const { id, contentHash } = await approved()
      graph.before = call => { if (call === 'base') throw error }
      t.match(await applied(id), { state: 'awaitingApprover', detail: /refused the approver.*Nothing was written/ })
      graph.before = () => {}
      graph.onWrite = () => ({ refused })
      accepted(await deciding.approve(approver, id, { contentHash, comment: null }))
      t.match(await applied(id), { state: 'awaitingApprover', detail: /refused the approver.*Nothing was written/ })
      t.strictSame([graph.policies, await tokens()], [[], []])
      graph.onWrite = undefined
      accepted(await deciding.approve(approver, id, { contentHash, comment: null }))
      t.match(await applied(id), { state: 'verified' })
      t.equal(graph.policies.length, 1)
    })
  }
  await t.test('a body that Graph refuses fails with Graph\'s reason', async t => {
    const { graph, approved, applied, tokens } = changesIn(database)
    const { id } = await approved()
    graph.onWrite = () => ({ refused: { status: 400, code: 'BadRequest', message: '1032: unknown group' } })
    t.match(await applied(id), { state: 'failed', detail: 'Graph refused the change (BadRequest): 1032: unknown group', objectId: null })
    t.strictSame([graph.policies, await tokens()], [[], []])
    t.match(await applied(id), { state: 'failed' })
    t.equal(graph.writers.length, 1)
  })
  for (const { what, status } of [{ what: 'Graph asks to wait', status: 429 }, { what: 'the request never left', status: 0 }]) {
    await t.test(`where ${what} the write is tried again, and stands once`, async t => {
      const { graph, approved, applied, standing } = changesIn(database)
      const { id } = await approved()
      graph.onWrite = write => graph.writers.length < 3 ? { refused: { status, code: 'later', message: '' } } : { written: write() }
      await t.rejects(applied(id))
      t.match(await standing(id), { state: 'applying' })
      await t.rejects(applied(id))
      t.match(await applied(id), { state: 'verified' })
      t.strictSame([graph.writers.length, graph.policies.length], [3, 1])
    })
  }
  await t.test('a re-read that fails is tried again, and nothing is written before it succeeds', async t => {
    const { graph, approved, applied, standing } = changesIn(database)
    const { id } = await approved()
    graph.before = call => { if (call === 'base') throw problem(503) }
    await t.rejects(applied(id), /503/)
    t.match(await standing(id), { state: 'applying' })
    graph.before = () => {}
    t.match(await applied(id), { state: 'verified' })
    t.strictSame([graph.writers.length, graph.policies.length], [1, 1])
  })
})
