import { test } from 'tap'
import { Type } from 'typebox'
import { skills } from '#src/skills/all.ts'
import { callSkill } from '#src/skills/call.ts'
import { toRead } from '#src/skills/needs.ts'
import { pageInput, pageOf, startOf } from '#src/skills/page.ts'
import { replyOf } from '#src/skills/reply.ts'
import { skill } from '#src/skills/skill.ts'
import { tokensOf } from '#src/skills/tokens.ts'
import { asking, caller } from '#test/fixtures/asking.ts'
import { memberOf } from '#test/fixtures/every-call.ts'

const called = (name: string) => skills.filter(one => one.name === name)

const runs: readonly [string, object, string | undefined][] = [
  ['RunOptimization', {}, 'run-1'], ['GetRun', { run: 'run-1' }, 'run-1'], ['ListSuggestions', {}, 'run-0'], ['ListChanges', {}, undefined], ['ExplainCapabilities', {}, undefined]
]

for (const [name, input, run] of runs) {
  test(`a call of ${name} is noted with its tokens and ${run === undefined ? 'no run' : `the run ${run}`}`, async t => {
    const ask = asking()
    if (ask.memory.snapshot !== undefined) ask.memory.snapshot = { ...ask.memory.snapshot, runId: 'run-0' }
    for (const one of called(name)) {
      const reply = await callSkill(one, input, ask)
      t.strictSame(ask.memory.ledger, [{
        skill: name, run, replyTokens: await tokensOf(JSON.stringify(reply)), inputTokens: await tokensOf(JSON.stringify(input)), day: '2026-11-23', operator: caller.operator.oid
      }])
    }
  })
}

test('a skill that fails is not noted', async t => {
  const ask = asking()
  for (const one of called('ListSuggestions')) await t.rejects(callSkill(one, {}, { ...ask, ports: { ...ask.ports, snapshot: () => Promise.reject(new Error('no database')) } }), /no database/)
  t.strictSame(ask.memory.ledger, [])
})

const words = Array.from({ length: 90 }, (_, n) => ({ word: `${n} ${'Ünïcødé日本 '.repeat(20)}` }))
const spacious = skill({
  name: 'ListWords', path: '/words', method: 'GET', effect: 'read', needs: toRead, summary: 'List words', forModel: '', prompts: [], input: Type.Object(pageInput),
  output: replyOf({ total: Type.Integer(), next: Type.String(), words: Type.Array(Type.Object({ word: Type.String() })) }),
  async run({ cursor }, ask) {
    const listing = { about: 'words', snapshot: undefined }
    const from = startOf(ask, cursor, listing)
    if (typeof from !== 'number') return from
    const { items, next } = pageOf(ask, listing, { items: words.slice(from), from, total: words.length, bytes: 1_000_000 })
    return { status: 'ok' as const, summary: 'words', total: words.length, words: items, ...next === undefined ? {} : { next } }
  }
})

test('a list of any size is cut to 1,500 tokens and goes on where it was cut', async t => {
  const seen: unknown[] = []
  for (let cursor: unknown = undefined, first = true; first || cursor !== undefined; first = false) {
    const reply = await callSkill(spacious, cursor === undefined ? {} : { cursor }, asking())
    const tokens = await tokensOf(JSON.stringify(reply))
    cursor = memberOf(reply, 'next')
    t.ok(tokens <= 1500 && (tokens > 1300 || cursor === undefined), `${tokens} tokens`)
    seen.push(...Object(reply).words)
  }
  t.strictSame(seen, words)
})
