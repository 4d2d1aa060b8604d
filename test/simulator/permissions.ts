import { test } from 'tap'
import type { Claims } from '#src/simulator/graph/operation.ts'
import { graphUnderTest, messageOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const policies = '/beta/identity/conditionalAccess/policies'
const body = {
  displayName: 'New', state: 'enabledForReportingButNotEnforced', conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
}

function application(...roles: string[]): { claims: Partial<Claims> } {
  return { claims: { oid: ids.application, idtyp: 'app', roles, scp: '' } }
}

test('a token without the scope is refused in the words of the area', async (t) => {
  const graph = graphUnderTest()
  const poor = { claims: { scp: 'User.Read' } }
  t.match(await graph.send('GET', policies, poor), { status: 403, body: { error: { code: 'AccessDenied' } } })
  t.match(await graph.send('GET', '/v1.0/users', poor), { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } })
  t.match(await graph.send('GET', '/v1.0/auditLogs/signIns', poor), { status: 403, body: { error: { code: 'Authentication_MSGraphPermissionMissing' } } })
  t.equal((await graph.send('GET', '/v1.0/me', poor)).status, 200)
  t.same(graph.violations(), [])
})

test('writing a policy needs both permissions', async (t) => {
  const graph = graphUnderTest()
  t.equal((await graph.send('POST', policies, { body, claims: { scp: 'Policy.ReadWrite.ConditionalAccess' } })).status, 403)
  t.equal((await graph.send('POST', policies, { body, claims: { scp: 'Policy.Read.All' } })).status, 403)
  t.equal((await graph.send('POST', policies, { body, claims: { scp: 'Policy.Read.All Policy.ReadWrite.ConditionalAccess' } })).status, 201)
})

test('a person also needs a directory role', async (t) => {
  const graph = graphUnderTest()
  const as = (oid: string | undefined): { claims: Partial<Claims> } => ({ claims: { oid: oid ?? '' } })
  t.equal((await graph.send('GET', policies, as(ids.people[0]))).status, 403)
  t.equal((await graph.send('GET', policies, as(ids.reader))).status, 200)
  t.equal((await graph.send('POST', policies, { body, ...as(ids.reader) })).status, 403)
  t.equal((await graph.send('POST', policies, { body, ...as(ids.people[2]) })).status, 201, 'through a role-assignable group')
  t.equal((await graph.send('GET', '/beta/auditLogs/signIns', as(ids.people[0]))).status, 403)
  t.equal((await graph.send('GET', '/v1.0/users', as(ids.people[0]))).status, 200)
})

test('roles of an administrative unit do not count', async (t) => {
  const scoped = [{ principalId: ids.admin, roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10', directoryScopeId: '/administrativeUnits/x' }]
  const graph = graphUnderTest(smallTenant({ roleAssignments: scoped }))
  t.equal((await graph.send('GET', policies)).status, 403)
})

test('where the assignments could not be read the token says the roles', async (t) => {
  const graph = graphUnderTest(smallTenant({}, ['roleAssignments']))
  t.equal((await graph.send('GET', policies)).status, 403)
  t.equal((await graph.send('GET', policies, { claims: { wids: ['5d6b6bb7-de71-4623-b4af-96380a352509'] } })).status, 200)
})

test('an application is judged by its roles alone', async (t) => {
  const graph = graphUnderTest()
  t.equal((await graph.send('GET', policies, application('Policy.Read.All'))).status, 200)
  t.equal((await graph.send('GET', policies, application('User.Read.All'))).status, 403)
  t.match(await graph.send('GET', '/v1.0/me', application('User.Read.All')), { status: 400, body: { error: { message: '/me request is only valid with delegated authentication flow.' } } })
  t.equal((await graph.send('GET', '/v1.0/identityGovernance/termsOfUse/agreements', application('Agreement.Read.All'))).status, 403)
})

test('the report-only creator may create a report-only policy and write nothing else', async (t) => {
  const graph = graphUnderTest()
  const creator = application('Policy.Create.ConditionalAccessRO', 'Policy.Read.All')
  t.equal((await graph.send('POST', policies, { body, ...creator })).status, 201)
  for (const state of ['enabled', 'disabled']) t.equal((await graph.send('POST', policies, { body: { ...body, state }, ...creator })).status, 403)
  t.equal((await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: { state: 'disabled' }, ...creator })).status, 403)
  t.equal((await graph.send('DELETE', `${policies}/${ids.mfaPolicy}`, creator)).status, 403)
  t.equal((await graph.send('POST', policies, { body, claims: { scp: 'Policy.Create.ConditionalAccessRO' } })).status, 403, 'not for persons')
  t.same(graph.violations(), [])
})

test('custom security attributes are null to who may not read them', async (t) => {
  const graph = graphUnderTest()
  const url = `/beta/servicePrincipals/${ids.application}?$select=id,customSecurityAttributes`
  t.match(await graph.send('GET', url), { body: { customSecurityAttributes: { Finance: { Level: 'high' } } } })
  t.match(await graph.send('GET', url, { claims: { scp: 'Application.Read.All' } }), { body: { customSecurityAttributes: null } })
})

test('signInActivity needs the audit permission', async (t) => {
  const graph = graphUnderTest()
  const url = '/beta/users?$select=id,signInActivity'
  t.equal((await graph.send('GET', url)).status, 200)
  t.equal((await graph.send('GET', url, { claims: { scp: 'User.Read.All' } })).status, 403)
})

test('a token for another audience, a broken one and none are refused', async (t) => {
  const graph = graphUnderTest()
  t.equal(messageOf(await graph.send('GET', '/v1.0/users', { claims: { aud: 'api://lacuna' } })), 'Access token validation failure. Invalid audience.')
  const broken = await graph.send('GET', '/v1.0/users', { headers: { authorization: 'Bearer nonsense' } })
  t.match(broken, { status: 401, headers: { 'www-authenticate': /^Bearer / }, body: { error: { code: 'InvalidAuthenticationToken' } } })
  t.equal(messageOf(await graph.send('GET', '/v1.0/users', { headers: { authorization: '' } })), 'Access token is empty.')
  t.same(graph.violations(), [])
})
