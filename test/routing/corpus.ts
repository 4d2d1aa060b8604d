import { test } from 'tap'
import { skills } from '#src/skills/all.ts'
import { entriesOf, kinds, readIntents } from './score/corpus.ts'
import { readFresh } from './score/fresh.ts'

const intents = readIntents()
const entries = entriesOf(intents)
const scored = entries.filter(({ kind }) => kind !== 'otherLanguage')

/** Called by the agent alone: no person asks for it. */
const agentOnly = new Set(['ListPendingRuns'])

test('at least 330 English prompts are scored, each of its kind', t => {
  t.ok(scored.length >= 330, `${scored.length} prompts`)
  for (const kind of kinds) t.ok(entries.filter(one => one.kind === kind).length >= 20, kind)
  t.end()
})

test('every skill that a person asks for is expected by several intents, and nothing else is expected', t => {
  const asked = skills.map(({ name }) => name).filter(name => !agentOnly.has(name))
  t.same([...new Set(entries.flatMap(({ expects }) => expects))].sort(), asked.toSorted())
  for (const name of asked) {
    const own = intents.filter(({ intent, expects }) => expects !== 'none' && expects.includes(name) && !intent.startsWith('other-'))
    t.ok(own.length >= 5, `${name}: ${own.length} intents`)
  }
  t.end()
})

test('an intent has an id of its own and a prompt stands once', t => {
  t.equal(new Set(intents.map(({ intent }) => intent)).size, intents.length)
  t.equal(new Set(entries.map(({ prompt }) => prompt.toLowerCase())).size, entries.length)
  t.end()
})

test('a near miss and a question for nobody expect no skill; the other kinds fit what they expect', t => {
  for (const { intent, kind, expects } of scored) t.equal(kind === 'nearMiss' || kind === 'noSkill', expects.length === 0, intent)
  t.end()
})

test('no prompt of the corpus and no fresh one is an example prompt of a skill, and no fresh one is of the corpus', t => {
  const plain = (prompt: string): string => prompt.toLowerCase().replace(/[.?!]$/, '')
  const examples = new Set(skills.flatMap(({ prompts }) => prompts.flatMap(line => [line, ...line.split(/(?<=[.?!]) /)].map(plain))))
  const fresh = readFresh()
  const known = new Set(entries.map(({ prompt }) => plain(prompt)))
  t.same([...entries, ...fresh].filter(({ prompt }) => examples.has(plain(prompt))), [])
  t.same(fresh.filter(({ prompt }) => known.has(plain(prompt))), [])
  t.equal(new Set(fresh.map(({ prompt }) => plain(prompt))).size, fresh.length)
  const named = new Set(skills.map(({ name }) => name))
  t.same(fresh.flatMap(({ expects }) => expects).filter(name => !named.has(name)), [])
  t.end()
})
