import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { mutations, type Mutation } from './mutations/of-evaluation.ts'

const root = resolve(import.meta.dirname, '../..')
t.setTimeout(1_200_000)

async function copyOfProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'lacuna-mutations-'))
  t.teardown(() => rm(copy, { recursive: true }))
  for (const part of ['src', 'test', 'package.json', 'tsconfig.json']) await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Whether the engine of the copy and the naive evaluator agree on every pair. */
async function agrees(copy: string): Promise<boolean> {
  const child = spawn(process.execPath, ['test/bench/main.ts', 'differential'], { cwd: copy, env: { ...process.env, LACUNA_PAIRS: '30000', LACUNA_SEED: '20261123' }, stdio: 'ignore' })
  await once(child, 'close')
  return child.exitCode === 0
}

async function survives(copy: string, { file, from, to }: Mutation): Promise<boolean> {
  const path = join(copy, 'src/engine', file)
  const text = await readFile(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`\`${from}\` must stand once in \`${file}\``)
  await writeFile(path, text.replace(from, () => to))
  try {
    return await agrees(copy)
  } finally {
    await writeFile(path, text)
  }
}

void t.test('each of the listed mutations of the engine is caught', async t => {
  const left = mutations.values()
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    const copy = await copyOfProject()
    t.equal(await agrees(copy), true, 'the engine as it is passes')
    for (const mutation of left) t.equal(await survives(copy, mutation), false, mutation.name)
  }))
})
