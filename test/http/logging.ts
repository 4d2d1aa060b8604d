import { test } from 'tap'
import { ids } from '#test/fixtures/small-tenant.ts'
import { startService } from '#test/fixtures/service.ts'

test('neither tokens nor names of people reach the log', async t => {
  const { app, call, lines, token } = await startService()
  t.teardown(() => app.close())
  const presented = await token()
  await call('GET', `/v1/skills/uncovered-apps?user=${encodeURIComponent('ben.both.2@lantern.example')}`, { token: presented })
  await call('POST', '/v1/skills/sign-ins/evaluate', { token: presented, body: { user: ids.ben, app: 'Mail' } })
  await call('POST', '/v1/skills/sign-ins/evaluate', { token: presented, body: { user: 'ben.both.2@lantern.example' } })
  await call('GET', `/v1/skills/policies/evaluate?policy=${ids.ben}`, { token: 'not.a.token' })
  const log = lines.join('\n')
  t.ok(lines.length >= 8)
  t.notMatch(log, presented)
  t.notMatch(log, /not\.a\.token/)
  t.notMatch(log, /lantern\.example/i)
  t.notMatch(log, new RegExp(ids.ben))
  t.match(log, /"route":"\/v1\/skills\/uncovered-apps"/)
})

test('a request id is taken from a trusted proxy only, and only a plain one', async t => {
  const behind = await startService({ trustProxy: true })
  const bare = await startService()
  t.teardown(async () => Promise.all([behind.app.close(), bare.app.close()]))
  const idOf = async ({ call }: typeof bare, id: string): Promise<unknown> =>
    (await call('GET', '/health', { headers: { 'x-request-id': id } })).headers['x-request-id']
  t.equal(await idOf(behind, 'abc-1'), 'abc-1')
  t.not(await idOf(behind, 'abc 1'), 'abc 1')
  t.not(await idOf(bare, 'abc-1'), 'abc-1')
})
