import { test, type Test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { generate } from '#src/simulator/generate/generate.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { contentsOf } from '#test/fixtures/tenant-contents.ts'

const listOf = (value: unknown): object[] => Array.isArray(value) ? value : []

/** A generated tenant that trusts no other, without attributes of applications: no policy of it asks for them. */
function generated(seed: number): Record<string, unknown> {
  const file = JSON.parse([...generate({ users: 400, apps: 60, policies: 40, seed })].join(''))
  const servicePrincipals = listOf(file.servicePrincipals).map(app => Object.fromEntries(Object.entries(app).filter(([name]) => name !== 'customSecurityAttributes')))
  return { ...file, servicePrincipals, settings: { ...file.settings, inboundTrust: { mfa: false, compliantDevice: false, hybridJoinedDevice: false } } }
}

const filter = { mode: 'exclude', rule: 'CustomSecurityAttribute.Finance_Level -eq "high"' }

const nested = {
  id: '77777777-0000-4000-8000-000000000003', displayName: 'MFA for the outer group but in finance', state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z',
  conditions: {
    clientAppTypes: ['all'], users: { includeGroups: [ids.outer], excludeGroups: [ids.inner] },
    applications: { includeApplications: ['All'], applicationFilter: filter }
  },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] }
}

const { policies, servicePrincipals } = smallTenant()
const filtered = smallTenant({
  policies: [...listOf(policies), nested], servicePrincipals: listOf(servicePrincipals).map(app => ({ customSecurityAttributes: null, ...app }))
})

const tenants: readonly [string, Record<string, unknown>][] = [
  ['a tenant with nested groups and a filter for applications', filtered],
  ['a generated tenant', generated(7)],
  ['another generated tenant', generated(8)]
]

/** The tenant as Graph gives it, with what people declared, as a run puts the two together. */
async function throughGraph(t: Test, file: Record<string, unknown>): Promise<{ tenant: Tenant, violations: string[] }> {
  const { inboundTrust: _readable, ...declared } = tenantOf(file).settings
  const { client, violations } = await served(t, file, { claims: { oid: administratorOf(file) } })
  const { tenant } = await collected(client, { settings: declared })
  return { tenant: { ...tenant, settings: { ...declared, ...tenant.settings } }, violations: violations() }
}

function administratorOf(file: Record<string, unknown>): string {
  const { roleAssignments, users } = tenantOf(file)
  return roleAssignments?.find(({ principalId, roleDefinitionId }) => users.indexOf(principalId) >= 0 && roleDefinitionId.startsWith('62e90394'))?.principalId ?? ''
}

for (const [name, file] of tenants) {
  test(`${name} is the same through Graph as read from its file`, async t => {
    const { tenant, violations } = await throughGraph(t, file)
    const [read, own] = [contentsOf(tenant), contentsOf(tenantOf(file))]
    t.strictSame(read.unread, [])
    const sameIds = <T extends { readonly id: string }>(items: readonly T[], others: readonly { readonly id: string }[]): T[] =>
      items.filter(({ id }) => others.some(other => other.id === id))
    const roleDefinitions = sameIds(read.roleDefinitions, own.roleDefinitions)
    t.strictSame({ ...read, roleDefinitions }, { ...own, groups: sameIds(own.groups, read.groups) })
    t.strictSame(violations, [])
  })

  test(`${name} is judged the same through Graph as read from its file`, async t => {
    const { tenant } = await throughGraph(t, file)
    const [read, own] = [tenant, { ...tenantOf(file), templates: tenant.templates }].map(one => analyseTenant(one).analysis)
    t.ok(own?.requirements.some(({ gaps }) => gaps.length > 0), 'there is something to find')
    for (const part of ['requirements', 'findings', 'suggestions', 'unknowns'] as const) t.strictSame(read?.[part], own?.[part], part)
  })
}
