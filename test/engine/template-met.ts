import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const plans = [...new Set(requirements.flatMap(({ licence }) => licence.flatMap(({ servicePlanIds }) => servicePlanIds)))]

/** A tenant with members, guests, an administrator and an application, and the policies given. */
function tenantWith(policies: readonly object[]): Parameters<typeof compile>[0] {
  return tenantOf({
    organization: { id: 'home', displayName: 'home' },
    subscribedSkus: [{ skuId: 's', skuPartNumber: 'ALL', capabilityStatus: 'Enabled', servicePlans: plans.map(servicePlanId => ({ servicePlanId, servicePlanName: 'plan', provisioningStatus: 'Success' })) }],
    users: [
      { id: 'u1', userPrincipalName: 'a@home', displayName: 'A', userType: 'Member', accountEnabled: true },
      { id: 'u2', userPrincipalName: 'b#EXT#@home', displayName: 'B', userType: 'Guest', accountEnabled: true, homeTenantId: 'elsewhere' },
      { id: 'u3', userPrincipalName: 'c@home', displayName: 'C', userType: 'Member', accountEnabled: true }
    ],
    groups: [], namedLocations: [], servicePrincipals: [{ id: 's1', appId: 'app1', displayName: 'App', appOwnerOrganizationId: 'home' }],
    roleAssignments: [{ principalId: 'u3', roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10', directoryScopeId: '/' }], roleEligibilities: [],
    policies
  })
}

function enforced({ id, template }: Requirement): object {
  return { id, ...template, state: 'enabled' }
}

for (const requirement of requirements) {
  test(`an otherwise empty tenant with the template of ${requirement.id} enforced meets it`, t => {
    const judged = coverage(compile(tenantWith([enforced(requirement)])), requirement)
    t.equal(judged.status, 'met', JSON.stringify(judged.gaps[0] ?? judged.possible[0] ?? judged.reason))
    t.strictSame(judged.protectingPolicies, [requirement.id])
    t.end()
  })

  test(`an empty tenant has a gap in ${requirement.id}, and its report-only template would cover it`, t => {
    t.equal(coverage(compile(tenantWith([])), requirement).status, 'gap')
    const drafted = coverage(compile(tenantWith([{ id: requirement.id, ...requirement.template }])), requirement)
    t.equal(drafted.status, 'gap')
    t.strictSame(drafted.wouldCover, [requirement.id])
    t.end()
  })
}

test('a tenant without the licence is not judged, and the licence is named', t => {
  const bare = { ...tenantWith([]), skus: [] }
  const [first] = requirements
  if (first === undefined) throw new Error('no requirement')
  t.match(coverage(compile(bare), first), { status: 'notApplicable', reason: /Microsoft Entra ID P1/ })
  t.end()
})
