import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { lockDirectory } from '#src/store/directory-lock.ts'

void test('a directory is held by one owner at a time, and the refusal names the process', async t => {
  const directory = join(t.testdir(), 'data')
  const unlock = await lockDirectory(directory)
  await t.rejects(lockDirectory(directory), { message: new RegExp(`in use by process ${process.pid};`) })
  await unlock()
  const again = await lockDirectory(directory)
  await again()
})

void test('of many who try at once, one gets it', async t => {
  const directory = join(t.testdir(), 'data')
  await writeFile(`${directory}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }))
  const tried = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)))
  t.equal(tried.filter(({ status }) => status === 'fulfilled').length, 1)
})

void test('the lock of a process that was killed is taken over', async t => {
  const directory = join(t.testdir(), 'data')
  const source = `import { lockDirectory } from '#src/store/directory-lock.ts'\nawait lockDirectory(${JSON.stringify(directory)})\nconsole.log('held')\nsetInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise(resolve => child.stdout.once('data', resolve))
  await t.rejects(lockDirectory(directory), { message: new RegExp(`process ${child.pid};`) })
  child.kill('SIGKILL')
  await new Promise(resolve => child.once('exit', resolve))
  const unlock = await lockDirectory(directory)
  t.match(await readFile(`${directory}.lock`, 'utf8'), String(process.pid))
  await unlock()
})

void test('a process id that another program has got since does not hold the lock', async t => {
  const directory = join(t.testdir(), 'data')
  await writeFile(`${directory}.lock`, JSON.stringify({ pid: process.pid, started: 'long ago' }))
  const unlock = await lockDirectory(directory)
  await unlock()
})

void test('a lock that nobody can read is taken over', async t => {
  const directory = join(t.testdir(), 'data')
  await writeFile(`${directory}.lock`, '{"pid":')
  const unlock = await lockDirectory(directory)
  await unlock()
})
