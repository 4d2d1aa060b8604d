import { test } from 'tap'
import { checkInstruction } from '#src/advisor/direction/check.ts'
import { knownRequirements, topics } from '#src/advisor/direction/vocabulary.ts'
import { requirements } from '#src/requirements/all.ts'
import { directedTenant as tenant } from '#test/fixtures/directed.ts'

const around = { tenant, settings: {}, now: new Date('2026-11-23T08:12:00Z') }

test('every requirement of the baseline can be named by its id, its title and a phrase', t => {
  t.same(knownRequirements.toSorted(), requirements.map(({ id }) => id).sort())
  for (const { id, title } of requirements) {
    for (const topic of [id, `"${title}"`, `the requirement "${id}"`]) {
      t.match(checkInstruction(`Exclude the group "Guests" from ${topic}`, around), { verdict: 'understood', wish: { direction: { requirements: [id] } } }, topic)
    }
    t.ok([...topics].some(([phrase, [ids = [], ...others]]) => phrase !== id.replaceAll('-', ' ') && others.length === 0 && ids.length === 1 && ids[0] === id), `a phrase for ${id}`)
  }
  t.end()
})

test('every phrase is read to its end and means what it is listed for, no shorter phrase in it', t => {
  for (const [phrase, readings] of topics) {
    const checked = checkInstruction(`Exclude the group "Guests" from any ${phrase.toUpperCase()} policy`, around)
    if (checked.verdict === 'ambiguous') t.equal(checked.readings.length, readings.length, phrase)
    else t.match(checked, { wish: { direction: { requirements: readings[0] } } }, phrase)
  }
  t.end()
})

test('a phrase names requirements of the baseline only, each list sorted', t => {
  const known = new Set(knownRequirements)
  for (const [phrase, readings] of topics) for (const ids of readings) t.ok(ids.every(id => known.has(id)) && ids.join() === ids.toSorted().join(), phrase)
  t.end()
})
