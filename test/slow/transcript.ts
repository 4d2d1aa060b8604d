import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import t from 'tap'

const root = new URL('../../', import.meta.url)

/** The shell block of the README that goes from a gap to a policy. */
function transcript(): string {
  const block = /^## From a gap[^]*?^```sh\n([^]*?)^```/m.exec(readFileSync(new URL('README.md', root), 'utf8'))?.[1]
  if (block === undefined) throw new Error('the README has no shell block under `From a gap`')
  return block
}

/** The demo once it serves, with the `export` lines that it printed. */
async function servingDemo(): Promise<{ demo: ChildProcess, exports: string }> {
  const demo = spawn(process.execPath, ['src/demo.ts', '--users', '300', '--port', '0', '--simulator-port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const exports: string[] = []
  if (demo.stdout === null) throw new Error('the demo has no output')
  for await (const line of createInterface(demo.stdout)) {
    if (line.startsWith('export ')) exports.push(line)
    if (line.startsWith('End with')) return { demo, exports: exports.join('\n') }
  }
  throw new Error('the demo ended before it served')
}

const missing = ['bash', 'curl'].filter(name => spawnSync(name, ['--version']).error !== undefined)

t.test('what the README shows runs word for word, and the policy stands in the tenant', {
  skip: missing.length > 0 && `the transcript is for a shell with ${missing.join(' and ')}`
}, async t => {
  const { demo, exports } = await servingDemo()
  t.teardown(() => demo.kill('SIGKILL'))
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', `${exports}\n${transcript()}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, complaints]: [string[], string[]] = [[], []]
  shell.stdout.on('data', (text: Buffer) => said.push(text.toString()))
  shell.stderr.on('data', (text: Buffer) => complaints.push(text.toString()))
  const [code] = await once(shell, 'close')
  const answers = said.join('')
  t.equal(code, 0, complaints.join(''))
  t.match(answers, /"status":"ok","summary":"\\"[^"]+\\": [\d,]+ users? of [\d,]+ can sign in without what it asks\."/)
  t.match(answers, /"witness":"[^"]+"/)
  t.match(answers, /^approved$/m)
  t.match(answers, /enabledForReportingButNotEnforced\n$/)
  demo.kill('SIGTERM')
  t.strictSame(await once(demo, 'exit'), [0, null], 'the demo ends what it started')
})
