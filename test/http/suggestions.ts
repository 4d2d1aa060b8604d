import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { application, copilotClient } from '#test/fixtures/issuer.ts'
import { startService, type Service } from '#test/fixtures/service.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const rejection = { answer: 'reject', reason: 'they are governed by another company' }

/** The suggestion about Ben, whom alone MFA for all leaves out, and the address at which it is answered. */
function aboutBen({ memory }: Service): { id: string, url: string, respond: string } {
  const id = memory.snapshot?.analysis.suggestions.find(({ requirement }) => requirement === 'mfa-all-users')?.id
  if (id === undefined) throw new Error('nothing is suggested for MFA of all users')
  return { id, url: `/v1/suggestions/${encodeURIComponent(id)}`, respond: `/v1/suggestions/${encodeURIComponent(id)}/respond` }
}

async function service(t: { teardown(end: () => Promise<void>): void }): Promise<Service> {
  const started = await startService()
  t.teardown(() => started.app.close())
  return started
}

test('suggestions come in full with what people said of them, put away or not, page by page', async t => {
  const served = await service(t)
  const { call, memory } = served
  const { id, respond, url } = aboutBen(served)
  t.match(await call('POST', respond, { body: rejection }), { status: 200, body: { feedback: { state: 'rejected', reason: rejection.reason } } })
  const all = memory.snapshot?.analysis.suggestions ?? []
  const found: string[] = []
  let cursor = ''
  do {
    const { status, body } = await call('GET', `/v1/suggestions?top=4${cursor}`)
    t.equal(status, 200)
    const { suggestions, next, total } = Object(body)
    t.equal(total, all.length)
    found.push(...suggestions.map((one: { suggestion: { id: string } }) => one.suggestion.id))
    cursor = next === undefined ? '' : `&cursor=${next}`
  } while (cursor !== '')
  t.same(found, all.map(one => one.id))
  t.match(await call('GET', '/v1/suggestions?state=rejected'), { body: { total: 1, suggestions: [{ suggestion: { id }, isListed: false, state: 'rejected' }] } })
  t.match(await call('GET', url), { status: 200, body: { suggestion: { id, steps: Array, fingerprint: String }, feedback: { author: String } } })
})

test('one that is not there is not found; an answer without its reason is refused', async t => {
  const served = await service(t)
  const { respond } = aboutBen(served)
  t.match(await served.call('GET', '/v1/suggestions/none'), { status: 404 })
  t.match(await served.call('POST', '/v1/suggestions/none/respond', { body: rejection }), { status: 404 })
  t.match(await served.call('POST', respond, { body: { answer: 'reject' } }), { status: 409, body: { type: 'urn:lacuna:problem:answer-incomplete' } })
  t.match(await served.call('POST', respond, { body: { answer: 'forget' } }), { status: 400, body: { errors: [{ pointer: '/body/answer' }] } })
  t.match(await served.call('POST', respond, { body: { ...rejection, expiresAt: '2027-01-01T00:00:00Z' } }), { status: 409, body: { detail: /remembered/ } })
})

test('a rejection that is to be remembered accepts its people as an exception, with who said so, why and until when', async t => {
  const served = await service(t)
  const { respond } = aboutBen(served)
  const expiresAt = '2027-01-01T00:00:00Z'
  t.match(await served.call('POST', respond, { body: { ...rejection, remember: true, expiresAt } }), { status: 200, body: { feedback: { state: 'rejected' }, exception: 1 } })
  t.match(served.memory.settings.exceptions, [{
    objects: [{ kind: 'user', id: ids.ben }], requirements: ['mfa-all-users'], reason: rejection.reason, author: '44444444-4444-4444-8444-444444444444', expiresAt
  }])
})

test('a token issued to the Copilot client rejects, but cannot make anything remembered', async t => {
  const served = await service(t)
  const { respond } = aboutBen(served)
  const token = await served.token({ azp: copilotClient, wids: Object.values(directoryRoles) })
  t.match(await served.call('POST', respond, { token, body: { ...rejection, remember: true } }), { status: 403, body: { type: 'urn:lacuna:problem:client-refused' } })
  t.same([served.memory.settings, served.memory.feedback.size], [{}, 0])
  t.match(await served.call('POST', respond, { token, body: rejection }), { status: 200 })
  t.match(await served.call('POST', respond, { token, body: { ...rejection, remember: false } }), { status: 200 })
})

const others: readonly { readonly name: string, readonly claims: Record<string, unknown>, readonly problem: string }[] = [
  { name: 'a token without the deciding scope', claims: { scp: 'Lacuna.Read Lacuna.Propose' }, problem: 'scope-missing' },
  { name: 'an application', claims: application('Drafts.Write'), problem: 'person-needed' },
  { name: 'a guest', claims: { acct: 1 }, problem: 'guest-refused' }
]

for (const { name, claims, problem } of others) {
  test(`${name} cannot make a rejection remembered`, async t => {
    const served = await service(t)
    const { respond } = aboutBen(served)
    const token = await served.token(claims)
    t.match(await served.call('POST', respond, { token, body: { ...rejection, remember: true } }), { status: 403, body: { type: `urn:lacuna:problem:${problem}` } })
    t.strictSame(served.memory.settings, {})
  })
}

test('who no longer holds the role, read at that moment, cannot make a rejection remembered', async t => {
  const served = await service(t)
  const { respond } = aboutBen(served)
  served.memory.roles = [directoryRoles.globalReader]
  t.match(await served.call('POST', respond, { body: { ...rejection, remember: true } }), { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } })
  t.match(await served.call('POST', respond, { body: rejection }), { status: 200 })
})

test('a reader sees suggestions and cannot answer them', async t => {
  const served = await service(t)
  const { respond, url } = aboutBen(served)
  const token = await served.token({ wids: [directoryRoles.securityReader], scp: 'Lacuna.Read' })
  t.match(await served.call('GET', url, { token }), { status: 200 })
  t.match(await served.call('POST', respond, { token, body: rejection }), { status: 403 })
})

test('only a rejection with people whom a requirement leaves out can be remembered', async t => {
  const served = await service(t)
  const { respond } = aboutBen(served)
  const problem = { status: 409, body: { type: 'urn:lacuna:problem:cannot-remember' } }
  t.match(await served.call('POST', respond, { body: { answer: 'snooze', reason: 'later', remember: true } }), problem)
  const result = served.memory.snapshot?.analysis.requirements.find(({ id }) => id === 'mfa-all-users')
  if (result !== undefined) result.uncoveredUsers = { count: 101, ids: Array.from({ length: 101 }, (_, index) => `person-${index}`) }
  t.match(await served.call('POST', respond, { body: { ...rejection, remember: true } }), { ...problem, body: { detail: /101 people.*group/ } })
  if (result !== undefined) result.uncoveredUsers = { count: 0, ids: [] }
  t.match(await served.call('POST', respond, { body: { ...rejection, remember: true } }), { ...problem, body: { detail: /nobody to accept/ } })
  t.same([served.memory.settings, served.memory.feedback.size], [{}, 0])
})
