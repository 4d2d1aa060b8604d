import type { Test } from 'tap'
import type { Change } from '#src/domain/change.ts'
import { createDecidingPort } from '#src/changes/change-port.ts'
import { createChangeWorkers, resumeChanges } from '#src/changes/workers.ts'
import type { Database } from '#src/store/database.ts'
import { accepted, changesIn, type PlayedGraph } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { mortal } from '#test/fixtures/mortal.ts'

const lease = 120_000
const hour = 3_600_000
const approval = { comment: null }

/** What Graph does, what passes while the process is down, and where each death leads. `standing` is how many policies there are. */
interface Scenario {
  readonly name: string
  readonly play?: (graph: PlayedGraph) => void
  readonly down?: number
  readonly end: (point: string, standing: number) => Change['state']
}

const scenarios: readonly Scenario[] = [
  { name: 'Graph answers', end: point => point === 'before write' ? 'undetermined' : 'verified' },
  {
    name: 'the answer to the write is lost and replicas lag', end: point => point === 'before write' ? 'undetermined' : 'verified',
    play: graph => {
      graph.lag = 3000
      graph.onWrite = write => {
        write()
        return { uncertain: 'the connection broke' }
      }
    }
  },
  {
    name: 'Graph refuses the approver', end: point => point.endsWith('write') || point === 'after write, clock 1' ? 'undetermined' : 'awaitingApprover',
    play: graph => { graph.onWrite = () => ({ refused: { status: 403, code: 'Forbidden', message: '' } }) }
  },
  {
    name: 'the token ends while the process is down, and the service reads with its own', down: hour,
    play: graph => { graph.hasReader = true },
    end: (point, standing) => point === 'before write' ? 'undetermined' : standing === 1 ? 'verified' : 'awaitingApprover'
  }
]

/** Lets the process die at its nth step and another take over; answers where it died, or undefined once there is no nth step. */
async function dies(t: Test, database: Database, { play, down = lease, end }: Scenario, n: number): Promise<string | undefined> {
  const { graph, workflow, clock, approved, applied, tenantId, trail, tokens } = changesIn(database)
  const { id } = await approved()
  play?.(graph)
  const { workflow: dying, diedAt } = mortal(workflow, n)
  await createChangeWorkers(dying).apply({ tenantId, subject: id }, new AbortController().signal).catch(() => {})
  const point = diedAt()
  if (point === undefined) return undefined
  clock.forward(down)
  const expected = end(point, graph.policies.length)
  const change = await applied(id)
  const { check } = await trail()
  t.strictSame([change.state, check.broken, await tokens()], [expected, null, []], `dies at step ${n}, ${point}: ${change.state}`)
  t.ok(graph.policies.length <= 1 && (expected !== 'verified' || graph.policies.length === 1), 'no policy is written twice')
  t.equal(change.objectId, expected === 'verified' ? graph.policies[0]?.id : null)
  return point
}

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const scenario of scenarios) {
    await t.test(`wherever the applying process dies no policy is written twice and no state is silent: ${scenario.name}`, async t => {
      const points: string[] = []
      for (let n = 1; ; n++) {
        const point = await dies(t, database, scenario, n)
        if (point === undefined) break
        points.push(point)
      }
      t.comment(points.join(', '))
      for (const point of ['begin, clock 1', 'before base', 'after base', 'before write', 'after write']) t.ok(points.includes(point), point)
    })
  }
  await t.test('wherever the approving process dies, the approval is there whole or not at all', async t => {
    const ends: string[] = []
    for (let n = 1; ; n++) {
      const { workflow, submitted, standing, approver, deciding, tokens, jobs, applied, graph } = changesIn(database)
      const { id, contentHash } = await submitted()
      const { workflow: dying, diedAt } = mortal(workflow, n)
      await createDecidingPort(dying).approve(approver, id, { contentHash, ...approval }).catch(() => {})
      const { state, decisions } = await standing(id)
      t.strictSame([decisions.length, (await tokens()).length, (await jobs('apply', id)).length], Array(3).fill(state === 'approved' ? 1 : 0))
      ends.push(`${diedAt() ?? 'lives'}: ${state}`)
      if (state === 'submitted') accepted(await deciding.approve(approver, id, { contentHash, ...approval }))
      t.match([await applied(id), graph.policies.length], [{ state: 'verified' }, 1])
      if (diedAt() === undefined) break
    }
    t.strictSame(ends, ['begin, clock 1: submitted', 'before token: submitted', 'after token: submitted', 'after token, clock 1: submitted', 'lives: approved'])
  })
  await t.test('the next start of the service takes up what the last one left', async t => {
    const { workflow, approved, submitted, applied, tenantId, jobs, clock } = changesIn(database)
    const [{ id }, waiting] = [await approved(), await submitted([], { baseHash: 'another' })]
    await createChangeWorkers(mortal(workflow, 5).workflow).apply({ tenantId, subject: id }, new AbortController().signal).catch(() => {})
    t.equal(await resumeChanges(workflow, tenantId), 1)
    t.strictSame([(await jobs('apply', id)).length, (await jobs('apply', waiting.id)).length], [2, 0])
    if (database.kind === 'server') clock.forward(lease)
    t.match(await applied(id), { state: 'verified' })
    t.equal(await resumeChanges(workflow, tenantId), 0)
  })
})
