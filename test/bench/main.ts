import { benchCompare } from './compare.ts'
import { benchConsolidation } from './consolidation.ts'
import { benchCoverage } from './coverage.ts'
import { benchDifferential } from './differential.ts'
import { benchEvaluate } from './evaluate.ts'
import { benchReplies, writeReplies } from './replies.ts'
import { benchRouting, routingFigures } from './routing.ts'
import { benchSuggestions } from './suggestions.ts'
import { head, lineOf, rowsOfTable } from './table.ts'
import type { TenantSize } from './tenant-files.ts'
import { argumentsOf, numberOf, print, Unusable } from '#src/cli/terminal.ts'

type Figures = Promise<Readonly<Record<string, number>>>

const ofTenant: Readonly<Record<string, (size: TenantSize) => Figures>> = { coverage: benchCoverage, evaluate: benchEvaluate, compare: benchCompare, consolidation: benchConsolidation, suggestions: benchSuggestions }
const names = [...Object.keys(ofTenant), 'differential', 'replies', 'routing']

/** Without a name every row of the design's budgets, each measured in a process of its own; with one that benchmark's figures. */
async function run(args: string[]): Promise<void> {
  const { values, positionals: [name, ...more] } = argumentsOf(args, {
    users: { type: 'string' }, apps: { type: 'string' }, policies: { type: 'string' }, format: { type: 'string' },
    measured: { type: 'boolean' }, misses: { type: 'boolean' }, fresh: { type: 'boolean' }, matrix: { type: 'string' }, ask: { type: 'string' }, answers: { type: 'string' },
    write: { type: 'boolean' }
  })
  const { measured, misses, fresh, matrix, ask, answers, ...ofSize } = values
  const ofRouting = { measured, misses, fresh, matrix, ask, answers }
  if (name === 'routing' && more.length === 0 && Object.keys(ofSize).length === 0) return benchRouting(ofRouting)
  if (name === 'routing' && args.length === 3 && values.format === 'json') return print(`${JSON.stringify(routingFigures())}\n`)
  if (name === 'routing' || Object.values(ofRouting).some(value => value !== undefined)) throw new Unusable('give `--measured`, `--misses`, `--fresh`, `--matrix`, `--ask` and `--answers` with `routing` alone, and nothing else')
  const format = values.format ?? 'table'
  if (format !== 'table' && format !== 'json') throw new Unusable('give `--format` table or json')
  if (more.length > 0) throw new Unusable('give one benchmark, or none for all of them')
  const sizes = [values.users, values.apps, values.policies].filter(value => value !== undefined)
  if (name === undefined && sizes.length > 0) throw new Unusable('give `--users`, `--apps` and `--policies` with a benchmark; the table has its own')
  if (values.write === true && name !== 'replies') throw new Unusable('give `--write` with `replies`')
  if (name === undefined) return printTable(format)
  if (name === 'replies') return printReplies(format, { write: values.write === true, sizes: sizes.length })
  const figures = await figuresOf(name, values, sizes.length)
  await print(format === 'json' ? `${JSON.stringify(figures)}\n` : Object.entries(figures).map(([figure, value]) => `${figure.padEnd(20)} ${value}\n`).join(''))
}

function figuresOf(name: string, values: Readonly<Partial<Record<keyof TenantSize, string>>>, sizes: number): Figures {
  if (name === 'differential' && sizes > 0) throw new Unusable('`differential` draws its own tenants: leave out `--users`, `--apps` and `--policies`')
  if (name === 'differential') return benchDifferential()
  const bench = ofTenant[name]
  if (bench === undefined) throw new Unusable(`no benchmark \`${name}\`; give one of ${names.join(', ')}`)
  const [users, apps, policies] = [values.users ?? '10000', values.apps ?? '500', values.policies ?? '60']
  return bench({ users: numberOf(users, 'users'), apps: numberOf(apps, 'apps'), policies: numberOf(policies, 'policies') })
}

/** Tokens of what the planner reads, of each reply and of each promptbook; `write` puts them into the README. */
async function printReplies(format: 'table' | 'json', { write, sizes }: { readonly write: boolean, readonly sizes: number }): Promise<void> {
  if (sizes > 0) throw new Unusable('`replies` has its own tenants: leave out `--users`, `--apps` and `--policies`')
  if (write && format === 'json') throw new Unusable('what `--write` writes is a table: leave out `--format json`')
  const text = await benchReplies(format)
  await print(text)
  if (write) await writeReplies(text)
}

async function printTable(format: 'table' | 'json'): Promise<void> {
  if (format === 'table') await print(head)
  for (const row of rowsOfTable(import.meta.filename)) {
    if ('failed' in row) {
      process.stderr.write(`\`${row.failed}\` failed\n`)
      process.exitCode = 1
    } else await print(format === 'json' ? `${JSON.stringify(row)}\n` : lineOf(row))
  }
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Unusable)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
