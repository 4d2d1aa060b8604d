import { test } from 'tap'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { explainSuggestion } from '#src/skills/explain-suggestion.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { respondToSuggestion } from '#src/skills/respond-to-suggestion.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'

function suggested(ask: ReturnType<typeof asking>, kind = 'createPolicy') {
  const found = ask.memory.snapshot?.analysis.suggestions.find(one => one.kind === kind)
  if (found === undefined) throw new Error(`the small tenant has no suggestion of the kind ${kind}`)
  return found
}

test('suggestions come ranked, with the reasons of the rank and with what each would do, page by page', async t => {
  const ask = asking()
  const all = ask.memory.snapshot?.analysis.suggestions ?? []
  const first = await answerOf(listSuggestions, { top: 2 }, ask)
  t.match(first, {
    total: all.length, snoozed: 0, rejected: 0,
    suggestions: [{ rank: 1, id: all[0]?.id, why: all[0]?.reasons[0], effect: String, lockout: 'safe', mark: '' }, { rank: 2 }]
  })
  t.match(await answerOf(listSuggestions, { cursor: first.next }, ask), { suggestions: [{ rank: 3 }] })
})

test('a rejected suggestion is counted and not listed; a page that was begun before has to be begun again', async t => {
  const ask = asking()
  const { id } = suggested(ask)
  const { total = 0, next } = await answerOf(listSuggestions, { top: 1 }, ask)
  t.match(await answerOf(respondToSuggestion, { suggestion: id, answer: 'reject', reason: 'governed elsewhere' }, ask), { status: 'ok', suggestion: id, state: 'rejected' })
  const answer = await answerOf(listSuggestions, {}, ask)
  t.match(answer, { total: total - 1, rejected: 1, summary: /Put away: 1 rejected/ })
  t.notOk(answer.suggestions?.some(one => one.id === id))
  t.match(await answerOf(listSuggestions, { cursor: next }, ask), { status: 'cursorExpired' })
})

test('a suggestion that the reading before did not make is marked as new', async t => {
  const ask = asking()
  const { id } = suggested(ask)
  if (ask.memory.snapshot !== undefined) ask.memory.snapshot = { ...ask.memory.snapshot, news: { since: '2026-11-22T08:00:00Z', auditRead: true, suggestions: [id] } }
  const { suggestions = [], summary } = await answerOf(listSuggestions, { top: 20 }, ask)
  t.same(suggestions.filter(({ mark }) => mark !== '').map(one => [one.id, one.mark]), [[id, 'new']])
  t.match(summary, /\(1 new\)/)
})

test('an explanation tells whom and what it concerns, the steps in order, what undoes it, and what people noted', async t => {
  const ask = asking()
  const { id, title, steps } = suggested(ask)
  await answerOf(respondToSuggestion, { suggestion: title, answer: 'annotate', reason: 'asked the help desk' }, ask)
  const answer = await answerOf(explainSuggestion, { suggestion: id }, ask)
  t.match(answer, {
    status: 'ok', suggestion: id, users: Number, apps: String, conditions: String, controls: String, witness: String, reversible: String, confidence: String,
    effect: String, lockout: 'safe', steps: steps.slice(0, 2).map((step, index) => ({ step: index + 1, do: step.do })), stepsInAll: steps.length,
    notes: [{ text: 'asked the help desk', author: ask.caller.operator.oid }]
  })
  t.ok((answer.users ?? 0) > 0)
})

test('why this policy and not another is told where a standing policy is changed', async t => {
  const ask = asking()
  const { id, policies } = suggested(ask, 'enforcePolicy')
  t.match(await answerOf(explainSuggestion, { suggestion: id }, ask), { kind: 'enforcePolicy', whyThisPolicy: /\S/, steps: [{ do: 'enable', policy: policies[0] }] })
})

test('a suggestion that is not there is answered with candidates, by every skill that takes one', async t => {
  const ask = asking()
  for (const answer of [
    await answerOf(explainSuggestion, { suggestion: 'device code' }, ask), await answerOf(respondToSuggestion, { suggestion: 'device code', answer: 'snooze' }, ask),
    await answerOf(draftReportOnlyPolicy, { suggestion: 'device code' }, ask)
  ]) t.match(answer, { status: 'ambiguous', candidates: [{ kind: 'suggestion', id: /device-code/ }] })
  t.match(await answerOf(explainSuggestion, { suggestion: 'zzz' }, ask), { status: 'ambiguous', candidates: { length: 5 } })
})

test('an answer that lacks its reason is refused, and nothing is kept', async t => {
  const ask = asking()
  const { id: suggestion } = suggested(ask)
  t.match(await answerOf(respondToSuggestion, { suggestion, answer: 'reject' }, ask), { status: 'refused', summary: /why/ })
  t.match(await answerOf(respondToSuggestion, { suggestion, answer: 'annotate' }, ask), { status: 'refused', summary: /note/ })
  t.match(await answerOf(respondToSuggestion, { suggestion, answer: 'reviewed', days: 3 }, ask), { status: 'refused', summary: /snooze/ })
  t.equal(ask.memory.feedback.size, 0)
})

test('a rejection through a skill accepts nobody as an exception, and says who can', async t => {
  const ask = asking()
  const { id: suggestion } = suggested(ask)
  t.match(await answerOf(respondToSuggestion, { suggestion, answer: 'reject', reason: 'they are contractors' }, ask), { summary: /still count.*deciding client/ })
  t.strictSame(ask.memory.settings, {})
})

test('without a snapshot the answers ask for a run', async t => {
  const ask = asking()
  ask.memory.snapshot = undefined
  for (const answer of [
    await answerOf(listSuggestions, {}, ask), await answerOf(explainSuggestion, { suggestion: 'x' }, ask),
    await answerOf(respondToSuggestion, { suggestion: 'x', answer: 'snooze' }, ask)
  ]) t.match(answer, { status: 'noSnapshot' })
})

test('a suggestion to create a policy is drafted as it was suggested; one to change a policy is answered with the steps of a person', async t => {
  const ask = asking()
  const created = suggested(ask)
  const { draftId } = await answerOf(draftReportOnlyPolicy, { suggestion: created.id }, ask)
  t.strictSame(ask.memory.drafts.get(draftId ?? '')?.body, created.body)
  const changed = suggested(ask, 'enforcePolicy')
  t.match(await answerOf(draftReportOnlyPolicy, { suggestion: changed.id }, ask), { status: 'refused', summary: /A person takes these steps.*1\. / })
})
