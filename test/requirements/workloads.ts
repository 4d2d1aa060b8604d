import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { whyGap } from '#src/engine/why.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { emptyTenant, ids, readTenant, workloads } from '#test/fixtures/empty-tenant.ts'

const every = { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] }
const policy = (id: string, conditions: object = {}, rest: object = {}): object => ({
  id, displayName: id, state: 'enabled', createdDateTime: '2026-01-01T00:00:00Z', modifiedDateTime: null,
  conditions: { clientAppTypes: ['all'], applications: { includeApplications: ['All'] }, users: { includeUsers: ['None'] }, clientApplications: every, ...conditions },
  grantControls: { operator: 'OR', builtInControls: ['block'] }, ...rest
})
const places = (includeLocations: readonly string[], excludeLocations: readonly string[] = []): object => ({ locations: { includeLocations, excludeLocations } })

function judged(policies: readonly object[], id = 'risky-workload-identities', changed: object = {}): Coverage {
  const requirement = requirementOf(id)
  if (requirement === undefined) throw new Error(`no requirement \`${id}\``)
  return coverage(compile(readTenant(policies, changed)), requirement)
}

const cases: readonly [string, readonly object[], Coverage['status']][] = [
  ['a block without conditions covers every risk', [policy('a')], 'met'],
  ['blocks that split the places cover together', [policy('a', places([ids.office])), policy('b', places(['All'], [ids.office]))], 'met'],
  ['a block in one place leaves the others', [policy('a', places([ids.office]))], 'gap'],
  ['a block from a country that is not said leaves the rest', [policy('a', places(['gone']))], 'unknown'],
  ['a risk list is a set, not a threshold', [policy('a', { servicePrincipalRiskLevels: ['low', 'medium'] })], 'gap'],
  ['the principal may be named', [policy('a', { clientApplications: { includeServicePrincipals: [workloads.robot] } })], 'met'],
  ['a block of people reaches no workload', [policy('a', { users: { includeUsers: ['All'] }, clientApplications: null })], 'gap'],
  ['a block of agents reaches no service principal', [policy('a', { clientApplications: { includeAgentIdServicePrincipals: ['All'] } })], 'gap'],
  ['a block at a risk of people never applies', [policy('a', { signInRiskLevels: ['high'] })], 'gap'],
  ['whether a block for browsers reaches a workload is not known', [policy('a', { clientAppTypes: ['browser'] })], 'unknown'],
  ['a state that is not known leaves it open', [policy('a', {}, { state: 'dreaming' })], 'unknown'],
  ['a block at some risks of agents leaves the others', [policy('a', { agentIdRiskLevels: 'low,medium' })], 'gap'],
  ['two blocks that split the risks of agents cover together', [policy('a', { agentIdRiskLevels: 'low,medium,high' }), policy('b', { agentIdRiskLevels: 'none' })], 'met']
]

for (const [name, policies, status] of cases) {
  test(name, t => {
    const { gaps, ...found } = judged(policies)
    t.equal(found.status, status, JSON.stringify(found.unknowns))
    for (const { witness } of gaps) t.not(evaluate(compile(tenantOf(emptyTenant(policies))), witness).outcome.result, 'blocked')
    t.end()
  })
}

test('a gap of workloads names the conditions that are left, and its witness is a service principal', t => {
  const [gap, ...more] = judged([policy('a', places([ids.office]))]).gaps
  t.equal(more.length, 0)
  t.match(gap, { words: 'from outside the locations that policies name', witness: { signInIdentity: { servicePrincipalId: workloads.robot }, signInConditions: { servicePrincipalRiskLevel: 'high', agentIdRiskLevel: 'none' } } })
  t.end()
})

test('a service principal whose owner is not recorded may be one that the requirement is about', t => {
  const unowned = { id: 'e9', appId: 'd9', displayName: 'Nobody\'s', servicePrincipalType: 'Application', signInAudience: 'AzureADMyOrg' }
  const found = judged([], 'risky-workload-identities', { servicePrincipals: [unowned] })
  t.match(found, { status: 'unknown', users: 1, gaps: [], unknowns: [{ what: 'owners of service principals' }] })
  t.end()
})

test('service principals that were not read leave both unknown', t => {
  for (const id of ['risky-workload-identities', 'risky-agents']) t.match(judged([], id, { servicePrincipals: undefined }), { status: 'unknown', reason: /service principals were not read/ })
  t.end()
})

test('the reason for a gap names only policies about workloads', t => {
  const policies = [policy('people', { users: { includeUsers: ['All'] }, clientApplications: null }), policy('robots', { servicePrincipalRiskLevels: ['low'] })]
  const { requirement, gaps: [gap] } = judged(policies)
  if (gap === undefined) throw new Error('no gap')
  t.equal(whyGap(compile(readTenant(policies)), requirement, gap.witness).sentence, '`robots` is for another sign-in risk')
  t.end()
})
