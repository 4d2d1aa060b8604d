import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import t from 'tap'
import { parse } from 'yaml'
import { buildApp } from '#src/http/app.ts'
import { documentsOf } from '#src/http/documents.ts'
import { manifestFiles } from '#src/manifest/files.ts'
import { promptbookOf, promptbooks } from '#src/manifest/promptbooks.ts'
import { generate } from '#src/simulator/generate/generate.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator } from '#src/simulator/server.ts'
import { skills } from '#src/skills/all.ts'
import { createKeptAnswers } from '#src/store/kept-answers.ts'
import { openDatabase } from '#src/store/database.ts'
import { startJobs } from '#src/store/jobs.ts'
import { kinds } from '#test/fixtures/databases.ts'
import { houseOf } from '#test/fixtures/house.ts'
import { orchestratorOf, transcriptOf, type Called } from '#test/fixtures/orchestrator.ts'

const golden = new URL('../fixtures/orchestrator-transcript.md', import.meta.url)
const authority = 'https://login.microsoftonline.com'
const [embedded] = kinds
if (embedded === undefined) throw new Error('there is no embedded database')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('there is no port')
  return address.port
}

const simulator = await startSimulator({ tenant: Object(JSON.parse([...generate({ users: 300, apps: 60, policies: 40, seed: 7 })].join(''))) })
const undo = routeTo(simulator.port)
const { url, remove } = await embedded.fresh()
const database = await openDatabase(url, { migrate: true })
const { lacuna, copilot, console } = simulator.registrations
const house = houseOf({
  database, tenantId: simulator.state.tenantId, registration: lacuna, onError: error => t.comment(error),
  clock: { now: () => new Date(), wait: async () => {} }
})
const port = await freePort()
const publicUrl = `http://127.0.0.1:${port}`
const app = await buildApp({
  ports: house.ports, deciding: house.deciding, idempotency: createKeptAnswers(database, () => new Date()), verifier: house.verifier,
  rules: { clients: [console.clientId], guests: false }, documents: { publicUrl, authority, audience: lacuna.clientId },
  log: { level: 'silent' }, trustProxy: false, rateLimit: 1000, ready: async () => true
})
await startJobs(database, { ...house.workers, optimize: async () => {} }, error => t.comment(error.message))
await app.listen({ host: '127.0.0.1', port })
t.teardown(async () => {
  await app.close()
  await house.close()
  await database.close()
  await undo()
  await simulator.close()
  await remove()
})

const files = manifestFiles(skills, documentsOf(app).skills, { publicUrl, tenantId: simulator.state.tenantId, apiClientId: lacuna.clientId, copilotClientId: copilot.clientId })
const plugin = files.find(({ path }) => path === 'manifest/plugin.yaml')?.text ?? ''
const session = await orchestratorOf(plugin, { settings: { ServiceAddress: publicUrl }, secret: copilot.secret, person: 'admin' })
const transcripts: string[] = []
const ids = new Map<string, string>()
const listOf = (value: unknown): Record<string, unknown>[] => Array.isArray(value) ? value : []

t.test('knowing the plugin file alone, it has the specification as raw text, and a token', t => {
  t.match(session.contentType, /^text\/plain/)
  t.same([...session.skills].sort(), skills.map(({ name }) => name).sort())
  t.end()
})

/** What a person gives a promptbook: a requirement with a gap, or the first suggestion that turns a policy on. */
async function given(): Promise<Record<string, string>> {
  let cursor: Record<string, string> = {}
  for (;;) {
    const { reply } = await session.call('', 'ListSuggestions', cursor)
    const turning = listOf(reply['suggestions']).find(({ title }) => String(title).startsWith('Turn on '))
    if (turning !== undefined) return { Policy: String(turning['title']).replace(/^Turn on /, '').replace(/^`(.*)`$|^"(.*)"$/, '$1$2'), Suggestion: String(turning['id']) }
    if (typeof reply['next'] !== 'string') throw new Error('nothing can be turned on')
    cursor = { cursor: reply['next'] }
  }
}

const done = new Map<string, Called[]>()
for (const book of promptbooks) {
  await t.test(`the promptbook ${book.file} runs to its end with flat arguments`, async t => {
    const inputs = book.file === 'before-you-turn-it-on' ? await given() : { Requirement: 'mfa-all-users' }
    const calls = await session.follow(Object(JSON.parse(JSON.stringify(promptbookOf(book)))), inputs)
    t.same(calls.map(({ skill }) => skill), book.steps.map(({ skill }) => skill.name))
    for (const { status, reply, skill, args } of calls) {
      t.match({ status, reply }, { status: 200, reply: { status: 'ok', summary: String } }, `${skill} ${JSON.stringify(reply)}`)
      t.ok(Object.values(args).every(value => typeof value === 'string'), 'flat')
    }
    done.set(book.file, calls)
    transcripts.push(transcriptOf(book.name, calls, publicUrl, ids))
  })
}

await t.test('it can propose: the draft is submitted, and the reply names where a person decides', async t => {
  const draft = String(done.get('full-optimization')?.findLast(({ reply }) => reply['draftId'] !== undefined)?.reply['draftId'])
  const submitted = await session.call('Submit the draft', 'SubmitChangeForApproval', { draft, justification: 'closes the MFA gap' })
  t.match(submitted, { status: 200, reply: { status: 'ok', changeId: String, state: 'submitted', link: String } })
  const change = String(submitted.reply['changeId'])
  transcripts.push(transcriptOf('Proposing', [submitted, await session.call('Where does it stand?', 'GetChange', { change })], publicUrl, ids))

  await t.test('and cannot decide: every deciding route refuses its token', async t => {
    const { paths } = parse(await (await fetch(`${publicUrl}/openapi/lacuna.yaml`)).text())
    type Secured = { operationId: string, security: { entra: string[] }[], parameters?: { name: string, in: string }[] }
    const all = Object.entries<Record<string, Secured>>(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    const deciding = all.filter(({ operation }) => operation.security.some(({ entra }) => entra.includes('Lacuna.Decide')))
    t.ok(deciding.length >= 4, deciding.map(({ operation }) => operation.operationId).join(', '))
    for (const { path, method, operation } of deciding) {
      const answer = await fetch(`${publicUrl}${path.replaceAll(/\{\w+\}/g, change)}`, {
        method: method.toUpperCase(), headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' }, ...method === 'get' ? {} : { body: '{}' }
      })
      t.equal(answer.status, 403, `${operation.operationId} ${method} ${path}: ${answer.status}`)
    }
    t.match(await session.call('', 'GetChange', { change }), { reply: { state: 'submitted' } }, 'nothing came of it')
    t.notMatch(session.skills.join(' '), /Approve|Reject|Decide|Apply/, 'no skill offers it')
  })
})

await t.test('what it was told is what is kept', t => {
  const text = transcripts.join('\n')
  if (process.env['TEST_REGEN'] === '1') writeFileSync(golden, text)
  t.equal(text, readFileSync(golden, 'utf8'), 'TEST_REGEN=1 writes it anew')
  t.end()
})
