import { test } from 'tap'
import { getUsage } from '#src/skills/get-usage.ts'
import { skills } from '#src/skills/all.ts'
import { tokensOf } from '#src/skills/tokens.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'

const row = { operator: 'a', run: undefined, inputTokens: 5 }

/** Every skill, with figures as long as they get; one of them before the 30 days, one on the first of them. */
function used() {
  const ask = asking()
  ask.memory.ledger.push(...skills.map(({ name }, n) => ({ ...row, skill: name, day: '2026-11-23', replyTokens: 1_000_000 + n })),
    { ...row, skill: 'GetRun', day: '2026-10-24', replyTokens: 7 }, { ...row, skill: 'ListSuggestions', day: '2026-10-25', replyTokens: 9_000_000 })
  return ask
}

test('the usage of today and of 30 days is told by skill, the most costly first, and what is left', async t => {
  const ask = used()
  ask.memory.budgets = { perDay: 50_000_000, perRun: 100_000, perScu: 40_000 }
  const reply = await answerOf(getUsage, {}, ask)
  const today = skills.reduce((sum, _skill, n) => sum + 1_000_000 + n, 0)
  t.match(reply, {
    status: 'ok', callsToday: skills.length, tokensToday: today, calls30Days: skills.length + 1, tokens30Days: today + 9_000_000, budgetToday: 50_000_000, leftToday: 50_000_000 - today,
    budgetPerRun: 100_000, estimatedScuToday: Math.round(today / 400) / 100, skills: [{ skill: 'ListSuggestions', calls: 2 }]
  })
  t.match(reply.summary, /an estimated [\d.]+ SCU; .* tokens in 30 days\. .* of 50,000,000 tokens are left today\.$/)
  t.ok(await tokensOf(JSON.stringify(reply)) < 300)
})

test('yesterday and the last seven days are told beside today', async t => {
  const ask = asking()
  const days = { '2026-11-23': 1, '2026-11-22': 20, '2026-11-21': 300, '2026-11-17': 4000, '2026-11-16': 50_000 }
  ask.memory.ledger.push(...Object.entries(days).map(([day, replyTokens]) => ({ ...row, skill: 'GetRun', day, replyTokens })))
  t.match(await answerOf(getUsage, {}, ask), { tokensToday: 1, tokensYesterday: 20, tokens7Days: 4321, tokens30Days: 54_321 })
})

test('without a rate no SCU are told, and without a budget none is left', async t => {
  const reply = await answerOf(getUsage, {}, used())
  t.match(reply.summary, /No daily budget is set\.$/)
  t.strictSame(Object.keys(reply).filter(name => /scu|budget|left/i.test(name)), [])
})

test('what is overdrawn leaves nothing, not less', async t => {
  const ask = used()
  ask.memory.budgets = { perDay: 1000 }
  t.equal((await answerOf(getUsage, {}, ask)).leftToday, 0)
})
