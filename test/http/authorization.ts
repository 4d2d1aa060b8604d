import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { application } from '#test/fixtures/issuer.ts'
import { startService } from '#test/fixtures/service.ts'

const read = '/v1/skills/uncovered-users'

test('an operation without a token, or with one that is not accepted, answers 401 and says so in the header', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  for (const token of ['', 'abc']) {
    const answer = await call('GET', read, { token })
    t.match(answer, { status: 401, headers: { 'www-authenticate': /^Bearer/, 'content-type': /problem\+json/ },
      body: { type: /urn:lacuna:problem:token-/ } })
  }
})

test('a person needs the scope and one of the directory roles', async t => {
  const { app, call, token } = await startService()
  t.teardown(() => app.close())
  const reader = { wids: [directoryRoles.securityReader], scp: 'Lacuna.Read Lacuna.Propose' }
  t.match(await call('GET', read, { token: await token(reader) }), { status: 200 })
  t.match(await call('POST', '/v1/skills/drafts', { token: await token(reader), body: { requirement: 'mfa-all-users' } }),
    { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } })
  t.match(await call('GET', read, { token: await token({ scp: 'Lacuna.Propose' }) }),
    { status: 403, body: { type: 'urn:lacuna:problem:scope-missing' } })
  t.match(await call('GET', read, { token: await token({ wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] }) }), { status: 403 },
    'a plain user')
  t.match(await call('GET', read, { token: await token({ wids: [directoryRoles.globalReader.toUpperCase()] }) }), { status: 200 },
    'in any letter case')
})

test('an application is judged by its application roles only', async t => {
  const { app, call, token } = await startService()
  t.teardown(() => app.close())
  const reading = await token(application('Coverage.Read'))
  t.match(await call('GET', read, { token: reading }), { status: 200 })
  t.match(await call('POST', '/v1/drafts', { token: reading, body: { requirement: 'mfa-all-users' } }),
    { status: 403, body: { detail: /`Drafts.Write`/ } })
  t.match(await call('POST', '/v1/drafts', { token: await token(application('Drafts.Write')), body: { requirement: 'mfa-all-users' } }),
    { status: 201 })
  t.match(await call('GET', read, { token: await token({ ...application(), wids: [directoryRoles.globalAdministrator] }) }),
    { status: 403 },
    'directory roles of an application do not count')
})

test('a token that lacks directory roles is answered with the setting to change', async t => {
  const { app, call, token } = await startService()
  t.teardown(() => app.close())
  t.match(await call('GET', read, { token: await token({ wids: undefined }) }),
    { status: 403, body: { type: 'urn:lacuna:problem:directory-roles-missing', detail: /groupMembershipClaims/ } })
})

test('a claims challenge from behind the service reaches the caller as one', async t => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'
  const { app, call } = await startService({
    ports: Object.create(null, { snapshot: { value: async () => { throw Object.assign(new Error('entra asks for more'), { claims }) } } })
  })
  t.teardown(() => app.close())
  const answer = await call('GET', '/v1/analysis')
  t.match(answer, { status: 401, body: { type: 'urn:lacuna:problem:claims-challenge' } })
  const encoded = /error="insufficient_claims", claims="([^"]+)"/.exec(String(answer.headers['www-authenticate']))?.[1]
  t.equal(Buffer.from(encoded ?? '', 'base64').toString(), claims)
})
