import { test } from 'tap'
import { byText, graphUnderTest, idOf, objectOf, valuesOf, type GraphUnderTest } from '#test/fixtures/simulator/graph-under-test.ts'
import { isObject, objectAt, plainText, type Json } from '#src/simulator/json.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const policies = '/beta/identity/conditionalAccess/policies'

function body(changed: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    displayName: 'New', state: 'enabledForReportingButNotEnforced',
    conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] },
    grantControls: { operator: 'AND', builtInControls: ['mfa'] }, ...changed,
  }
}

async function created(graph: GraphUnderTest, changed: Record<string, unknown>): Promise<Record<string, Json>> {
  const reply = await graph.send('POST', policies, { body: body(changed) })
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body))
  const { body: read } = await graph.send('GET', `${policies}/${idOf(reply)}`)
  return isObject(read) ? { ...read } : {}
}

test('a created policy gets its id and dates from the service and is there on the next read', async (t) => {
  const graph = graphUnderTest()
  const reply = await graph.send('POST', policies, { body: body() })
  t.equal(reply.status, 201)
  t.match(objectOf(reply), { createdDateTime: '2026-04-01T12:00:00.0000000Z', modifiedDateTime: null, templateId: null })
  t.match(reply.headers['location'], idOf(reply))
  t.equal(valuesOf(await graph.send('GET', policies)).length, 3)
  t.same(graph.violations(), [])
})

test('a single control has the operator OR, whatever was sent', async (t) => {
  const graph = graphUnderTest()
  const single = await created(graph, {})
  t.equal(objectAt(single, 'grantControls')['operator'], 'OR')
  const strength = await created(graph, { grantControls: { operator: 'AND', builtInControls: [], authenticationStrength: { id: '00000000-0000-0000-0000-000000000004' } } })
  t.match(strength['grantControls'], { operator: 'OR', authenticationStrength: { displayName: 'Phishing-resistant MFA', policyType: 'builtIn' } })
  const two = await created(graph, { grantControls: { operator: 'AND', builtInControls: ['mfa', 'compliantDevice'] } })
  t.equal(objectAt(two, 'grantControls')['operator'], 'AND')
})

test('flags come back in the order of their enum and in camel case', async (t) => {
  const graph = graphUnderTest()
  const policy = await created(graph, {
    conditions: {
      users: { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'ServiceProvider,b2bCollaborationGuest,InternalGuest', externalTenants: { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' } } },
      applications: { includeApplications: ['All'] }, insiderRiskLevels: 'elevated,minor', authenticationFlows: { transferMethods: 'authenticationTransfer,deviceCodeFlow' },
    },
  })
  t.match(policy['conditions'], {
    users: { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest,b2bCollaborationGuest,serviceProvider' } },
    insiderRiskLevels: 'minor,elevated', authenticationFlows: { transferMethods: 'deviceCodeFlow,authenticationTransfer' }, clientAppTypes: ['all'],
  })
})

test('session controls that do nothing are condensed to null', async (t) => {
  const graph = graphUnderTest()
  const idle = await created(graph, { sessionControls: { persistentBrowser: { isEnabled: false, mode: 'never' }, cloudAppSecurity: null } })
  t.equal(idle['sessionControls'], null)
  const every = await created(graph, { sessionControls: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime' } } })
  t.match(every['sessionControls'], { signInFrequency: { value: null, type: null, frequencyInterval: 'everyTime', authenticationType: 'primaryAndSecondaryAuthentication' }, persistentBrowser: null })
  t.same(graph.violations(), [])
})

const widened = { conditions: { users: { excludeGroups: [ids.outer] } } }

test('in merge mode a PATCH keeps what it leaves out inside a complex member', async (t) => {
  const graph = graphUnderTest()
  t.equal((await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: widened })).status, 204)
  const policy = objectOf(await graph.send('GET', `${policies}/${ids.mfaPolicy}`))
  t.match(policy['conditions'], { users: { includeUsers: ['All'], excludeUsers: [ids.admin], excludeGroups: [ids.outer] } })
  t.equal(policy['modifiedDateTime'], '2026-04-01T12:00:00.0000000Z')
  const strength = { grantControls: { authenticationStrength: { id: ids.strength } } }
  t.match(await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: strength }), { status: 400, body: { error: { message: /^1108: / } } })
})

test('in replace mode a PATCH replaces each complex member it sends', async (t) => {
  const graph = graphUnderTest(undefined, { patchMode: 'replace' })
  t.match(await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: widened }), { status: 400, body: { error: { message: /^1011: / } } })
  const whole = { conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } } }
  t.equal((await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: whole })).status, 204)
  const policy = objectOf(await graph.send('GET', `${policies}/${ids.mfaPolicy}`))
  t.same(objectAt(policy['conditions'], 'users')['excludeUsers'], [])
  const strength = { grantControls: { operator: 'OR', authenticationStrength: { id: ids.strength } } }
  t.equal((await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: strength })).status, 204)
  t.same(graph.violations(), [])
})

