import type { Draft } from '#src/domain/draft.ts'
import type { Database } from '#src/store/database.ts'
import { accepted, body, changesIn, draftContent, patchContent, standingPolicy, type Standing } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

const uncertain = 'the answer was lost'
const more = { ...body, displayName: 'Require MFA of more people' }

type Content = Omit<Draft, 'id' | 'createdAt' | 'createdBy'>

/** Writes that change an object which is there, each with what stands after it. */
const writes: readonly { readonly what: string, readonly content: (standing: Standing) => Content, readonly after: readonly object[] }[] = [
  { what: 'a patch', content: standing => patchContent([standing], standing, more), after: [{ body: more }] },
  {
    what: 'a change of state', after: [{ body: { state: 'enabled' } }],
    content: standing => draftContent([standing], { kind: 'setPolicyState', target: standing.id, before: standing.body, patch: { state: 'enabled' }, body: { ...standing.body, state: 'enabled' } })
  },
  { what: 'a deletion', content: standing => draftContent([standing], { kind: 'deletePolicy', target: standing.id, body: standing.body, before: standing.body }), after: [] }
]

/** A tenant with one policy and a change of it that is approved. */
async function approvedOn(database: Database, content: (standing: Standing) => Content) {
  const house = changesIn(database)
  const standing = standingPolicy('Require MFA')
  house.graph.policies.push(standing)
  const { id, contentHash } = await house.approvedOf(content(standing))
  return { ...house, policy: standing, id, contentHash, apply: () => house.applied(id) }
}

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const { what, content, after } of writes) {
    for (const lag of [0, 30_000]) {
      await t.test(`${what} whose answer was lost is found, and is not sent again (replica lag ${lag} ms)`, async t => {
        const { graph, apply, trail, policy } = await approvedOn(database, content)
        graph.lag = lag
        graph.onWrite = write => {
          write()
          return { uncertain }
        }
        t.match(await apply(), { state: 'verified', objectId: policy.id })
        t.match([graph.writers.length, graph.policies, (await trail()).check], [1, after, { broken: null }])
        t.equal(graph.policies.length, after.length)
      })
    }
    await t.test(`${what} that was not written is sent again while the base stands, and the trail says so`, async t => {
      const { graph, apply, trail, tokens } = await approvedOn(database, content)
      graph.onWrite = () => {
        graph.onWrite = undefined
        return { uncertain }
      }
      t.match(await apply(), { state: 'verified' })
      t.match([graph.writers.length, graph.policies], [2, after])
      const { entries } = await trail()
      t.strictSame(entries.map(({ action }) => action).filter(action => ['intend', 'repeat', 'written'].includes(action)), ['intend', 'repeat', 'intend', 'written'])
      t.strictSame(await tokens(), [])
    })
    await t.test(`${what} that was not written is stale once something else in the tenant has changed`, async t => {
      const { graph, apply } = await approvedOn(database, content)
      graph.onWrite = () => {
        graph.policies.push(standingPolicy('Added in the portal'))
        return { uncertain }
      }
      t.match(await apply(), { state: 'stale', detail: /Nothing was written/ })
      t.strictSame([graph.writers.length, graph.policies.length], [1, 2])
    })
    await t.test(`${what} whose object stands neither as before nor as approved is left to a person`, async t => {
      const { graph, apply, deciding, approver, id, policy } = await approvedOn(database, content)
      graph.onWrite = () => {
        graph.policies.splice(0, 1, { ...policy, body: { ...body, displayName: 'Something else' } })
        return { uncertain }
      }
      t.match(await apply(), { state: 'undetermined', detail: /client-request-id .*: the object stands neither as before nor as approved/ })
      t.equal(graph.writers.length, 1)
      t.match(await deciding.resolve(approver, id, { objectId: null, text: 'looked in the portal' }), { state: 'failed', comments: [{ by: 'approver' }] })
    })
  }
  const patch = (standing: Standing): Content => patchContent([standing], standing, more)
  await t.test('a patch that gets lost again and again is given up after ten minutes, and left to a person', async t => {
    const { graph, apply, clock, policy } = await approvedOn(database, patch)
    const start = clock.now().getTime()
    graph.onWrite = () => ({ uncertain })
    t.match(await apply(), { state: 'undetermined' })
    t.ok(clock.now().getTime() - start < 900_000, `${graph.writers.length} tries`)
    t.strictSame(graph.policies, [policy])
  })
  for (const { edits, end } of [
    { edits: [{ by: 'somebody', at: '2026-11-23T10:00:01.000Z' }], end: { state: 'diverged', detail: /^`somebody` changed it at 2026-11-23T10:00:01.000Z, between the last reading and the write/ } },
    { edits: [{ by: null, at: '2026-11-23T10:00:01.000Z' }], end: { state: 'diverged', detail: /^somebody changed it at / } },
    { edits: [], end: { state: 'verified' } },
    { edits: undefined, end: { state: 'verified' } }
  ]) {
    const known = edits === undefined ? 'is not known' : edits.length === 0 ? 'is nobody' : `is ${edits[0]?.by ?? 'somebody without a name'}`
    await t.test(`a patch that stands as approved, where who else wrote ${known}: ${end.state}`, async t => {
      const { graph, apply } = await approvedOn(database, patch)
      graph.edits = edits
      t.match(await apply(), { ...end, outcome: { asAnnounced: true } })
      t.match([graph.writers.length, graph.policies], [1, [{ body: more }]])
    })
  }
  await t.test('a patch that does not stand as approved is diverged, and names who else wrote', async t => {
    const { graph, apply, policy } = await approvedOn(database, patch)
    graph.edits = [{ by: 'somebody', at: '2026-11-23T10:00:01.000Z' }]
    graph.onWrite = write => {
      const id = write()
      graph.policies.splice(0, 1, { ...policy, body: { ...body, displayName: 'Something else' } })
      return { written: id }
    }
    t.match(await apply(), { state: 'diverged', detail: /does not show what was approved: `somebody` changed it at/ })
  })
  await t.test('a patch that Graph refuses the approver waits for one, and is written once when it is authorised again', async t => {
    const { graph, apply, deciding, approver, id, contentHash } = await approvedOn(database, patch)
    graph.onWrite = () => ({ refused: { status: 403, code: 'Forbidden', message: '' } })
    t.match(await apply(), { state: 'awaitingApprover' })
    graph.onWrite = undefined
    accepted(await deciding.approve(approver, id, { contentHash, comment: null }))
    t.match(await apply(), { state: 'verified' })
    t.match(graph.policies, [{ body: more }])
  })
  await t.test('a patch of a policy that was edited since its approval is stale, and nothing is written', async t => {
    const { graph, apply, policy } = await approvedOn(database, patch)
    graph.policies.splice(0, 1, { ...policy, body: { ...body, displayName: 'Edited without a trace' } })
    t.match(await apply(), { state: 'stale' }, 'though its times say nothing')
    t.strictSame(graph.writers, [])
  })
  await t.test('a patch that was not written, and whose token has ended until the service looks for it, waits for an approver', async t => {
    const { graph, apply, clock } = await approvedOn(database, patch)
    graph.hasReader = true
    graph.onWrite = () => {
      clock.forward(3_600_000)
      return { uncertain }
    }
    t.match(await apply(), { state: 'awaitingApprover', detail: /token has expired/ })
    t.equal(graph.writers.length, 1)
  })
  await t.test('a patch whose process was down for long is sent again, once', async t => {
    const { graph, apply, clock } = await approvedOn(database, patch)
    graph.before = call => { if (call === 'write') throw new Error('the process is dead') }
    await t.rejects(apply(), /the process is dead/)
    graph.before = () => {}
    clock.forward(1_800_000)
    t.match(await apply(), { state: 'verified' })
    t.match([graph.writers.length, graph.policies], [1, [{ body: more }]])
  })
})
