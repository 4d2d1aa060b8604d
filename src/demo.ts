import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { Change } from '#src/domain/change.ts'
import { RequirementResult } from '#src/domain/coverage.ts'
import { TenantSettings } from '#src/domain/settings.ts'

/**
 * `npm run demo`: a generated tenant, the simulator that plays Microsoft over it, and the service, each a process of its own.
 * Runs the whole optimization once, submits a change, prints what was found, and keeps serving; `--once` ends after that.
 */
const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false }, users: { type: 'string', default: '2000' }, port: { type: 'string', default: '8080' },
    'simulator-port': { type: 'string', default: '8081' }
  }
})

const Environment = Type.Record(Type.String(), Type.String())
const Token = Type.Object({ access_token: Type.String() })
const Optimization = Type.Object({ state: Type.String(), runId: Type.String(), progress: Type.String(), summary: Type.String() })
const Requirements = Type.Object({ requirements: Type.Array(Type.Pick(RequirementResult, ['id', 'title', 'status', 'users', 'uncoveredUsers', 'reason'])) })
const Suggestions = Type.Object({ suggestions: Type.Array(Type.Object({ id: Type.String(), rank: Type.Integer(), title: Type.String(), effect: Type.String() })) })
const Drafted = Type.Object({ draftId: Type.String(), summary: Type.String() })
const Submitted = Type.Object({ changeId: Type.String(), summary: Type.String() })

const processes: ChildProcess[] = []
const directory = await mkdtemp(join(tmpdir(), 'lacuna-demo-'))
let ending = false

process.once('SIGINT', () => void end())
process.once('SIGTERM', () => void end())

try {
  await run()
  if (values.once) await end()
} catch (error) {
  process.stderr.write(`the demo could not go on: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
  await end()
}

async function run(): Promise<void> {
  const simulatorPort = await freePort(Number(values['simulator-port']))
  const servicePort = await freePort(Number(values.port))
  const database = join(directory, 'data')
  const created = createDatabase(database)
  say(`generating a tenant of ${values.users} users`)
  const tenant = join(directory, 'tenant.json')
  await generate(tenant)
  const simulator = `http://127.0.0.1:${simulatorPort}`
  start('simulator', ['src/cli/main.ts', 'simulate', tenant, '--port', String(simulatorPort)], {})
  await answering(`${simulator}/demo/environment`)
  const service = `http://127.0.0.1:${servicePort}`
  const environment = await asked(Environment, `${simulator}/demo/environment`)
  say('starting the service on the embedded database')
  await created
  start('service', ['--import', './src/simulator/route.ts', 'src/main.ts'], {
    ...environment, LACUNA_SIMULATOR_PORT: String(simulatorPort), HOST: '127.0.0.1', PORT: String(servicePort), PUBLIC_URL: service,
    DATABASE_URL: `pglite:${database}`, LOG_LEVEL: 'warn'
  })
  const tokens = await people(simulator)
  await answering(`${service}/ready`)
  await declare(service, tokens.admin, await asked(TenantSettings, `${simulator}/demo/settings`))
  await optimize(service, tokens.admin)
  await propose(service, tokens.admin, await report(service, tokens.admin))
  if (!values.once) exportsOf(service, simulator, tokens)
}

/** Creating an embedded database takes seconds: time enough to make the tenant meanwhile. */
async function createDatabase(path: string): Promise<void> {
  const script = 'import { PGlite } from "@electric-sql/pglite"; await (await PGlite.create(process.argv[1])).close()'
  const child = start('creation of the database', ['--input-type=module', '--eval', script, path], {})
  await new Promise(resolve => child.once('exit', resolve))
}

async function generate(path: string): Promise<void> {
  const child = start('generator', ['src/cli/main.ts', 'generate', '--users', values.users, '--apps', '120', '--policies', '40', '--seed', '7'], {}, 'pipe')
  if (child.stdout === null) throw new Error('the generator has no output')
  await pipeline(child.stdout, createWriteStream(path))
}

function start(name: string, args: readonly string[], environment: Record<string, string>, output: 'pipe' | 'ignore' = 'ignore'): ChildProcess {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: ['ignore', output, 'inherit'] })
  processes.push(child)
  child.once('exit', code => {
    if (ending || code === 0) return
    process.stderr.write(`the ${name} ended with code ${code}\n`)
    process.exitCode = 1
    void end()
  })
  return child
}

type Tokens = Record<'admin' | 'approver' | 'reader' | 'graph', string>

async function people(simulator: string): Promise<Tokens> {
  const token = async (query: string): Promise<string> => (await asked(Token, `${simulator}/demo/token?${query}`)).access_token
  const [admin, approver, reader, graph] = await Promise.all(
    [token('person=admin'), token('person=approver'), token('person=reader'), token('person=admin&resource=graph')])
  return { admin, approver, reader, graph }
}

