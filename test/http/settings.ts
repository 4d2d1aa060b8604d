import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { startService } from '#test/fixtures/service.ts'

const url = '/v1/settings'

test('what is declared replaces what was declared', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const emergencyAccess = { users: ['some-user'], groups: [] }
  t.match(await call('PUT', url, { body: { emergencyAccess, mfaTrustedIps: ['192.0.2.0/24'] } }), { status: 200 })
  t.match(await call('PUT', url, { body: { emergencyAccess } }), { status: 200 })
  t.same((await call('GET', url)).body, { emergencyAccess })
})

test('a setting that is not known or has another shape is refused with a pointer, and nothing changes', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  t.match(await call('PUT', url, { body: { emergencyAccounts: [] } }), { status: 400, body: { errors: [{ pointer: '/body/emergencyAccounts' }] } })
  t.match(await call('PUT', url, { body: { mfaTrustedIps: '192.0.2.0/24' } }), { status: 400, body: { errors: [{ pointer: '/body/mfaTrustedIps' }] } })
  t.same((await call('GET', url)).body, {})
})

test('a reader sees the settings and cannot declare any', async t => {
  const { app, call, memory, token } = await startService()
  t.teardown(() => app.close())
  const reader = await token({ wids: [directoryRoles.securityReader], scp: 'Lacuna.Read' })
  memory.roles = [directoryRoles.securityReader]
  t.match(await call('GET', url, { token: reader }), { status: 200 })
  t.match(await call('PUT', url, { token: reader, body: {} }), { status: 403, body: { type: 'urn:lacuna:problem:scope-missing' } })
})
