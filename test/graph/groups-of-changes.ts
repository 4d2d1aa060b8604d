import { test, type Test } from 'tap'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const gone = '33333333-0000-4000-8000-0000000000ff'
const { policies } = smallTenant()
const naming = smallTenant({
  policies: [...Array.isArray(policies) ? policies : [], {
    id: '77777777-0000-4000-8000-000000000003', displayName: 'MFA for a group that is gone', state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z', modifiedDateTime: null,
    conditions: { clientAppTypes: ['all'], users: { includeGroups: [gone] }, applications: { includeApplications: ['All'] } }, grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }]
})

async function groupsRead(t: Test, file: object, groups: readonly string[]) {
  const { client } = await served(t, file)
  const { tenant } = await collected(client, { groups })
  return { found: groups.filter(id => tenant.groups.indexOf(id) >= 0), unread: tenant.unread.filter(({ collection }) => collection === 'groups').map(({ id }) => id) }
}

test('a group of a change is read though no policy names it, and the groups in it, too', async t => {
  t.strictSame((await groupsRead(t, smallTenant(), [])).found, [])
  const { found, unread } = await groupsRead(t, smallTenant(), [ids.outer, 'All'])
  t.strictSame([found, unread], [[ids.outer], []])
  const { client } = await served(t, smallTenant())
  t.ok((await collected(client, { groups: [ids.outer] })).tenant.groups.indexOf(ids.inner) >= 0)
})

test('a group of a change that is gone leaves the reading whole, unless a policy names it', async t => {
  t.strictSame(await groupsRead(t, smallTenant(), [gone]), { found: [], unread: [] })
  t.strictSame(await groupsRead(t, naming, [gone.toUpperCase()]), { found: [], unread: [gone] })
})
