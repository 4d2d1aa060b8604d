import { test } from 'tap'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const path = '/identity/conditionalAccess/templates'

test('the policy templates that Microsoft offers are read with the tenant', async t => {
  const { client, violations } = await served(t, smallTenant())
  const { tenant } = await collected(client)
  t.match(tenant.templates?.find(({ id }) => id === '0b2282f9-2862-4178-88b5-d79340b36cb8'), {
    name: 'Block legacy authentication', details: { conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] }, grantControls: { builtInControls: ['block'] } }
  })
  t.strictSame(violations(), [])
})

test('where they are refused the reading is whole without them', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'forbidden', path }] })
  const { entries, tenant } = await collected(client)
  t.ok(simulator.log.exchanges().some(({ url, status }) => url.includes(path) && status === 403))
  t.notOk(entries.some(({ collection }) => collection === 'templates'))
  t.strictSame([tenant.templates, tenant.unread], [undefined, []])
})
