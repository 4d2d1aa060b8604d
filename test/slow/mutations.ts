import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'tap'
import { mutations, type Mutation } from '#test/mutations/list.ts'

const root = resolve(import.meta.dirname, '../..')

/** Runs the differential test in a copy of the project whose engine is mutated; false where it fails, as it ought to. */
async function survives(copy: string, { file, from, to }: Mutation): Promise<boolean> {
  const path = join(copy, 'src/engine', file)
  const text = await readFile(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`\`${from}\` must stand once in \`${file}\``)
  await writeFile(path, text.replace(from, () => to))
  try {
    const child = spawnSync(process.execPath, ['test/properties/engine-agrees.ts'], {
      cwd: copy, env: { ...process.env, LACUNA_PAIRS: '8000' }, encoding: 'utf8', timeout: 120_000
    })
    return child.status === 0
  } finally {
    await writeFile(path, text)
  }
}

test('each of the listed mutations of the engine is caught', { timeout: 900_000 }, async t => {
  const copy = await mkdtemp(join(tmpdir(), 'lacuna-mutations-'))
  t.teardown(() => rm(copy, { recursive: true }))
  for (const part of ['src', 'test', 'package.json', 'tsconfig.json']) await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const mutation of mutations) t.equal(await survives(copy, mutation), false, mutation.name)
})
