import { test, type Test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { copilotClient } from '#test/fixtures/issuer.ts'
import { now } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'

const url = '/v1/settings'
const { conditionalAccessAdministrator, securityAdministrator, globalAdministrator } = directoryRoles
const [author, somebodyElse] = ['44444444-4444-4444-8444-444444444444', '55555555-5555-4555-8555-555555555555']
const decided = { perDay: 3, author: somebodyElse, decidedAt: '2026-11-20T08:00:00.000Z' }
const others = { mfaTrustedIps: ['192.0.2.0/24'] }

/** The service as somebody with one role, now and in the token, meets it. */
async function as(t: Test, role: string, settings: object = {}) {
  const { app, call, token, memory } = await startService()
  t.teardown(() => app.close())
  memory.roles = [role]
  memory.settings = settings
  const own = await token({ wids: [role] })
  return { memory, token, put: (body: object, presented = own) => call('PUT', url, { token: presented, body }) }
}

for (const [name, role] of [['a Security Administrator', securityAdministrator], ['a Global Administrator', globalAdministrator]] as const) {
  test(`${name} makes and changes the standing decision, and is recorded as who decided`, async t => {
    const { put, memory } = await as(t, role)
    const made = { autoCreateReportOnly: { perDay: 2, author, decidedAt: now.toISOString() } }
    t.match(await put({ autoCreateReportOnly: { perDay: 2, author: somebodyElse, decidedAt: '2020-01-01T00:00:00Z' } }), { status: 200, body: made })
    t.match(await put({ autoCreateReportOnly: { perDay: 5 } }), { status: 200, body: { autoCreateReportOnly: { perDay: 5, author } } })
    t.match(memory.settings, { autoCreateReportOnly: { perDay: 5, author } })
  })
}

test('a Conditional Access Administrator is refused the making of the standing decision, and nothing changes', async t => {
  const { put, memory } = await as(t, conditionalAccessAdministrator)
  t.match(await put({ ...others, autoCreateReportOnly: { perDay: 1 } }), { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } })
  t.strictSame(memory.settings, {})
})

test('a Conditional Access Administrator is refused a change of the standing decision, and may repeat it or take it back', async t => {
  const { put, memory } = await as(t, conditionalAccessAdministrator, { autoCreateReportOnly: decided })
  t.match(await put({ autoCreateReportOnly: { ...decided, perDay: 4 } }), { status: 403 })
  t.strictSame(memory.settings, { autoCreateReportOnly: decided })
  t.match(await put({ ...others, autoCreateReportOnly: { perDay: 3 } }), { status: 200, body: { ...others, autoCreateReportOnly: decided } }, 'repeated, it keeps its author and time')
  t.match(await put({ ...others, autoCreateReportOnly: decided }), { status: 200, body: { autoCreateReportOnly: decided } })
  t.match(await put(others), { status: 200 })
  t.strictSame(memory.settings, others)
})

test('the role counts that is held now, not the one in the token', async t => {
  const { put, memory, token } = await as(t, conditionalAccessAdministrator)
  t.match(await put({ autoCreateReportOnly: { perDay: 1 } }, await token({ wids: [globalAdministrator] })), { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } })
  t.strictSame(memory.settings, {})
})

test('a client that may not decide is refused, whatever its holder may do', async t => {
  const { put, memory, token } = await as(t, globalAdministrator)
  t.match(await put({ autoCreateReportOnly: { perDay: 1 } }, await token({ azp: copilotClient })), { status: 403, body: { type: 'urn:lacuna:problem:client-refused' } })
  t.strictSame(memory.settings, {})
})

test('a number that is none, or too large, is refused', async t => {
  const { put } = await as(t, globalAdministrator)
  for (const perDay of [0, 101, 1.5]) t.match(await put({ autoCreateReportOnly: { perDay } }), { status: 400, body: { errors: [{ pointer: '/body/autoCreateReportOnly/perDay' }] } }, String(perDay))
})