test('a deleted policy can be listed, restored and deleted for good', async (t) => {
  const graph = graphUnderTest()
  const bin = '/beta/identity/conditionalAccess/deletedItems/policies'
  t.equal((await graph.send('DELETE', `${policies}/${ids.mfaPolicy}`)).status, 204)
  t.match(await graph.send('GET', `${policies}/${ids.mfaPolicy}`), { status: 404, body: { error: { message: /does not exist in the directory/ } } })
  t.equal(valuesOf(await graph.send('GET', bin)).length, 1)
  t.match(await graph.send('GET', `${bin}/${ids.mfaPolicy}`), { status: 200, body: { deletedDateTime: /^2026/ } })
  t.match(await graph.send('POST', `${bin}/${ids.mfaPolicy}/restore`), { status: 200, body: { deletedDateTime: null } })
  t.equal((await graph.send('GET', `${policies}/${ids.mfaPolicy}`)).status, 200)
  await graph.send('DELETE', `${policies}/${ids.mfaPolicy}`)
  t.equal((await graph.send('DELETE', `${bin}/${ids.mfaPolicy}`)).status, 204)
  t.equal(valuesOf(await graph.send('GET', bin)).length, 0)
  t.same(graph.violations(), [])
})

test('each policy write is audited with who made it', async (t) => {
  const graph = graphUnderTest()
  const policy = await created(graph, {})
  await graph.send('DELETE', `${policies}/${plainText(policy['id'])}`)
  const audits = valuesOf(await graph.send('GET', "/beta/auditLogs/directoryAudits?$filter=category eq 'Policy'"))
  t.match(audits.map((audit) => audit['activityDisplayName']).toSorted(byText), ['Add conditional access policy', 'Delete conditional access policy'])
  t.match(audits[0], { initiatedBy: { user: { id: ids.admin, userPrincipalName: 'ada@tiny.example' } }, loggedByService: 'Conditional Access' })
  t.same(graph.violations(), [])
})

test('the 241st policy is refused', async (t) => {
  const template = { state: 'disabled', conditions: {}, grantControls: null, sessionControls: null }
  const many = Array.from({ length: 240 }, (_, index) => ({ ...template, id: `p${index}`, displayName: `p${index}` }))
  const graph = graphUnderTest({ policies: many, roleAssignments: [{ principalId: ids.admin, roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10' }] })
  t.match(await graph.send('POST', policies, { body: body() }), { status: 400, body: { error: { code: 'BadRequest', message: /240/ } } })
})

test('a policy that Microsoft manages lets only its state and exclusions be changed', async (t) => {
  const graph = graphUnderTest()
  const managed = graph.state.collections.policies.get(ids.mfaPolicy)
  if (managed !== undefined) graph.state.collections.policies.put({ ...managed, displayName: 'Microsoft-managed: MFA' })
  const url = `${policies}/${ids.mfaPolicy}`
  t.equal((await graph.send('PATCH', url, { body: { state: 'disabled' } })).status, 204)
  t.equal((await graph.send('PATCH', url, { body: widened })).status, 204)
  t.equal((await graph.send('PATCH', url, { body: { displayName: 'Ours' } })).status, 400)
  t.equal((await graph.send('DELETE', url)).status, 403)
})
