import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import type { Mutation, MutationList } from './mutations/mutation.ts'
import { ofAnalysis } from './mutations/of-analysis.ts'
import { ofComparison } from './mutations/of-comparison.ts'
import { ofCoverage } from './mutations/of-coverage.ts'
import { ofEvaluation } from './mutations/of-evaluation.ts'

const root = resolve(import.meta.dirname, '../..')
t.setTimeout(1_200_000)

async function copyOfProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'lacuna-mutations-'))
  t.teardown(() => rm(copy, { recursive: true }))
  for (const part of ['src', 'test', 'package.json', 'tsconfig.json']) await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Whether the tests of a list all pass in the copy; they are run in turn, none for longer than a mutation may make it loop. */
async function passes(copy: string, { caughtBy, env }: MutationList): Promise<boolean> {
  for (const file of caughtBy) {
    const child = spawn(process.execPath, ['--import=./test/fixtures/same-draws.ts', ...`test/${file}`.split(' ')], { cwd: copy, env: { ...process.env, ...env }, stdio: 'ignore', timeout: 120_000 })
    await once(child, 'close')
    if (child.exitCode !== 0) return false
  }
  return true
}

async function survives(copy: string, list: MutationList, { file, from, to }: Mutation): Promise<boolean> {
  const path = join(copy, 'src/engine', file)
  const text = await readFile(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`\`${from}\` must stand once in \`${file}\``)
  await writeFile(path, text.replace(from, () => to))
  try {
    return await passes(copy, list)
  } finally {
    await writeFile(path, text)
  }
}

const chosen = process.argv[2] ?? ''
const lists = [ofEvaluation, ofCoverage, ofComparison, ofAnalysis].filter(list => list.of.includes(chosen))

void t.test('each of the listed mutations of the engine is caught', async t => {
  const left = lists.flatMap(list => list.mutations.map(mutation => ({ list, mutation }))).values()
  const unchanged = lists.values()
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    const copy = await copyOfProject()
    for (const list of unchanged) t.equal(await passes(copy, list), true, `${list.of}: the engine as it is passes`)
    for (const { list, mutation } of left) t.equal(await survives(copy, list, mutation), false, `${list.of}: ${mutation.name}`)
  }))
})
