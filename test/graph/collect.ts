import { test } from 'tap'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

test('try', async (t) => {
  const s = await served(t, smallTenant())
  const { entries, tenant } = await collected(s.client)
  for (const e of entries) t.comment(JSON.stringify(e).slice(0, 300))
  t.same(s.violations(), [])
  t.same(tenant.unread, [])
})
