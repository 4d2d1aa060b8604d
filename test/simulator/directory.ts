import { test } from 'tap'
import { graphUnderTest, idOf, messageOf, objectOf, valuesOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const eventual = { consistencylevel: 'eventual' }

test('an external account tells its home tenant by its identities, and an agent its type', async (t) => {
  const graph = graphUnderTest()
  const select = '$select=id,userPrincipalName,userType,identities,externalUserState,creationType'
  t.match(await graph.send('GET', `/beta/users/${ids.guest}?${select}`), {
    body: { userType: 'Guest', creationType: 'Invitation', identities: [{ signInType: 'federated', issuer: `https://sts.windows.net/${ids.homeTenant}/` }] },
  })
  const agent = objectOf(await graph.send('GET', `/beta/users/${ids.agentUser}?$select=id`))
  t.same(agent['@odata.type'], '#microsoft.graph.agentUser')
  const plain = objectOf(await graph.send('GET', `/beta/users/ada@tiny.example?$select=id,identities`))
  t.match(plain, { id: ids.admin, identities: [] })
  t.equal((await graph.send('GET', '/beta/users/nobody@tiny.example')).status, 404)
  t.same(graph.violations(), [])
})

test('members are direct, transitive members come through nested groups', async (t) => {
  const graph = graphUnderTest()
  const members = valuesOf(await graph.send('GET', `/v1.0/groups/${ids.outer}/members?$select=id`))
  t.same(members, [{ '@odata.type': '#microsoft.graph.group', id: ids.inner }, { '@odata.type': '#microsoft.graph.user', id: ids.people[0] }])
  t.equal(valuesOf(await graph.send('GET', `/v1.0/groups/${ids.outer}/transitiveMembers?$select=id`)).length, 4)
  t.match(await graph.send('GET', `/v1.0/groups/${ids.outer}?$expand=members&$select=id`), { body: { members: [{ displayName: 'Inner' }, { displayName: 'Bo' }] } })
  t.equal((await graph.send('GET', `/v1.0/groups/${ids.outer}?$expand=calendar`)).status, 400)
  const cast = `/v1.0/groups/${ids.outer}/transitiveMembers/microsoft.graph.user`
  t.equal((await graph.send('GET', cast)).status, 400)
  const users = valuesOf(await graph.send('GET', `${cast}?$count=true&$select=id`, { headers: eventual }))
  t.equal(users.length, 3)
  t.same(valuesOf(await graph.send('GET', `/beta/users/${ids.guest}/transitiveMemberOf?$select=displayName`)).map((group) => group['displayName']), ['Inner', 'Outer'])
  t.same(graph.violations(), [])
})

test('a reference that resolves to nothing stays in the list', async (t) => {
  const gone = '00000000-0000-4000-8000-00000000dead'
  const group = { id: ids.outer, displayName: 'Outer', members: [gone, ids.admin], groupTypes: [] }
  const graph = graphUnderTest(smallTenant({ groups: [group] }))
  t.equal(valuesOf(await graph.send('GET', `/v1.0/groups/${ids.outer}/members?$select=id`)).length, 2)
  t.same(graph.violations(), [])
})

test('members that could not be read are refused, also through nesting', async (t) => {
  const nested = [
    { id: ids.outer, displayName: 'Outer', members: [ids.unknownMembers], groupTypes: [] }, { id: ids.unknownMembers, displayName: 'Hidden', groupTypes: [] },
  ]
  const graph = graphUnderTest(smallTenant({ groups: nested }))
  t.equal((await graph.send('GET', `/v1.0/groups/${ids.unknownMembers}/members`)).status, 403)
  t.equal((await graph.send('GET', `/v1.0/groups/${ids.outer}/transitiveMembers`)).status, 403)
  t.equal((await graph.send('GET', `/v1.0/groups/${ids.unknownMembers}/owners`)).status, 403)
  t.equal((await graph.send('GET', `/v1.0/groups/${ids.outer}/members`)).status, 200)
})

test('groups that hold each other do not go round for ever', async (t) => {
  const ring = [{ id: ids.outer, members: [ids.inner, ids.admin] }, { id: ids.inner, members: [ids.outer] }]
  const graph = graphUnderTest(smallTenant({ groups: ring }))
  t.equal(valuesOf(await graph.send('GET', `/v1.0/groups/${ids.inner}/transitiveMembers?$select=id`)).length, 3)
  t.equal(valuesOf(await graph.send('GET', `/v1.0/users/${ids.admin}/transitiveMemberOf?$select=id`)).length, 3)
})

test('a group is created and given members and owners', async (t) => {
  const graph = graphUnderTest()
  const body = {
    displayName: 'New', mailNickname: 'new', mailEnabled: false, securityEnabled: true,
    'owners@odata.bind': [`https://graph.microsoft.com/v1.0/users/${ids.admin}`],
  }
  const made = await graph.send('POST', '/v1.0/groups', { body })
  const url = `/v1.0/groups/${idOf(made)}`
  const reference = (id: string | undefined): object => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
  t.equal((await graph.send('POST', `${url}/members/$ref`, { body: reference(ids.people[0]) })).status, 204)
  t.match(await graph.send('POST', `${url}/members/$ref`, { body: reference(ids.people[0]) }), { status: 400, body: { error: { message: /already exist/ } } })
  t.equal((await graph.send('POST', `${url}/members/$ref`, { body: reference('00000000-0000-4000-8000-00000000dead') })).status, 404)
  t.equal((await graph.send('POST', `${url}/owners/$ref`, { body: reference(ids.people[1]) })).status, 204)
  const bind = [ids.people[2], ids.guest].map((id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`)
  t.equal((await graph.send('PATCH', url, { body: { 'members@odata.bind': bind } })).status, 204)
  t.equal((await graph.send('DELETE', `${url}/members/${ids.guest}/$ref`)).status, 204)
  t.equal((await graph.send('DELETE', `${url}/members/${ids.guest}/$ref`)).status, 404)
  t.same(valuesOf(await graph.send('GET', `${url}/members?$select=id`)).map((one) => one['id']), [ids.people[0], ids.people[2]])
  t.same(valuesOf(await graph.send('GET', `${url}/owners?$select=id`)).map((one) => one['id']), [ids.admin, ids.people[1]])
  t.same(graph.violations(), [])
})

test('a group of a wrong shape is refused', async (t) => {
  const graph = graphUnderTest()
  const whole = { displayName: 'New', mailNickname: 'new', mailEnabled: false, securityEnabled: true }
  for (const name of Object.keys(whole)) {
    t.match(messageOf(await graph.send('POST', '/v1.0/groups', { body: { ...whole, [name]: undefined } })), new RegExp(name))
  }
  t.equal((await graph.send('POST', '/v1.0/groups', { body: { ...whole, colour: 'red' } })).status, 400)
  t.equal((await graph.send('POST', '/v1.0/groups')).status, 400)
  t.equal((await graph.send('POST', '/v1.0/groups', { body: { ...whole, isAssignableToRole: true } })).status, 403)
  t.equal((await graph.send('POST', `/v1.0/groups/${ids.outer}/members/$ref`, { body: { '@odata.id': 'somewhere' } })).status, 400)
  t.equal((await graph.send('PATCH', `/v1.0/groups/${ids.outer}`, { body: { 'members@odata.bind': [] } })).status, 400)
})

test('roles are held directly or through a role-assignable group', async (t) => {
  const graph = graphUnderTest()
  const roles = async (oid: string | undefined): Promise<unknown[]> => {
    const url = '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=roleTemplateId'
    return valuesOf(await graph.send('GET', url, { claims: { oid: oid ?? '' } })).map((role) => role['roleTemplateId'])
  }
  t.same(await roles(ids.admin), ['62e90394-69f5-4237-9190-012177145e10'])
  t.same(await roles(ids.people[2]), ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'])
  t.same(await roles(ids.people[3]), [])
  const assignments = valuesOf(await graph.send('GET', '/beta/roleManagement/directory/roleAssignments?$expand=principal'))
  t.match(assignments[2], { principal: { '@odata.type': '#microsoft.graph.group', id: ids.admins } })
  t.match(valuesOf(await graph.send('GET', '/beta/roleManagement/directory/roleAssignments?$expand=roleDefinition'))[0], { roleDefinition: { displayName: 'Global Administrator' } })
  t.same(graph.violations(), [])
})

test('a collection that the tenant file lacks cannot be read', async (t) => {
  const graph = graphUnderTest(smallTenant({}, ['users', 'servicePrincipals', 'signIns', 'organization', 'termsOfUse', 'policies', 'securityDefaults']))
  const urls = ['/v1.0/users', '/v1.0/servicePrincipals', '/v1.0/auditLogs/signIns', '/v1.0/organization', '/v1.0/identityGovernance/termsOfUse/agreements', '/beta/identity/conditionalAccess/policies', '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy']
  for (const url of urls) t.equal((await graph.send('GET', url)).status, 403, url)
  t.equal((await graph.send('GET', '/v1.0/groups')).status, 200)
})

test('logs show what the version, the licence and the permissions let them', async (t) => {
  const graph = graphUnderTest()
  const url = '/beta/auditLogs/signIns'
  t.equal(valuesOf(await graph.send('GET', url)).length, 1)
  const others = `${url}?$filter=${encodeURIComponent("signInEventTypes/any(t: t eq 'servicePrincipal')")}`
  t.equal(valuesOf(await graph.send('GET', others)).length, 1)
  t.match(valuesOf(await graph.send('GET', url)), [{ appliedConditionalAccessPolicies: [{ result: 'unknownFutureValue' }] }])
  const blind = await graph.send('GET', url, { claims: { scp: 'AuditLog.Read.All' } })
  t.match(valuesOf(blind), [{ appliedConditionalAccessPolicies: [] }])
  t.equal(valuesOf(await graph.send('GET', '/v1.0/reports/authenticationMethods/userRegistrationDetails')).length, 1)
  const free = graphUnderTest(smallTenant({ subscribedSkus: [] }))
  t.match(await free.send('GET', url), { status: 403, body: { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' } } })
  t.equal((await free.send('GET', '/v1.0/identityProtection/riskyUsers')).status, 403)
  t.equal((await free.send('GET', '/beta/roleManagement/directory/roleEligibilityScheduleInstances')).status, 400)
  t.same([...graph.violations(), ...free.violations()], [])
})
