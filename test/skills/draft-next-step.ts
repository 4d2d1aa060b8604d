import { test } from 'tap'
import { draftNextStep } from '#src/skills/draft-next-step.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'

function steppedSuggestion({ memory }: ReturnType<typeof asking>) {
  const found = memory.snapshot?.analysis.suggestions.find(({ steps }) => steps.some(step => step.do === 'enable' || step.do === 'patch'))
  if (found === undefined) throw new Error('no suggestion with steps')
  return found
}

test('the next step of a suggestion is drafted, with the plan that it is of', async t => {
  const ask = asking()
  const { id, title } = steppedSuggestion(ask)
  const answer = await answerOf(draftNextStep, { suggestion: id }, ask)
  t.match(answer, { status: 'ok', step: 1, summary: /^Step 1 of \d+ is drafted, to /, left: /^1\. /, existing: false, lockout: 'safe' })
  t.match(ask.memory.drafts.get(answer.draftId ?? ''), { plan: { id: answer.planId, step: 1 }, suggestion: id })
  t.match(await answerOf(draftNextStep, { suggestion: title }, ask), { status: 'ok', draftId: answer.draftId, existing: true }, 'by its title, too')
})

test('while a step is under way the answer says what it waits for', async t => {
  const ask = asking()
  const { id } = steppedSuggestion(ask)
  const { planId } = await answerOf(draftNextStep, { suggestion: id }, ask)
  const standing = ask.memory.plans.get(planId ?? '')
  if (standing === undefined) return void t.fail('no plan')
  ask.memory.plans.set(standing.plan.id, { ...standing, waitsFor: 'change-1', states: ['submitted'] })
  t.match(await answerOf(draftNextStep, { suggestion: id }, ask), { status: 'refused', waitsFor: 'change-1', summary: /under way as the change `change-1`/ })
})

test('advice, and what is no suggestion, drafts nothing', async t => {
  const ask = asking()
  const advice = steppedSuggestion(ask)
  advice.steps = [{ do: 'advice', words: 'ask whether this is meant' }]
  t.match(await answerOf(draftNextStep, { suggestion: advice.id }, ask), { status: 'refused', summary: /^This cannot be drafted: / })
  t.match(await answerOf(draftNextStep, { suggestion: 'none' }, ask), { status: 'ambiguous' })
  t.equal(ask.memory.drafts.size, 0)
})
