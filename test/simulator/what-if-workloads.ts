import { test } from 'tap'
import { applies, home, partner, type Question } from '#test/fixtures/one-policy.ts'

const tenant = { servicePrincipals: [
  { id: 'sp-own', appId: 'app-own', appOwnerOrganizationId: home, servicePrincipalType: 'Application', signInAudience: 'AzureADMyOrg' },
  { id: 'sp-many', appId: 'app-many', appOwnerOrganizationId: home, signInAudience: 'AzureADMultipleOrgs' },
  { id: 'sp-managed', appId: 'app-managed', appOwnerOrganizationId: home, servicePrincipalType: 'ManagedIdentity' },
  { id: 'sp-foreign', appId: 'app-foreign', appOwnerOrganizationId: partner },
  { id: 'sp-unowned', appId: 'app-unowned', customSecurityAttributes: { Set: { Tier: 'one' } } },
  { id: 'sp-agent', appId: 'app-agent', '@odata.type': '#microsoft.graph.agentIdentity' }
] }
const clients = (clientApplications: Record<string, unknown>, servicePrincipalId: string, more: Record<string, unknown> = {}): Question =>
  ({ tenant, is: { users: { includeUsers: ['None'] }, clientApplications, ...more }, who: { servicePrincipalId } })
const everyOwn = { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] }

const cases: [string, Question, boolean | null][] = [
  ['a policy on users is not about workloads', { tenant, who: { servicePrincipalId: 'sp-own' } }, false],
  ['a policy on workloads is not about users', { is: { clientApplications: everyOwn } }, false],
  ['exclusions alone make no policy on workloads', { is: { clientApplications: { excludeServicePrincipals: ['sp-own'] } } }, true],
  ['a principal of this tenant is reached', clients(everyOwn, 'sp-own'), true],
  ['by its appId too', clients(everyOwn, 'app-own'), true],
  ['lists hold object ids', clients({ includeServicePrincipals: ['app-own'] }, 'app-own'), false],
  ['an exclusion wins', clients({ ...everyOwn, excludeServicePrincipals: ['sp-own'] }, 'sp-own'), false],
  ['a principal for many tenants is not reached, listed or not', clients({ includeServicePrincipals: ['sp-many'] }, 'sp-many'), false],
  ['a managed identity is not reached', clients(everyOwn, 'sp-managed'), false],
  ['a principal of another tenant is not reached', clients(everyOwn, 'sp-foreign'), false],
  ['one whose owner is not recorded is unknown', clients(everyOwn, 'sp-unowned'), null],
  ['one that the tenant does not hold is unknown', clients({ includeServicePrincipals: ['sp-gone'] }, 'sp-gone'), null],
  ['an agent identity is not among the principals', clients(everyOwn, 'sp-agent'), false],
  ['it is among the agents', clients({ includeAgentIdServicePrincipals: ['All'] }, 'sp-agent'), true],
  ['where it may be excluded', clients({ includeAgentIdServicePrincipals: ['All'], excludeAgentIdServicePrincipals: ['sp-agent'] }, 'sp-agent'), false],
  ['a filter that leaves the principal out', clients({ servicePrincipalFilter: { mode: 'include', rule: 'Set_Tier -eq "two"' } }, 'sp-unowned'), false],
  ['principal risk is looked at', { ...clients(everyOwn, 'sp-own', { servicePrincipalRiskLevels: ['high'] }), given: { servicePrincipalRiskLevel: 'high' } }, true],
  ['and is none if not given', clients(everyOwn, 'sp-own', { servicePrincipalRiskLevels: ['high'] }), false]
]

for (const [name, question, expected] of cases) {
  test(name, (t) => {
    t.equal(applies(question), expected)
    t.end()
  })
}
