import { execFile, spawn } from 'node:child_process'
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const installed = '/usr/lib/postgresql'

/** The folder of PostgreSQL's programs: the one named, else of the newest version that Debian's packages installed. */
async function programs(): Promise<string> {
  const named = process.env['POSTGRES_PROGRAMS']
  if (named !== undefined) return named
  const versions = (await readdir(installed).catch(() => [])).map(Number).filter(Number.isFinite).sort((a, b) => b - a)
  if (versions[0] === undefined) throw new Error(`there is no PostgreSQL below \`${installed}\`; install it, or name the folder of its programs in \`POSTGRES_PROGRAMS\``)
  return join(installed, String(versions[0]), 'bin')
}

interface Account { readonly uid: number, readonly gid: number }

/** PostgreSQL refuses to run as root: the account `postgres` then, else our own. */
async function account(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'))
  const [, , uid, gid] = lines.find(([name]) => name === 'postgres') ?? []
  if (uid === undefined || gid === undefined) throw new Error('there is no account `postgres` to run PostgreSQL as; install PostgreSQL')
  return { uid: Number(uid), gid: Number(gid) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const found = server.address()
  await new Promise(resolve => server.close(resolve))
  if (found === null || typeof found === 'string') throw new Error('no port is free')
  return found.port
}

/** Starts PostgreSQL on 127.0.0.1 with an empty data directory; `stop` ends it and removes the directory. */
export async function startPostgres(): Promise<{ url: string, stop: () => Promise<void> }> {
  const [as, bin] = await Promise.all([account(), programs()])
  const folder = await mkdtemp(join(tmpdir(), 'lacuna-postgres-'))
  if (as !== undefined) await chown(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...as }
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'lacuna', '--auth=trust', '--no-sync', '--encoding=UTF8'], options)
  const port = await freePort()
  const control = (...args: string[]) => run(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], options)
  await control('-l', join(folder, 'log'), '-o', `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`, 'start')
  const stop = async (): Promise<void> => {
    await control('-m', 'immediate', 'stop')
    await rm(folder, { recursive: true, force: true })
  }
  return { url: `postgres://lacuna@127.0.0.1:${port}/postgres`, stop }
}

async function testFiles(): Promise<string[]> {
  const rooms = await Promise.all(['store', 'changes', 'runs', 'slow/databases'].map(async room =>
    (await readdir(new URL(`../${room}`, import.meta.url))).map(file => join('test', room, file))))
  return rooms.flat().sort()
}

async function runTest(file: string, url: string): Promise<boolean> {
  const root = new URL('../..', import.meta.url)
  const child = spawn(process.execPath, [file], { cwd: root, env: { ...process.env, TEST_DATABASE_URL: url }, stdio: ['ignore', 'pipe', 'inherit'] })
  const output = (await child.stdout.toArray()).join('')
  const code = child.exitCode ?? await new Promise(resolve => child.once('close', resolve))
  process.stdout.write(code === 0 ? `ok ${file}\n` : `${output}\nnot ok ${file}\n`)
  return code === 0
}

if (import.meta.main) {
  const { url, stop } = await startPostgres()
  try {
    for (const file of await testFiles()) if (!await runTest(file, url)) process.exitCode = 1
  } finally {
    await stop()
  }
}
