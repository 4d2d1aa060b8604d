import { test } from 'tap'
import { startService } from '#test/fixtures/service.ts'

const url = '/v1/skills/runs/pending'

test('the trigger of the agent fetches a bare list, an entry a run, without any input', async t => {
  const { app, call, memory, token } = await startService()
  t.match(await call('GET', url), { status: 200, body: [{ MonitoredObjects: 'users,apps', AllowReportOnly: false, Instructions: '' }] })
  const none = { added: 0, changed: 0, removed: 0, first: [] }
  if (memory.snapshot !== undefined) {
    memory.snapshot = { ...memory.snapshot, news: { since: '2026-11-22T06:00:00Z', auditRead: true, users: none, apps: none, policies: none } }
  }
  t.same((await call('GET', url)).body, [], 'a quiet day')
  t.match(await call('GET', `${url}?top=1`), { status: 400 })
  t.match(await call('GET', url, { token: await token({ wids: [] }) }), { status: 403 })
  await app.close()
})
