import { decodeJwt } from 'jose'
import { test } from 'tap'
import permissionsFile from '#src/simulator/graph/permissions.json' with { type: 'json' }
import { permits } from '#src/simulator/graph/permissions.ts'
import { claimsOf, loginUnderTest, onBehalfOf, textOf, type LoginReply } from '#test/fixtures/simulator/login-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const graph = 'https://graph.microsoft.com/.default'

function refusal(reply: LoginReply): unknown[] {
  return [reply.status, reply.body['error'], /^AADSTS(\d+): /.exec(textOf(reply, 'error_description'))?.[1], JSON.stringify(reply.body['error_codes'])]
}

test('on behalf of a person Lacuna gets a Graph token of that person', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const { lacuna } = simulator.registrations
  const claims = claimsOf(await token(lacuna, onBehalfOf(await simulator.tokenFor('approver', 'copilot'))))
  t.match(claims, { aud: 'https://graph.microsoft.com', azp: lacuna.clientId, oid: ids.admin, tid: ids.tenant, idtyp: 'user' })
  t.equal(claims['scp'], lacuna.granted.graph.delegated.join(' '))
})

test('on-behalf-of takes only a person\'s token, for this client, that is signed here and has not expired', async (t) => {
  const { simulator, token, clock } = await loginUnderTest(t)
  const { lacuna, unattended, console } = simulator.registrations
  const good = await simulator.tokenFor('admin')
  const ownName = textOf(await token(unattended, { grant_type: 'client_credentials', scope: `api://${lacuna.clientId}/.default` }), 'access_token')
  const [header, , signature] = good.split('.')
  const forged = [header, Buffer.from(JSON.stringify({ ...decodeJwt(good), oid: ids.people[0] })).toString('base64url'), signature].join('.')
  t.same(refusal(await token(lacuna, onBehalfOf(ownName))), [400, 'invalid_grant', '7000114', '[7000114]'])
  t.same(refusal(await token(lacuna, onBehalfOf(forged))), [400, 'invalid_grant', '50013', '[50013]'])
  t.same(refusal(await token(lacuna, onBehalfOf('no token'))), [400, 'invalid_grant', '50013', '[50013]'])
  t.same(refusal(await token(console, onBehalfOf(good))), [400, 'invalid_grant', '500131', '[500131]'])
  t.same(refusal(await token(lacuna, onBehalfOf(good, { requested_token_use: 'other' }))), [400, 'invalid_request', '901002', '[901002]'])
  clock.time += 8 * 3_600_000 + 1000
  t.same(refusal(await token(lacuna, onBehalfOf(good))), [400, 'invalid_grant', '500133', '[500133]'])
})

test('an account that was disabled since gets no token', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const assertion = await simulator.tokenFor(ids.admin)
  const { users } = simulator.state.collections
  users.put({ ...users.get(ids.admin), id: ids.admin, accountEnabled: false })
  t.same(refusal(await token(simulator.registrations.lacuna, onBehalfOf(assertion))), [400, 'invalid_grant', '50057', '[50057]'])
})

test('a claims challenge can be scripted', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
  simulator.faults.add({ kind: 'challenged', host: 'login', path: '/oauth2/v2.0/token', claims, times: 1 })
  const fields = onBehalfOf(await simulator.tokenFor('admin'))
  const challenged = await token(simulator.registrations.lacuna, fields)
  t.same(refusal(challenged), [400, 'interaction_required', '50076', '[50076]'])
  t.equal(challenged.body['claims'], claims)
  t.equal((await token(simulator.registrations.lacuna, fields)).status, 200)
})

test('Lacuna\'s own identity holds the read permissions that applications can have, and no person', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const claims = claimsOf(await token(simulator.registrations.lacuna, { grant_type: 'client_credentials', scope: graph }))
  t.match(claims, { idtyp: 'app', roles: simulator.registrations.lacuna.granted.graph.application })
  const { roles } = claims
  t.notOk(Array.isArray(roles) && roles.some((role) => ['Agreement.Read.All', 'Policy.ReadWrite.ConditionalAccess', 'User.Read'].includes(role)))
})

test('what Lacuna was granted opens every operation that it needs, and a withheld permission closes its own', async (t) => {
  const { simulator } = await loginUnderTest(t, { withheldPermissions: ['Agreement.Read.All'] })
  const { delegated } = simulator.registrations.lacuna.granted.graph
  const permitted = permits({ oid: '', tid: '', aud: '', azp: '', scp: delegated.join(' ') })
  const open = (ways: readonly (readonly string[])[]): boolean => ways.some((all) => all.every(permitted))
  const closed = Object.entries(permissionsFile.operations).flatMap(([id, needs]) => (open(needs.delegated) ? [] : [id]))
  t.same(closed, ['agreements.list'])
})

test('client credentials ask for everything granted, and for nothing less', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const { lacuna } = simulator.registrations
  t.same(refusal(await token(lacuna, { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/User.Read.All' })), [400, 'invalid_scope', '1002012', '[1002012]'])
  t.same(refusal(await token(lacuna, { grant_type: 'client_credentials' })), [400, 'invalid_request', '900144', '[900144]'])
  t.same(refusal(await token(lacuna, { grant_type: 'client_credentials', scope: 'api://somebody/.default' })), [400, 'invalid_resource', '500011', '[500011]'])
  t.same(refusal(await token(lacuna, { grant_type: 'password' })), [400, 'unsupported_grant_type', '70003', '[70003]'])
})

test('a client proves itself by its secret, in the form or the header', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const { lacuna } = simulator.registrations
  const fields = { grant_type: 'client_credentials', scope: graph }
  t.same(refusal(await token(lacuna, { ...fields, client_secret: 'wrong' })), [401, 'invalid_client', '7000215', '[7000215]'])
  t.same(refusal(await token(lacuna, { ...fields, client_secret: '' })), [401, 'invalid_client', '7000218', '[7000218]'])
  t.same(refusal(await token(lacuna, { ...fields, client_assertion: 'signed' })), [401, 'invalid_client', '700027', '[700027]'])
  t.same(refusal(await token(lacuna, { ...fields, client_id: ids.admin })), [400, 'unauthorized_client', '700016', '[700016]'])
  const basic = await fetch(`http://127.0.0.1:${simulator.port}/${ids.tenant}/oauth2/v2.0/token`, {
    method: 'POST', body: new URLSearchParams(fields), headers: { authorization: `Basic ${btoa(`${lacuna.clientId}:${lacuna.secret}`)}` },
  })
  t.equal(basic.status, 200)
})

test('another tenant is not found, the tenant\'s domain is', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const fields = { grant_type: 'client_credentials', scope: graph }
  const refused = await token(simulator.registrations.lacuna, fields, ids.homeTenant)
  t.same(refusal(refused), [400, 'invalid_request', '90002', '[90002]'])
  t.match(refused.body, { timestamp: '2026-04-01 12:00:00Z', trace_id: String, correlation_id: String })
  t.equal((await token(simulator.registrations.lacuna, fields, 'tiny.example')).status, 200)
})
