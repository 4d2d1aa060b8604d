import { comparePairs } from '#test/properties/draw/compare.ts'
import { timed } from './tenant-files.ts'

const pairs = Number(process.env['LACUNA_PAIRS'] ?? 200_000)
const seed = Number(process.env['LACUNA_SEED'] ?? 1)

/** Compares the engine with the naive evaluator; where they differ, the cases go to standard error and the process fails. */
export async function benchDifferential(): Promise<Record<string, number>> {
  const { result: { tally, mismatches, differing }, ms } = await timed(() => comparePairs(pairs, seed))
  for (const mismatch of mismatches) process.stderr.write(`${JSON.stringify(mismatch)}\n`)
  if (differing > 0) process.exitCode = 1
  return { pairs, seed, differing, scarcestDecision: Math.min(...tally.values()), seconds: Math.round(ms / 1000) }
}
