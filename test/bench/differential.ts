import { comparePairs } from '#test/properties/draw/compare.ts'

const pairs = Number(process.env['LACUNA_PAIRS'] ?? 200_000)
const seed = Number(process.env['LACUNA_SEED'] ?? 1)
const started = performance.now()
const { tally, mismatches, differing } = comparePairs(pairs, seed)
const seconds = (performance.now() - started) / 1000
const [scarcest = 'nothing', least = 0] = [...tally].toSorted(([, one], [, other]) => one - other)[0] ?? []

process.stdout.write(`${pairs} pairs, seed ${seed}: ${differing} differ; scarcest decision \`${scarcest}\`, ${least} times; ${seconds.toFixed(0)} s\n`)
for (const mismatch of mismatches) process.stdout.write(`${JSON.stringify(mismatch)}\n`)
process.exitCode = differing === 0 ? 0 : 1
