import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { application, copilotClient } from '#test/fixtures/issuer.ts'
import { startService } from '#test/fixtures/service.ts'
import { chain } from '#test/fixtures/trail.ts'

async function withTrail(length: number) {
  const service = await startService()
  service.memory.trail = chain(length)
  return service
}

test('the trail is read in pages, oldest first, and the last page says so', async t => {
  const { app, call, memory } = await withTrail(5)
  t.teardown(() => app.close())
  const [first, second, third, fourth, fifth] = memory.trail
  t.strictSame((await call('GET', '/v1/audit?top=2')).body, { entries: [first, second], next: 2 })
  t.strictSame((await call('GET', '/v1/audit?after=2&top=3')).body, { entries: [third, fourth, fifth] })
  t.strictSame((await call('GET', '/v1/audit?after=5')).body, { entries: [] })
  t.match(await call('GET', '/v1/audit?top=0'), { status: 400 })
})

test('the export is one entry a line, with the head in a header and as the hash of the last line', async t => {
  const { app, call, memory } = await withTrail(3)
  t.teardown(() => app.close())
  const { status, headers, text } = await call('GET', '/v1/audit/export')
  const head = memory.trail.at(-1)?.hash
  t.match({ status, headers }, { status: 200, headers: { 'content-type': 'application/x-ndjson', 'lacuna-audit-head': head } })
  t.strictSame(text.split('\n').filter(line => line !== '').map(line => JSON.parse(line)), memory.trail)
})

test('verification tells an intact trail from a broken one, and misses a published head', async t => {
  const { app, call, memory } = await withTrail(5)
  t.teardown(() => app.close())
  const [published = ''] = memory.trail.map(({ hash }) => hash).slice(-1)
  t.strictSame((await call('GET', `/v1/audit/verification?head=${published}`)).body, { entries: 5, head: published, broken: null })
  memory.trail = memory.trail.slice(0, -1)
  t.match((await call('GET', '/v1/audit/verification')).body, { entries: 4, broken: null })
  t.match((await call('GET', `/v1/audit/verification?head=${published}`)).body, { broken: { sequence: 5 } })
  memory.trail = memory.trail.map(entry => entry.sequence === 2 ? { ...entry, subject: 'another change' } : entry)
  t.match((await call('GET', '/v1/audit/verification')).body, { entries: 1, broken: { sequence: 2, reason: 'its content was changed' } })
  t.match(await call('GET', '/v1/audit/verification?head=abc'), { status: 400 })
})

test('who may read may read the trail, through any client; nobody else', async t => {
  const { app, call, token } = await withTrail(1)
  t.teardown(() => app.close())
  const reader = await token({ wids: [directoryRoles.securityReader], scp: 'Lacuna.Read', azp: copilotClient })
  const nobody = await token({ wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] })
  for (const url of ['/v1/audit', '/v1/audit/export', '/v1/audit/verification']) {
    t.match(await call('GET', url, { token: reader }), { status: 200 }, url)
    t.match(await call('GET', url, { token: await token(application('Coverage.Read')) }), { status: 200 }, url)
    t.match(await call('GET', url, { token: nobody }), { status: 403 }, url)
    t.match(await call('GET', url, { token: '' }), { status: 401 }, url)
  }
})