/** Emergency accounts are what people declare: Graph cannot tell them. */
async function declare(service: string, token: string, settings: TenantSettings): Promise<void> {
  const { emergencyAccess } = settings
  if (emergencyAccess === undefined) return
  await asked(TenantSettings, `${service}/v1/settings`, { token, method: 'PUT', body: { emergencyAccess } })
  say(`declared ${emergencyAccess.users?.length ?? 0} emergency accounts`)
}

async function optimize(service: string, token: string): Promise<void> {
  say('reading the tenant through Graph and judging it')
  let found = await asked(Optimization, `${service}/v1/skills/runs`, { token, body: {} })
  while (found.state === 'queued' || found.state === 'running') {
    say(`  ${found.progress}`)
    found = await asked(Optimization, `${service}/v1/skills/runs/status?run=${found.runId}`, { token })
    await pause(250)
  }
  if (found.state !== 'finished') throw new Error(`the run has ${found.state}: ${found.progress}`)
}

/** Prints what was found, and answers the first requirement with a gap. */
async function report(service: string, token: string): Promise<string | undefined> {
  const { requirements } = await asked(Requirements, `${service}/v1/requirements`, { token })
  for (const { id, title, status, users, uncoveredUsers, reason } of requirements) {
    say(`\n${status.toUpperCase().padEnd(14)} ${title}\n  ${status === 'gap' ? `${uncoveredUsers.count} of ${users} users are not covered` : reason}`)
    const full = await asked(RequirementResult, `${service}/v1/requirements/${id}`, { token })
    const [gap] = full.gaps
    if (gap !== undefined && status === 'gap') say(`  ${gap.words}\n  witness: ${JSON.stringify(gap.witness)}`)
  }
  const { suggestions } = await asked(Suggestions, `${service}/v1/skills/suggestions`, { token })
  say('\nSuggestions')
  for (const { rank, title, effect } of suggestions) say(`  ${rank}. ${title}: ${effect}`)
  return requirements.find(({ status }) => status === 'gap')?.id
}

/** Drafts and submits the policy that would close the gap; a person has yet to approve it. */
async function propose(service: string, token: string, requirement: string | undefined): Promise<void> {
  if (requirement === undefined) return say('\nNo gap is left to close.')
  const draft = await asked(Drafted, `${service}/v1/skills/drafts`, { token, body: { requirement } })
  const submitted = await asked(Submitted, `${service}/v1/skills/changes`, { token, body: { draft: draft.draftId, justification: 'closes the first gap of the demo' } })
  const change = await asked(Change, `${service}/v1/changes/${submitted.changeId}`, { token })
  say(`\nA submitted change\n  ${change.id}: create \`${change.body.displayName}\` (${String(change.body['state'])})\n  ${change.state}, waiting for ${change.approvalsNeeded} approval by somebody else`)
}

function exportsOf(service: string, simulator: string, tokens: Tokens): void {
  say(`\nServing on ${service}, the simulator on ${simulator}. Tokens of its people, for 8 hours:\n`)
  say(`export LACUNA=${service}\nexport SIMULATOR=${simulator}\nexport ADMIN=${tokens.admin}\nexport APPROVER=${tokens.approver}\nexport READER=${tokens.reader}\nexport GRAPH=${tokens.graph}`)
  say('\nEnd with Ctrl-C.')
}

interface Question {
  readonly token?: string
  readonly body?: unknown
  readonly method?: 'PUT'
}

/** Asks for JSON and takes it only in the shape expected. With a body it is a POST unless told. */
async function asked<T extends TSchema>(schema: T, url: string, { token, body, method }: Question = {}): Promise<Static<T>> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...token === undefined ? {} : { authorization: `Bearer ${token}` }, ...body === undefined ? {} : { 'content-type': 'application/json' } },
    ...body === undefined ? {} : { body: JSON.stringify(body) }
  })
  const answer: unknown = await response.json()
  if (!Value.Check(schema, answer)) throw new Error(`${new URL(url).pathname} answered ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`)
  return answer
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600 && !ending; attempt++) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok === true) return
    await pause(50)
  }
  throw new Error(`${url} did not answer`)
}

/** The port asked for where it is free, else another. */
async function freePort(wanted: number): Promise<number> {
  const listen = (port: number): Promise<number> => new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
  return listen(wanted).catch(() => listen(0))
}

async function end(): Promise<void> {
  if (ending) return
  ending = true
  const running = processes.reverse().filter(child => child.exitCode === null && child.signalCode === null)
  await Promise.all(running.map(child => new Promise(resolve => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })))
  await rm(directory, { recursive: true, force: true })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
