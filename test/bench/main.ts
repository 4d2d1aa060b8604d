import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { benchCoverage } from './coverage.ts'
import { benchDifferential } from './differential.ts'
import { benchEvaluate } from './evaluate.ts'
import type { TenantSize } from './tenant-files.ts'

const benches: Readonly<Record<string, (size: TenantSize) => Promise<Record<string, number>>>> = {
  coverage: benchCoverage, evaluate: benchEvaluate, differential: benchDifferential
}

/** Every row of the table: which bench, on what, which figure, and the design's budget for it. */
const table: readonly { bench: string, size: TenantSize, figure: string, budget: number, unit: string }[] = [
  { bench: 'coverage', size: { users: 1_000, apps: 100, policies: 60 }, figure: 'coverageMs', budget: 150, unit: 'ms' },
  { bench: 'coverage', size: { users: 10_000, apps: 500, policies: 120 }, figure: 'coverageMs', budget: 150, unit: 'ms' },
  { bench: 'coverage', size: { users: 100_000, apps: 2_000, policies: 240 }, figure: 'coverageMs', budget: 150, unit: 'ms' },
  { bench: 'coverage', size: { users: 1_000_000, apps: 5_000, policies: 240 }, figure: 'coverageMs', budget: 1_000, unit: 'ms' },
  { bench: 'coverage', size: { users: 1_000_000, apps: 5_000, policies: 240 }, figure: 'rssMb', budget: 1_500, unit: 'MB' },
  { bench: 'evaluate', size: { users: 10_000, apps: 500, policies: 240 }, figure: 'microseconds', budget: 20, unit: 'us' }
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    users: { type: 'string', default: '10000' }, apps: { type: 'string', default: '500' }, policies: { type: 'string', default: '60' },
    format: { type: 'string', default: 'json' }
  }
})

const [name] = positionals
if (name === undefined) printTable()
else await printOne(name)

async function printOne(bench: string): Promise<void> {
  const run = benches[bench]
  if (run === undefined) {
    process.stderr.write(`no benchmark \`${bench}\`; choose one of ${Object.keys(benches).join(', ')}\n`)
    process.exitCode = 2
    return
  }
  const figures = await run({ users: Number(values.users), apps: Number(values.apps), policies: Number(values.policies) })
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

/** Each row in a process of its own, so that one's memory is not another's. */
function printTable(): void {
  process.stdout.write('benchmark   users      apps   policies   figure         value   budget   ratio\n')
  for (const { bench, size, figure, budget, unit } of table) {
    const options = Object.entries(size).flatMap(([option, value]) => [`--${option}`, String(value)])
    const child = spawnSync(process.execPath, [import.meta.filename, bench, ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    const value = figureIn(child.stdout, figure)
    process.stdout.write([bench.padEnd(11), String(size.users).padEnd(10), String(size.apps).padEnd(6), String(size.policies).padEnd(10),
      figure.padEnd(14), `${value} ${unit}`.padEnd(7), `${budget} ${unit}`.padEnd(8), (value / budget).toFixed(2)].join(' ') + '\n')
  }
}

function figureIn(line: string, figure: string): number {
  const parsed: unknown = JSON.parse(line)
  const value: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, figure) : undefined
  return typeof value === 'number' ? value : Number.NaN
}
