import { spawnSync } from 'node:child_process'
import type { TenantSize } from './tenant-files.ts'

/** A figure with the design's budget for it; `before` is what the row above has: it may fall or stay, not grow. */
interface Figure {
  readonly name: string
  readonly warm?: string
  readonly budget: number | 'before'
  readonly unit: string
}

/** One benchmark in a process of its own, and the figures to show of it. */
interface Bench {
  readonly bench: string
  readonly size?: TenantSize
  readonly figures: readonly Figure[]
}

interface Row {
  readonly bench: string
  readonly size: TenantSize | undefined
  readonly figure: string
  readonly unit: string
  readonly value: number
  readonly warm: number | undefined
  readonly budget: number | undefined
  readonly ratio: number | undefined
}

const perUser: Figure = { name: 'perUserUs', budget: 'before', unit: 'us' }
const memory: Figure = { name: 'rssMb', budget: 1_500, unit: 'MB' }
const coverage = (users: number, apps: number, policies: number, budget: number): Bench =>
  ({ bench: 'coverage', size: { users, apps, policies }, figures: [{ name: 'coverageMs', warm: 'warmCoverageMs', budget, unit: 'ms' }, perUser, memory] })

const benches: readonly Bench[] = [
  coverage(1_000, 100, 240, 150), coverage(10_000, 500, 240, 150), coverage(100_000, 2_000, 240, 150), coverage(1_000_000, 5_000, 240, 1_000),
  { bench: 'evaluate', size: { users: 10_000, apps: 500, policies: 240 }, figures: [{ name: 'microseconds', warm: 'warmMicroseconds', budget: 20, unit: 'us' }] },
  { bench: 'compare', size: { users: 100_000, apps: 2_000, policies: 240 }, figures: [{ name: 'compareMs', warm: 'warmCompareMs', budget: 100, unit: 'ms' }] },
  { bench: 'consolidation', size: { users: 100_000, apps: 2_000, policies: 240 }, figures: [{ name: 'analyseMs', warm: 'warmAnalyseMs', budget: 2_000, unit: 'ms' }] },
  { bench: 'suggestions', size: { users: 100_000, apps: 2_000, policies: 240 }, figures: [{ name: 'suggestMs', warm: 'warmSuggestMs', budget: 2_000, unit: 'ms' }] },
  { bench: 'differential', figures: [{ name: 'differing', budget: 0, unit: '' }] },
  { bench: 'routing', figures: [{ name: 'wrongPercent', budget: 5, unit: '%' }, { name: 'wrongWrites', budget: 0, unit: '' }] }
]

/** Every engine row of the design's budgets, as soon as it is measured. A benchmark that fails has no figures and is told by name. */
export function* rowsOfTable(program: string): Generator<Row | { readonly failed: string }> {
  const before = new Map<string, number>()
  for (const { bench, size, figures } of benches) {
    const options = Object.entries(size ?? {}).flatMap(([option, value]) => [`--${option}`, String(value)])
    const child = spawnSync(process.execPath, [program, bench, ...options, '--format', 'json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    if (child.status !== 0) yield { failed: bench }
    if (child.stdout === '') continue
    for (const { name, warm, budget, unit } of figures) {
      const value = figureIn(child.stdout, name)
      const allowed = budget === 'before' ? before.get(`${bench} ${name}`) : budget
      before.set(`${bench} ${name}`, value)
      yield {
        bench, size, figure: name, unit, value, warm: warm === undefined ? undefined : figureIn(child.stdout, warm), budget: allowed,
        ratio: allowed === undefined || allowed === 0 ? undefined : Number((value / allowed).toFixed(2))
      }
    }
  }
}

function figureIn(line: string, figure: string): number {
  const parsed: unknown = JSON.parse(line)
  const value: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, figure) : undefined
  return typeof value === 'number' ? value : Number.NaN
}

const widths = [14, 9, 6, 9, 13, 12, 10, 10, 5]
const line = (cells: readonly string[]): string => `${cells.map((cell, at) => at === 0 || at === 4 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)).join(' ')}\n`

export const head = line(['benchmark', 'users', 'apps', 'policies', ' figure', 'first', 'warm', 'budget', 'ratio'])

/** The row as a line under the head. */
export function lineOf({ bench, size, figure, unit, value, warm, budget, ratio }: Row): string {
  const told = (number: number | undefined): string => number === undefined ? '-' : `${number} ${unit}`.trim()
  return line([bench, ...[size?.users, size?.apps, size?.policies].map(count => String(count ?? '-')), ` ${figure}`, told(value), told(warm), told(budget), String(ratio ?? '-')])
}
