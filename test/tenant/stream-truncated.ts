import t from 'tap'
import { createTenantBuilder } from '#src/tenant/builder.ts'
import { readTenantStream } from '#src/tenant/json-stream.ts'
import { handedOver } from '#test/fixtures/recording-builder.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const bytes = Buffer.from(JSON.stringify(smallTenant))

t.test('a document that ends anywhere keeps what was whole, in order, and says so', async t => {
  const whole = await handedOver([bytes])
  t.same(whole.unread, [])
  for (let length = 0; length < bytes.length; length++) {
    const { entries, unread } = await handedOver([bytes.subarray(0, length)])
    const isKept = JSON.stringify(entries) === JSON.stringify(whole.entries.slice(0, entries.length)) && unread.length === 1
    if (!isKept) t.fail(`cut after ${length} bytes`, { entries, unread })
  }
})

t.test('role assignments read in part are not taken for all there are: who holds a role is unknown', async t => {
  const builder = createTenantBuilder()
  const cut = JSON.stringify({ users: smallTenant.users, roleAssignments: smallTenant.roleAssignments }).slice(0, -10)
  await readTenantStream((async function* () { yield Buffer.from(cut) })(), builder)
  const tenant = builder.finish()
  t.equal(tenant.roleAssignments, undefined)
  t.equal(tenant.users.count, smallTenant.users.length)
  t.match(tenant.unread, [{ collection: 'roleAssignments', reason: /ends in the middle/ }])
})
