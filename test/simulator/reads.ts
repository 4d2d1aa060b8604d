import { test } from 'tap'
import { operations } from '#src/simulator/graph/operations.ts'
import { graphUnderTest } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const eventual = { consistencylevel: 'eventual' }
const examples: Record<string, string> = {
  'policies.get': ids.strengthPolicy, 'locations.get': ids.office, 'templates.get': '76c03f19-ea37-4656-a772-a183b4ddb81d',
  'strengths.get': ids.strength, 'strengths.usage': '00000000-0000-0000-0000-000000000004', 'strengths.combinationConfigurations': ids.strength,
  'authContexts.get': 'c1', 'users.get': ids.guest, 'users.transitiveMemberOf': ids.people[1] ?? '', 'servicePrincipals.get': ids.application,
  'signIns.get': ids.signIn, 'crossTenantPartners.get': ids.homeTenant, groups: ids.outer, administrativeUnits: ids.unit,
}

function address(version: string, operation: { readonly id: string, readonly path: string }): string {
  const id = examples[operation.id] ?? examples[operation.id.split('.')[0] ?? ''] ?? ''
  const path = operation.path.replace('{id}', id).replace('{appId}', '00000003-0000-0ff1-ce00-000000000000')
    .replace('{roleTemplateId}', '62e90394-69f5-4237-9190-012177145e10')
  const count = /microsoft\.graph\.(user|agentIdentity\w*)$/.test(path) ? '?$count=true' : ''
  return `/${version}${path}${count}`
}

for (const version of ['v1.0', 'beta']) {
  test(`every read of ${version} is answered as the contract says`, async (t) => {
    const graph = graphUnderTest()
    const roles = await graph.send('GET', '/beta/directoryRoles')
    const role = JSON.stringify(roles.body).match(/"id":"([^"]+)"/)?.[1] ?? ''
    for (const operation of operations) {
      if (operation.method !== 'GET' || /^deleted(Policies|Locations)\.get$/.test(operation.id)) continue
      const url = address(version, operation).replace('/directoryRoles//', `/directoryRoles/${role}/`)
      const reply = await graph.send('GET', url, { headers: eventual })
      t.equal(reply.status, 200, `${operation.id}: ${url} ${JSON.stringify(reply.body).slice(0, 300)}`)
    }
    t.same(graph.violations(), [])
  })
}
