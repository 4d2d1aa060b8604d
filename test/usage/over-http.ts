import { test } from 'tap'
import { tokensOf } from '#src/skills/tokens.ts'
import { memberOf } from '#test/fixtures/every-call.ts'
import { startService } from '#test/fixtures/service.ts'

test('each skill that is called over HTTP is in the ledger with the tokens that were sent', async t => {
  const service = await startService()
  service.memory.budgets = { perScu: 1000 }
  const sent = await service.call('GET', '/v1/skills/suggestions?top=3')
  await service.call('GET', '/v1/skills/capabilities')
  const { status, body } = await service.call('GET', '/v1/usage')
  t.equal(status, 200)
  t.equal(memberOf(body, 'next'), undefined)
  const [capabilities, suggestions] = Object(body).usage
  t.match(capabilities, { skill: 'ExplainCapabilities', day: '2026-11-23', calls: 1, operator: String })
  t.match(suggestions, { skill: 'ListSuggestions', calls: 1 })
  t.ok(Math.abs(suggestions.replyTokens - await tokensOf(sent.text)) <= 5, `${suggestions.replyTokens} noted, ${await tokensOf(sent.text)} sent`)
  t.equal(suggestions.estimatedScu, Math.round(suggestions.replyTokens / 10) / 100)
})

test('a budget shortens what is sent over HTTP and says so', async t => {
  const service = await startService()
  service.memory.budgets = { perDay: 1 }
  await service.call('GET', '/v1/skills/capabilities')
  const { status, body } = await service.call('GET', '/v1/skills/suggestions')
  t.equal(status, 200)
  t.strictSame(Object.keys(Object(body)).sort(), ['budget', 'status', 'summary'])
  t.equal(memberOf(body, 'budget'), 'spent')
})

test('the ledger is read in pages, of one run where it is named', async t => {
  const service = await startService()
  const days = ['2026-11-21', '2026-11-22', '2026-11-23']
  service.memory.ledger.push(...days.flatMap(day => ['a', 'b'].flatMap(operator => ['GetRun', 'GetUsage'].map(skill => ({ day, operator, skill, run: `run ${day}`, replyTokens: 10, inputTokens: 1 })))))
  const seen: string[] = []
  for (let next: unknown = undefined, first = true; first || next !== undefined; first = false) {
    const { body } = await service.call('GET', `/v1/usage?top=5${next === undefined ? '' : `&cursor=${encodeURIComponent(String(next))}`}`)
    seen.push(...Object(body).usage.map(({ day, operator, skill }: Record<string, string>) => `${day} ${operator} ${skill}`))
    next = memberOf(body, 'next')
  }
  t.strictSame(seen, days.toReversed().flatMap(day => ['a', 'b'].flatMap(operator => ['GetRun', 'GetUsage'].map(skill => `${day} ${operator} ${skill}`))))
  const { body: ofRun } = await service.call('GET', '/v1/usage?run=run%202026-11-22&top=2')
  t.strictSame(Object(ofRun).usage.map(({ day }: Record<string, string>) => day), ['2026-11-22', '2026-11-22'])
  t.equal((await service.call('GET', `/v1/usage?cursor=${encodeURIComponent(String(memberOf(ofRun, 'next')))}`)).status, 400)
})
