import { test } from 'tap'
import { startService } from '#test/fixtures/service.ts'

test('health and readiness are told to anybody, and differ', async t => {
  let isReady = true
  const { app, call } = await startService({ ready: async () => isReady })
  t.teardown(() => app.close())
  t.match(await call('GET', '/health', { token: '' }), { status: 200, body: { status: 'ok' } })
  t.match(await call('GET', '/ready', { token: '' }), { status: 200, body: { status: 'ready' } })
  isReady = false
  t.match(await call('GET', '/ready', { token: '' }), { status: 503, body: { status: 'not ready' } })
  t.equal((await call('GET', '/health', { token: '' })).status, 200)
})
