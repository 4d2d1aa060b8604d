import { decodeJwt } from 'jose'
import { test } from 'tap'
import { claimsOf, loginUnderTest, onBehalfOf } from '#test/fixtures/simulator/login-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

test('a person\'s token says who, for whom, by which client and with which roles', async (t) => {
  const { simulator } = await loginUnderTest(t)
  const { lacuna, console } = simulator.registrations
  const claims = decodeJwt(await simulator.tokenFor(ids.admin))
  t.match(claims, {
    iss: `https://login.microsoftonline.com/${ids.tenant}/v2.0`, aud: lacuna.clientId, azp: console.clientId, tid: ids.tenant, oid: ids.admin,
    ver: '2.0', idtyp: 'user', acct: 0, scp: 'Lacuna.Read Lacuna.Propose Lacuna.Decide', preferred_username: 'ada@tiny.example', name: 'Ada',
  })
  t.match(claims['wids'], [globalAdministrator])
  t.notOk('roles' in claims)
  t.equal(Number(claims.exp) - Number(claims.iat), 28_800)
})

test('a guest\'s token says that it is one, and roles held through a group count', async (t) => {
  const { simulator } = await loginUnderTest(t)
  t.match(decodeJwt(await simulator.tokenFor(ids.guest)), { acct: 1 })
  const throughGroup = decodeJwt(await simulator.tokenFor('di@tiny.example'))
  t.match(throughGroup, { oid: ids.people[2], wids: ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'] })
})

test('a role that one is only eligible for is in no token', async (t) => {
  const { simulator } = await loginUnderTest(t)
  const { wids } = decodeJwt(await simulator.tokenFor(ids.people[3] ?? ''))
  t.notOk(Array.isArray(wids) && wids.includes(globalAdministrator))
})

test('without the setting of the registration Lacuna\'s tokens hold no roles, Graph\'s still do', async (t) => {
  const { simulator, token } = await loginUnderTest(t, { asksForDirectoryRoles: false })
  const assertion = await simulator.tokenFor('approver')
  t.notOk('wids' in decodeJwt(assertion))
  t.match(claimsOf(await token(simulator.registrations.lacuna, onBehalfOf(assertion))), { wids: [globalAdministrator] })
})

test('an application\'s token names its roles and nobody', async (t) => {
  const { simulator, token } = await loginUnderTest(t)
  const { lacuna, unattended } = simulator.registrations
  const claims = claimsOf(await token(unattended, { grant_type: 'client_credentials', scope: `api://${lacuna.clientId}/.default` }))
  t.match(claims, { idtyp: 'app', aud: lacuna.clientId, azp: unattended.clientId, roles: ['Coverage.Read', 'Drafts.Write', 'Changes.Submit'] })
  t.same(Object.keys(claims).filter((name) => ['scp', 'wids', 'acct', 'name', 'preferred_username'].includes(name)), [])
  t.equal(claims.sub, claims['oid'])
})

test('claims that a request asks for are in the token', async (t) => {
  const { simulator } = await loginUnderTest(t)
  const asked = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' }, xms_cc: { values: ['CP1'] } } })
  t.match(decodeJwt(await simulator.tokenFor('admin', 'console', { claims: asked })), { acrs: ['c1'], xms_cc: ['CP1'] })
})
