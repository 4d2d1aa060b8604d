import { test } from 'tap'
import { entriesOf, readIntents, readMeasured, splitOf, thirdOf, type Intent } from './score/corpus.ts'

const intents = readIntents()
const measured = readMeasured()

test('the measured third is what the hashes of the intents choose', t => {
  t.same(measured, thirdOf(intents))
  t.end()
})

test('an intent is on one side with all its prompts, and every prompt that is scored is on one', t => {
  const entries = entriesOf(intents)
  const split = splitOf(entries, measured)
  const idsOf = (side: 'tuning' | 'measured'): Set<string> => new Set(split[side].map(({ intent }) => intent))
  t.same([...idsOf('tuning').intersection(idsOf('measured'))], [])
  t.equal(split.tuning.length + split.measured.length, entries.filter(({ kind }) => kind !== 'otherLanguage').length)
  const part = split.measured.length / (split.tuning.length + split.measured.length)
  t.ok(part > 0.3 && part < 0.37, `a part of ${part.toFixed(2)}`)
  t.end()
})

test('every expectation has intents on both sides', t => {
  const held = new Set(measured)
  const scored = intents.filter(({ otherLanguage }) => otherLanguage === undefined)
  for (const [expectation, group] of Map.groupBy(scored, ({ expects }) => expects.toString())) {
    const inside = group.filter(({ intent }) => held.has(intent)).length
    t.ok(inside > 0 && inside < group.length, expectation)
  }
  t.end()
})

test('the prompts of an intent do not decide its side', t => {
  const reworded = intents.map((one): Intent => ({ ...one, ...one.plain === undefined ? {} : { plain: ['other words'] } }))
  t.same(thirdOf(reworded), thirdOf(intents))
  t.same(thirdOf(intents.toReversed()), thirdOf(intents))
  t.end()
})
