import { test } from 'tap'
import { comparePairs } from './draw/compare.ts'
import { conditionNames, controlNames } from './draw/tally.ts'

const pairs = Number(process.env['LACUNA_PAIRS'] ?? 15_000)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)
const { tally, mismatches, differing } = comparePairs(pairs, seed)

test('the engine and the naive evaluator agree on every policy and every outcome', (t) => {
  t.comment(`${pairs} pairs, seed ${seed}`)
  for (const mismatch of mismatches) t.fail(`pair ${mismatch.pair}`, { mismatch: JSON.stringify(mismatch) })
  t.equal(differing, 0)
  t.end()
})

test('every condition and every control decides often enough for the agreement to mean something', (t) => {
  const wanted = Math.floor(pairs / 100)
  for (const name of [...conditionNames, ...controlNames]) {
    const decided = tally.get(name) ?? 0
    t.ok(decided >= wanted, `\`${name}\` decided ${decided} of ${pairs} pairs, ${wanted} wanted`)
  }
  t.end()
})
