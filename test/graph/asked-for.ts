import { test } from 'tap'
import type { TenantSettings } from '#src/domain/settings.ts'
import type { Exchange } from '#src/simulator/exchange-log.ts'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const { policies, roleAssignments } = smallTenant()
const listOf = (value: unknown): object[] => Array.isArray(value) ? value : []

function policyFor(users: object, changed: object = {}): object {
  return {
    id: '77777777-0000-4000-8000-000000000009', displayName: 'Another', state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z',
    conditions: { clientAppTypes: ['all'], users, applications: { includeApplications: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }, ...changed
  }
}

/** The ids of the groups that were asked for, each once; sorted. */
function groupsAsked(exchanges: readonly Exchange[]): string[] {
  return [...new Set(exchanges.flatMap(({ url }) => /\/groups\/([^/?]+)/.exec(url)?.[1] ?? []))].sort()
}

const groupObjects = (id: string) => ({ objects: [{ kind: 'group' as const, id }], requirements: null })

const cases: readonly { readonly name: string, readonly users: object, readonly settings?: TenantSettings, readonly asked: readonly string[] }[] = [
  { name: 'none where no policy names one', users: { includeUsers: ['All'] }, asked: [] },
  { name: 'one that is included, and the one nested in it', users: { includeGroups: [ids.outer] }, asked: [ids.outer, ids.inner] },
  { name: 'one that is excluded, whatever the letter case', users: { includeUsers: ['All'], excludeGroups: [ids.inner, ids.inner.toUpperCase()] }, asked: [ids.inner] },
  { name: 'not the group `All` of old policies', users: { includeGroups: ['All'] }, asked: [] },
  { name: 'one that is declared for emergencies', users: { includeUsers: ['All'] }, settings: { emergencyAccess: { groups: [ids.inner] } }, asked: [ids.inner] },
  { name: 'one that people direct about', users: { includeUsers: ['All'] }, settings: { directions: [{ do: 'ignore', ...groupObjects(ids.inner) }] }, asked: [ids.inner] },
  { name: 'one that is excepted', users: { includeUsers: ['All'] }, settings: { exceptions: [{ ...groupObjects(ids.inner), reason: 'so', author: 'a', acceptedAt: '2026-01-01', expiresAt: null }] }, asked: [ids.inner] }
]

for (const { name, users, settings = {}, asked } of cases) {
  test(`of the groups that hold no role is asked for: ${name}`, async t => {
    const unheld = listOf(roleAssignments).filter(assignment => !JSON.stringify(assignment).includes(ids.admins))
    const { client, simulator } = await served(t, smallTenant({ policies: [policyFor(users)], roleAssignments: unheld }))
    await collected(client, { settings })
    t.strictSame(groupsAsked(simulator.log.exchanges()), [...asked].sort())
  })
}

test('a group that holds a role is asked for without a policy that names it', async t => {
  const { client, simulator } = await served(t, smallTenant())
  const { tenant } = await collected(client)
  t.strictSame(groupsAsked(simulator.log.exchanges()), [ids.admins])
  t.match(tenant.groups.at(tenant.groups.indexOf(ids.admins)), { isAssignableToRole: true, membersRead: true })
})

test('attributes of applications are asked for only where a policy filters by them', async t => {
  const applicationFilter = { mode: 'include', rule: 'CustomSecurityAttribute.Finance_Level -eq "high"' }
  const filtering = policyFor({ includeUsers: ['All'] }, {
    conditions: { clientAppTypes: ['all'], users: { includeUsers: ['All'] }, applications: { includeApplications: [], applicationFilter } }
  })
  for (const [file, asks] of [[smallTenant(), false], [smallTenant({ policies: [...listOf(policies), filtering] }), true]] as const) {
    const { client, simulator } = await served(t, file)
    await collected(client)
    t.equal(simulator.log.exchanges().some(({ url }) => url.includes('customSecurityAttributes')), asks)
  }
})

test('terms of use are asked for only where a policy demands them', async t => {
  const demanding = policyFor({ includeUsers: ['All'] }, { grantControls: { operator: 'OR', builtInControls: [], termsOfUse: [ids.terms] } })
  for (const [file, asks] of [[smallTenant(), false], [smallTenant({ policies: [...listOf(policies), demanding] }), true]] as const) {
    const { client, simulator } = await served(t, file)
    const { entries } = await collected(client)
    t.equal(simulator.log.exchanges().some(({ operation }) => operation === 'agreements.list'), asks)
    t.equal(entries.some(({ collection, value }) => collection === 'termsOfUse' && value !== undefined), asks)
  }
})

test('nothing is asked for twice where nothing fails', async t => {
  const { client, simulator } = await served(t, smallTenant({ policies: [policyFor({ includeGroups: [ids.outer, ids.inner] })] }))
  await collected(client)
  const asked = simulator.log.exchanges().filter(({ method }) => method === 'GET').map(({ url }) => url)
  t.strictSame(asked.filter((url, index) => asked.indexOf(url) !== index), [])
})
