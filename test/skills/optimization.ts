import { test } from 'tap'
import { getRun } from '#src/skills/get-run.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'

test('a finished run answers the totals and the open requirements, the worst first', async t => {
  t.match(await answerOf(runOptimization, {}, asking()), {
    status: 'ok', state: 'finished', runId: 'run-1', met: 1, gaps: 6,
    requirements: [{ id: 'mfa-all-users', severity: 'critical', uncoveredUsers: 1 }]
  })
})

test('a run that takes longer answers its progress and what the last reading says', async t => {
  const ask = asking()
  ask.memory.runState = 'running'
  t.match(await answerOf(runOptimization, {}, ask),
    { status: 'ok', state: 'running', progress: 'collect 3 of 9', gaps: 6, summary: /GetRun.*last reading/ })
  ask.memory.snapshot = undefined
  t.match(await answerOf(runOptimization, {}, ask), { status: 'ok', state: 'running', runId: 'run-1', summary: /GetRun/ })
})

test('a run that failed says so and still tells the last reading', async t => {
  const ask = asking()
  ask.memory.runState = 'failed'
  t.match(await answerOf(runOptimization, {}, ask), { status: 'ok', state: 'failed', gaps: 6, summary: /failed/ })
})

test('a reading that is new enough is not repeated', async t => {
  const answer = await answerOf(runOptimization, { since: '2026-11-23T07:00:00Z' }, asking())
  t.match(answer, { status: 'ok', gaps: 6 })
  t.notHas(answer, { runId: String })
  t.match(await answerOf(runOptimization, { since: '2026-11-23T08:01:00Z' }, asking()), { runId: 'run-1' })
})

test('only what is monitored is reported', async t => {
  t.match(await answerOf(runOptimization, { monitored: 'apps' }, asking()), { status: 'ok', gaps: Number })
  t.match(await answerOf(runOptimization, { monitored: 'printers' }, asking()), { status: 'refused', summary: /users and apps/ })
})

test('a run is asked for by its id', async t => {
  const ask = asking()
  t.match(await answerOf(getRun, { run: 'run-1' }, ask), { status: 'ok', state: 'finished', met: 1, gaps: 6 })
  t.match(await answerOf(getRun, { run: 'run-2' }, ask), { status: 'notFound' })
})

test('suggestions come ranked, with why and with what each would do, page by page', async t => {
  const ask = asking()
  const first = await answerOf(listSuggestions, { top: 2 }, ask)
  t.match(first, { total: 6, suggestions: [{ rank: 1, requirement: 'mfa-all-users', effect: String, lockout: 'safe' }, { rank: 2 }] })
  t.match(await answerOf(listSuggestions, { cursor: first.next }, ask), { suggestions: [{ rank: 3 }] })
})
