import { Value } from 'typebox/value'
import { test } from 'tap'
import type { News } from '#src/domain/news.ts'
import { listPendingRuns } from '#src/skills/list-pending-runs.ts'
import { tokensOf } from '#src/skills/tokens.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { now } from '#test/fixtures/memory-ports.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString()
const none = { added: 0, changed: 0, removed: 0, first: [] }
const one = { ...none, added: 1, first: [{ id: ids.cleo, name: 'Cleo', change: 'added' as const }] }
const nothing: Omit<News, 'since'> = { auditRead: true, users: none, apps: none, agents: none, policies: none }

/** A tenant that was read `age` hours ago, and `before` hours ago, with what was new. */
function read({ age, before, news }: { age: number, before: number, news: Omit<News, 'since'> }) {
  const ask = asking()
  if (ask.memory.snapshot !== undefined) ask.memory.snapshot = { ...ask.memory.snapshot, collectedAt: hoursAgo(age), news: { since: hoursAgo(before), ...news } }
  return ask
}

async function pending(ask: ReturnType<typeof asking>) {
  const answer = await listPendingRuns.run({}, ask)
  if (!Value.Check(listPendingRuns.output, answer)) throw new Error('the answer is not of its shape')
  return answer
}

const { users: _users, ...withoutUsers } = nothing
const cases: readonly { readonly when: string, readonly age: number, readonly before: number, readonly news: Omit<News, 'since'>, readonly due: number }[] = [
  { when: 'nothing was new today', age: 6, before: 30, news: nothing, due: 0 },
  { when: 'the tenant was read a day ago', age: 24, before: 48, news: nothing, due: 1 },
  { when: 'it was read an hour less than a day ago, at the moment of yesterday\'s trigger', age: 23.5, before: 47, news: nothing, due: 1 },
  { when: 'a user is new', age: 6, before: 30, news: { ...nothing, users: one }, due: 1 },
  { when: 'a suggestion is new', age: 6, before: 30, news: { ...nothing, suggestions: ['gap-mfa-all-users'] }, due: 1 },
  { when: 'what is new among users is not known', age: 6, before: 30, news: withoutUsers, due: 1 },
  { when: 'both readings are of today, so that the morning is not known', age: 1, before: 2, news: nothing, due: 1 }
]
for (const { when, due, ...reading } of cases) {
  test(`${due === 0 ? 'no run is' : 'a run is'} due where ${when}`, async t => t.equal((await pending(read(reading))).length, due))
}

test('a run is due where the tenant was never read, and where it was read only once', async t => {
  const ask = asking()
  t.equal((await pending(ask)).length, 1)
  ask.memory.snapshot = undefined
  t.same(await pending(ask), [{ MonitoredObjects: 'users,apps', AllowReportOnly: false, Instructions: '' }])
})

test('a run by hand that waits is due on a quiet day; one that goes on, or another trigger\'s, is not', async t => {
  const ask = read({ age: 6, before: 30, news: nothing })
  ask.memory.runState = 'queued'
  t.equal((await pending(ask)).length, 0)
  ask.memory.runTrigger = 'hand'
  t.equal((await pending(ask)).length, 1)
  ask.memory.runState = 'running'
  t.equal((await pending(ask)).length, 0)
})

test('the run carries what people declared: the standing decision, and the instructions that hold', async t => {
  const ask = asking()
  const about = { objects: [{ kind: 'user' as const, id: ids.cleo }], requirements: null }
  ask.memory.settings = {
    autoCreateReportOnly: { perDay: 2, author: 'somebody', decidedAt: hoursAgo(1) }, directions: [{ do: 'exclude', ...about }],
    exceptions: [{ ...about, reason: 'is gone', author: 'somebody', acceptedAt: hoursAgo(90), expiresAt: hoursAgo(30) }]
  }
  const [run] = await pending(ask)
  t.equal(run?.AllowReportOnly, true)
  t.match(run?.Instructions, /^Exclude the user \S+ from all policies\.$/)
})

test('a quiet day is answered in one sentence, read again or not', async t => {
  const fresh = await answerOf(runOptimization, { since: '23h' }, read({ age: 6, before: 30, news: nothing }))
  t.match(fresh, { status: 'ok', state: 'finished', summary: /^Nothing new since .*: \d+ requirements? with a gap/ })
  t.same(Object.keys(fresh), ['status', 'summary', 'state'])
  t.ok(await tokensOf(JSON.stringify(fresh)) < 60, `${await tokensOf(JSON.stringify(fresh))} tokens`)
  t.match(await answerOf(runOptimization, { since: hoursAgo(23) }, read({ age: 6, before: 30, news: nothing })), { summary: /^Nothing new since/ })
  t.notMatch(await answerOf(runOptimization, { since: '23h' }, read({ age: 6, before: 30, news: { ...nothing, users: one } })), { summary: /^Nothing new/ })
  t.notMatch(await answerOf(runOptimization, {}, read({ age: 6, before: 30, news: nothing })), { summary: /^Nothing new/ }, 'who does not say since when is told everything')
  t.match(await answerOf(runOptimization, { since: 'yesterday' }, asking()), { status: 'refused', summary: /12h/ })
})
