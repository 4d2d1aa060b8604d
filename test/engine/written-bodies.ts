import { test } from 'tap'
import { bodyOf } from '#src/engine/analyse/policy-body.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import { emptyTenant } from '#test/fixtures/empty-tenant.ts'
import { graphUnderTest, messageOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const guests = { guestOrExternalUserTypes: 'b2bCollaborationGuest,serviceProvider' }
const all = { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' }
const some = { '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants', membershipKind: 'enumerated', members: [ids.homeTenant] }

/** Policies as Graph gives them, by what is hard to write back. */
const read: Readonly<Record<string, Record<string, unknown>>> = {
  'guests of all tenants': { users: { includeGuestsOrExternalUsers: { ...guests, externalTenants: all } } },
  'guests of some tenants, none of others': { users: { includeUsers: ['All'], excludeGuestsOrExternalUsers: { ...guests, externalTenants: some } } },
  'guests of no tenant named': { users: { includeGuestsOrExternalUsers: { ...guests, externalTenants: null } } },
  'a workload without a filter': {
    users: { includeUsers: ['None'] }, clientApplications: { includeServicePrincipals: ['ServicePrincipalsInMyTenant'], excludeServicePrincipals: [], servicePrincipalFilter: null }
  }
}

for (const [name, conditions] of Object.entries(read)) {
  test(`a policy for ${name}, read and written again, is taken by Graph and says the same`, async t => {
    const found = parsePolicy({
      id: 'x', displayName: 'Read', state: 'enabledForReportingButNotEnforced', createdDateTime: null, modifiedDateTime: null,
      conditions: { clientAppTypes: ['all'], applications: { includeApplications: ['All'] }, ...conditions }, grantControls: { operator: 'OR', builtInControls: ['block'] }
    })
    if ('reason' in found) throw new Error(found.reason)
    const body = bodyOf(found.policy)
    const graph = graphUnderTest(smallTenant({ subscribedSkus: emptyTenant([])['subscribedSkus'] }))
    const reply = await graph.send('POST', '/beta/identity/conditionalAccess/policies', { body })
    t.equal(reply.status, 201, messageOf(reply))
    t.strictSame(graph.violations(), [])
    t.ok(samePolicy(reply.body, found.raw))
  })
}
