import { test } from 'tap'
import { csvHead, csvOf } from '#src/reports/csv.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { lantern, policyOf } from '#test/fixtures/lantern.ts'
import { snapshotOf } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'
import { tenantOf } from '#src/tenant/from-object.ts'

const url = '/v1/requirements/mfa-all-users/members.csv'

test('users in a gap come as a CSV file', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const answer = await call('GET', url)
  t.match(answer, { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="mfa-all-users.csv"' } })
  t.equal(answer.text, `${csvHead}mfa-all-users,${ids.ben},ben.both.2@lantern.example,Ben Both,not covered,always\r\n`)
})

test('a name that would be a formula is harmless', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  memory.snapshot = snapshotOf(tenantOf({ ...smallTenant, users: smallTenant.users.map(user => user.id === ids.ben ? { ...user, displayName: '=HYPERLINK("http://x")' } : user) }))
  t.match((await call('GET', url)).text, /,"'=HYPERLINK\(""http:\/\/x""\)",/)
})

test('a requirement that is met gives the head alone, one that is not there is not found', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  memory.snapshot = snapshotOf(lantern([policyOf('mfa')]))
  t.match(await call('GET', url), { status: 200, text: csvHead })
  t.match(await call('GET', '/v1/requirements/none/members.csv'), { status: 404, body: { type: 'urn:lacuna:problem:not-found' } })
})

test('who may not read gets no file', async t => {
  const { app, call, token } = await startService()
  t.teardown(() => app.close())
  t.match(await call('GET', url, { token: await token({ wids: ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b'] }) }), { status: 403 })
  t.match(await call('GET', url, { token: await token({ wids: [directoryRoles.securityReader], scp: 'Lacuna.Read' }) }), { status: 200 })
})

test('a long file is given piece by piece, before all of its members are known', t => {
  let asked = 0
  function* endless() {
    for (;;) yield { requirement: 'mfa-all-users', id: String(asked++), userPrincipalName: 'a@b', displayName: 'A', state: 'notCovered', when: ['always'] } as const
  }
  const pieces = csvOf(endless())
  const [first, second] = [pieces.next().value, pieces.next().value]
  t.ok(first?.startsWith(csvHead) === true && second?.startsWith('mfa-all-users,') === true)
  t.ok(asked > 100 && asked < 5_000, `${asked} members for two pieces`)
  t.end()
})
