import { accepted, changesIn } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { watched } from '#test/fixtures/mortal.ts'

const lease = 120_000

/** A point at which one worker stands still until it is let go. */
function halt(point: string) {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  return {
    reached: reached.promise, release: () => released.resolve(),
    at(name: string): Promise<void> | undefined {
      if (name !== point) return undefined
      reached.resolve()
      return released.promise
    }
  }
}

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('of workers at once on one change one has it, and the others are told to come again', async t => {
    const { approved, applied, standing, graph } = changesIn(database)
    const { id } = await approved()
    const ends = await Promise.allSettled(Array.from({ length: 8 }, () => applied(id)))
    const told = ends.flatMap(end => end.status === 'rejected' ? [String(end.reason)] : [])
    t.ok(told.length > 0 && told.length < 8 && told.every(reason => reason.includes('another worker has the change')), `${told.length} of 8`)
    t.match(await standing(id), { state: 'verified' })
    t.strictSame([graph.writers.length, graph.policies.length], [1, 1])
  })
  await t.test('a worker that has the change keeps others away until its lease ends', async t => {
    const { workflow, approved, applied, clock, graph } = changesIn(database)
    const { id } = await approved()
    const { reached, release, at } = halt('before base')
    const slow = applied(id, watched(workflow, at))
    await reached
    clock.forward(lease - 1)
    await t.rejects(applied(id), /another worker has the change/)
    release()
    t.match(await slow, { state: 'verified' })
    t.equal(graph.writers.length, 1)
  })
  for (const point of ['before base', 'after base']) {
    await t.test(`a worker that outlives its lease ${point} does not write beside the next one`, async t => {
      const { workflow, approved, applied, standing, clock, graph } = changesIn(database)
      const { id } = await approved()
      const { reached, release, at } = halt(point)
      const slow = applied(id, watched(workflow, at)).then(() => 'done', () => 'refused')
      await reached
      clock.forward(lease)
      t.match(await applied(id), { state: 'verified' })
      release()
      t.equal(await slow, 'refused')
      t.match(await standing(id), { state: 'verified' })
      t.strictSame([graph.writers.length, graph.policies.length], [1, 1])
    })
  }
  await t.test('an answer that comes after the next worker gave up looking settles the change', async t => {
    const { workflow, approved, applied, clock, graph, trail } = changesIn(database)
    const { id } = await approved()
    graph.hasReader = true
    const { reached, release, at } = halt('before write')
    const slow = applied(id, watched(workflow, at))
    await reached
    clock.forward(lease)
    t.match(await applied(id), { state: 'undetermined' })
    release()
    t.match(await slow, { state: 'verified', objectId: graph.policies[0]?.id })
    t.strictSame([graph.writers.length, (await trail()).check.broken], [1, null])
  })
  await t.test('an answer that comes after the next worker found the write changes nothing', async t => {
    const { workflow, approved, applied, standing, clock, graph } = changesIn(database)
    const { id } = await approved()
    const { reached, release, at } = halt('after write')
    const slow = applied(id, watched(workflow, at)).then(() => 'done', () => 'refused')
    await reached
    clock.forward(lease)
    const verified = await applied(id)
    t.match(verified, { state: 'verified' })
    release()
    t.equal(await slow, 'refused')
    t.strictSame([await standing(id), graph.writers.length], [verified, 1])
  })
  await t.test('a refusal that comes after the next worker gave up looking leaves it to a person, and nothing is sent again', async t => {
    const { workflow, approved, applied, clock, graph, deciding, approver } = changesIn(database)
    const { id, contentHash } = await approved()
    graph.onWrite = () => ({ refused: { status: 403, code: 'Forbidden', message: '' } })
    const { reached, release, at } = halt('after write')
    const slow = applied(id, watched(workflow, at)).then(() => 'done', () => 'refused')
    await reached
    clock.forward(lease)
    t.match(await applied(id), { state: 'undetermined' })
    release()
    t.equal(await slow, 'refused')
    t.match(await deciding.approve(approver, id, { contentHash, comment: null }), { refused: 'wrong-state' })
    t.match(await applied(id), { state: 'undetermined' })
    t.equal(graph.writers.length, 1)
  })
  await t.test('of five who authorise again at once one counts, and the policy is written once', async t => {
    const { approved, applied, deciding, approver, clock, graph } = changesIn(database)
    const { id, contentHash } = await approved()
    clock.forward(3_600_000)
    t.match(await applied(id), { state: 'awaitingApprover' })
    graph.tokenExpiresAt = new Date(clock.now().getTime() + 3_600_000)
    const answers = await Promise.all(Array.from({ length: 5 }, () => deciding.approve(approver, id, { contentHash, comment: null })))
    const won = answers.filter(answer => !('refused' in answer))
    t.equal(won.length, 1)
    t.match(accepted(won[0] ?? { refused: 'none', detail: '' }), { state: 'applying' })
    t.match(await applied(id), { state: 'verified' })
    t.equal(graph.writers.length, 1)
  })
})
