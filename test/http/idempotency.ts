import { test } from 'tap'
import { startService, textAt } from '#test/fixtures/service.ts'

const wish = { requirement: 'mfa-all-users' }
const headers = { 'idempotency-key': 'key-1' }

test('a write repeated with its key answers the same without being done twice', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  const first = await call('POST', '/v1/drafts', { body: wish, headers })
  memory.drafts.clear()
  const second = await call('POST', '/v1/drafts', { body: wish, headers })
  t.equal(first.status, 201)
  t.match(second, { status: 201, text: first.text,
    headers: { 'idempotency-replayed': 'true', 'content-type': first.headers['content-type'] } })
  t.equal(memory.drafts.size, 0)
})

test('a key is bound to its request and to its caller', async t => {
  const { app, call, token } = await startService()
  t.teardown(() => app.close())
  await call('POST', '/v1/drafts', { body: wish, headers })
  t.match(await call('POST', '/v1/drafts', { body: { requirement: 'mfa-admins' }, headers }),
    { status: 422, body: { type: /idempotency-key-reused/ } })
  const another = await token({ oid: '55555555-5555-4555-8555-555555555555' })
  t.match(await call('POST', '/v1/drafts', { body: { requirement: 'mfa-admins' }, headers, token: another }), { status: 201 })
})

test('what was refused can be tried again with the same key', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  const { snapshot } = memory
  memory.snapshot = undefined
  t.equal((await call('POST', '/v1/drafts', { body: wish, headers })).status, 409)
  memory.snapshot = snapshot
  t.equal((await call('POST', '/v1/drafts', { body: wish, headers })).status, 201)
})

test('while the first request runs, a second with its key waits outside', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  await call('POST', '/v1/drafts', { body: wish, headers })
  for (const [name, kept] of memory.answers) memory.answers.set(name, { hash: kept.hash })
  t.match(await call('POST', '/v1/drafts', { body: wish, headers }), { status: 409, body: { type: /idempotency-key-busy/ } })
})

test('a skill needs no key: the same draft by the same operator is the existing one', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const first = await call('POST', '/v1/skills/drafts', { body: wish })
  const second = await call('POST', '/v1/skills/drafts', { body: wish })
  t.match(first.body, { existing: false })
  t.match(second.body, { existing: true, draftId: textAt(first.body, 'draftId') })
})
