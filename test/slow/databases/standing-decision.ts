import type { Change } from '#src/domain/change.ts'
import type { Draft } from '#src/domain/draft.ts'
import { body, changesIn, draftContent, patchContent, problem, standingPolicy } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

const day = 86_400_000
const author = 'author'
const twice = async () => ({ author, perDay: 2 })

const named = (displayName: string): Partial<Draft> => ({ body: { ...body, displayName } })
const nothing = { newlyBlocked: 0, newlyChallenged: 0, newlyFree: 0 }
const effect = (relation: Draft['effect']['relation']): Draft['effect'] => ({ relation, ...nothing, whenEnforced: nothing, summary: relation })
const lockout = (status: Draft['lockout']['status']): Draft['lockout'] => ({ status, summary: status, candidates: [] })
const policy = standingPolicy('Standing')

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const [what, changed] of [['safe', {}], ['unknown, for want of declared accounts', { lockout: lockout('undetermined') }]] as const) {
    await t.test(`a new report-only policy that is proven to change no outcome is created by the standing decision, where the lockout is ${what}`, async t => {
      const { submitted, applied, graph, trail, submitter } = changesIn(database, {}, twice)
      const change = await submitted([], changed)
      t.match(change, { state: 'approved', submittedBy: submitter.operator.oid, decisions: [{ by: author, decision: 'approved', standing: true, contentHash: change.contentHash }] })
      t.match(await applied(change.id), { state: 'verified' })
      t.strictSame([graph.writers, graph.policies.length], [['token of submitter'], 1])
      const { entries, check } = await trail()
      t.match([entries.find(({ action }) => action === 'approveStanding'), check], [{ actor: author }, { broken: null }])
    })
  }
  const never: readonly (readonly [what: string, content: ReturnType<typeof draftContent>])[] = [
    ['a patch', patchContent([policy], policy, { ...body, displayName: 'Patched' })],
    ['turning a policy on', draftContent([policy], { kind: 'setPolicyState', target: policy.id, before: policy.body, patch: { state: 'enabled' }, body: { ...policy.body, state: 'enabled' } })],
    ['the deletion of a policy', draftContent([policy], { kind: 'deletePolicy', target: policy.id, body: policy.body, before: policy.body })],
    ['a new policy that is off', draftContent([policy], { body: { ...body, state: 'disabled' } })],
    ['a new named location', draftContent([policy], { kind: 'createNamedLocation', body: { displayName: 'Office' } })],
    ...(['stricter', 'looser', 'incomparable'] as const).map(relation => [`a new policy whose proof failed, ${relation}`, draftContent([policy], { effect: effect(relation) })] as const)
  ]
  for (const [what, content] of never) {
    await t.test(`${what} waits for a person`, async t => {
      const { submittedOf, applied, graph, tokens } = changesIn(database, {}, twice)
      graph.policies.push(policy)
      const change = await submittedOf(content)
      t.match(change, { state: 'submitted', decisions: [] })
      t.match(await applied(change.id), { state: 'submitted' })
      t.strictSame([graph.calls, await tokens()], [[], []], 'Graph was not asked for anything')
    })
  }
  await t.test('a new policy that is on is refused, and one that locks somebody out waits for two people', async t => {
    const { drafts, changes, submitter } = changesIn(database, {}, twice)
    const on = await drafts.save(submitter, draftContent([], { body: { ...body, state: 'enabled' } }))
    t.match(await changes.submit(submitter, { draftId: on.draft.id, justification: 'needed', ticket: null, override: 'lockout' }), { refused: 'not-report-only' })
    const locking = await drafts.save(submitter, draftContent([], { lockout: lockout('locked') }))
    t.match(await changes.submit(submitter, { draftId: locking.draft.id, justification: 'needed', ticket: null, override: 'lockout' }), { change: { state: 'submitted', approvalsNeeded: 2, decisions: [] } })
  })
  await t.test('without a standing decision everything waits for a person', async t => {
    const { submitted, graph } = changesIn(database)
    t.match(await submitted(), { state: 'submitted', decisions: [] })
    t.strictSame(graph.calls, [])
  })
  await t.test('it is good for the agreed number in 24 hours, and no more', async t => {
    const { submitted, clock } = changesIn(database, {}, twice)
    const states = async (...names: string[]): Promise<Change['state'][]> => {
      const ends: Change['state'][] = []
      for (const name of names) ends.push((await submitted([], named(name))).state)
      return ends
    }
    t.strictSame(await states('one', 'two', 'three'), ['approved', 'approved', 'submitted'])
    clock.forward(day - 1)
    t.strictSame(await states('four'), ['submitted'])
    clock.forward(2)
    t.strictSame(await states('five', 'six', 'seven'), ['approved', 'approved', 'submitted'])
  })
  await t.test('of ten submissions at once so many pass as were agreed', async t => {
    const { submitted } = changesIn(database, {}, twice)
    const ends = await Promise.all(Array.from({ length: 10 }, (_, n) => submitted([], named(`at once ${n}`))))
    t.equal(ends.filter(({ state }) => state === 'approved').length, 2)
    t.equal(ends.filter(({ state }) => state === 'submitted').length, 8)
  })
  await t.test('where the submitter gets no token of Graph the change waits for a person', async t => {
    const { submitted, graph, tokens } = changesIn(database, {}, twice)
    graph.before = call => { if (call === 'token') throw problem(401) }
    t.match(await submitted(), { state: 'submitted', decisions: [] })
    t.strictSame(await tokens(), [])
  })
})
