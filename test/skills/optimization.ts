import { test } from 'tap'
import { getRun } from '#src/skills/get-run.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'

/** How many requirements of the small tenant have a gap, and how many are met. */
function counts({ memory: { snapshot } }: ReturnType<typeof asking>) {
  const statuses = (snapshot?.analysis.requirements ?? []).map(({ status }) => status)
  return { gaps: statuses.filter(status => status === 'gap').length, met: statuses.filter(status => status === 'met').length }
}

test('a finished run answers the totals and the open requirements, the worst first', async t => {
  const ask = asking()
  const answer = await answerOf(runOptimization, {}, ask)
  t.match(answer, { status: 'ok', state: 'finished', runId: 'run-1', ...counts(ask), news: /no earlier reading/ })
  t.match(answer.requirements, [{ severity: 'critical', status: 'gap' }])
  t.match(answer.requirements?.find(({ id }) => id === 'mfa-all-users'), { severity: 'critical', uncoveredUsers: 1 })
})

test('a run that takes longer answers its progress and what the last reading says', async t => {
  const ask = asking()
  ask.memory.runState = 'running'
  t.match(await answerOf(runOptimization, {}, ask),
    { status: 'ok', state: 'running', progress: 'collect 3 of 9', gaps: counts(ask).gaps, summary: /GetRun.*last reading/ })
  ask.memory.snapshot = undefined
  t.match(await answerOf(runOptimization, {}, ask), { status: 'ok', state: 'running', runId: 'run-1', summary: /GetRun/ })
})

test('a run that failed says so and still tells the last reading', async t => {
  const ask = asking()
  ask.memory.runState = 'failed'
  t.match(await answerOf(runOptimization, {}, ask), { status: 'ok', state: 'failed', gaps: counts(ask).gaps, summary: /failed/ })
})

test('a reading that is new enough is not repeated', async t => {
  const ask = asking()
  const answer = await answerOf(runOptimization, { since: '2026-11-23T07:00:00Z' }, ask)
  t.match(answer, { status: 'ok', gaps: counts(ask).gaps })
  t.notHas(answer, { runId: String })
  t.match(await answerOf(runOptimization, { since: '2026-11-23T08:01:00Z' }, asking()), { runId: 'run-1' })
})

test('only what is monitored is reported', async t => {
  t.match(await answerOf(runOptimization, { monitored: 'apps' }, asking()), { status: 'ok', gaps: Number })
  t.match(await answerOf(runOptimization, { monitored: 'printers' }, asking()), { status: 'refused', summary: /users and apps/ })
})

test('a run is asked for by its id', async t => {
  const ask = asking()
  t.match(await answerOf(getRun, { run: 'run-1' }, ask), { status: 'ok', state: 'finished', ...counts(ask) })
  t.match(await answerOf(getRun, { run: 'run-2' }, ask), { status: 'notFound' })
})

test('a run tells when and by whom it was started, whether or not anything was read yet', async t => {
  const ask = asking()
  const started = { startedAt: '2026-11-23T08:12:00.000Z', startedBy: ask.caller.operator.oid }
  t.match(await answerOf(getRun, { run: 'run-1' }, ask), started)
  ask.memory.runState = 'running'
  const running = await answerOf(getRun, { run: 'run-1' }, ask)
  t.match(running, { ...started, state: 'running' })
  t.notHas(running, { finishedAt: String })
  ask.memory.snapshot = undefined
  t.match(await answerOf(getRun, { run: 'run-1' }, ask), started)
})

test('what is new since the reading before is told by a run and asked for afterwards', async t => {
  const ask = asking()
  const none = { added: 0, changed: 0, removed: 0, first: [] }
  const policies = { ...none, changed: 1, first: [{ id: 'p', name: 'Require MFA', change: 'changed' as const, by: 'ada@lantern.example' }] }
  if (ask.memory.snapshot !== undefined) {
    ask.memory.snapshot = { ...ask.memory.snapshot, news: { since: '2026-11-22T08:00:00.000Z', auditRead: true, users: none, apps: none, agents: none, policies } }
  }
  const news = 'Since 2026-11-22T08:00: 1 policy changed (Require MFA by ada@lantern.example).'
  t.match(await answerOf(runOptimization, {}, ask), { news })
  t.match(await answerOf(getRun, { run: 'run-1' }, ask), { news })
})
