import { test } from 'tap'
import { chosen, claimsOf, loginUnderTest, redirectUri, signInFields, textOf, verifier, type LoginReply, type LoginUnderTest } from '#test/fixtures/simulator/login-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

function redeem(login: LoginUnderTest, code: string, more: Record<string, string> = {}): Promise<LoginReply> {
  return login.token(login.simulator.registrations.console, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...more })
}

async function codeFor(login: LoginUnderTest, person = 'admin'): Promise<string> {
  return (await chosen(login, person)).searchParams.get('code') ?? ''
}

const numberOf = (reply: LoginReply): unknown => [reply.body['error'], /AADSTS\d+/.exec(textOf(reply, 'error_description'))?.[0]]

test('a person picks an account and the client gets tokens of that person', async (t) => {
  const login = await loginUnderTest(t)
  const { lacuna, console } = login.simulator.registrations
  const back = await chosen(login, 'approver')
  t.equal(back.origin + back.pathname, redirectUri)
  t.equal(back.searchParams.get('state'), 'the state & more')
  const answer = await redeem(login, back.searchParams.get('code') ?? '')
  t.match(claimsOf(answer), { oid: ids.admin, aud: lacuna.clientId, azp: console.clientId, scp: /Lacuna\.Read/ })
  t.match(claimsOf(answer, 'id_token'), { oid: ids.admin, aud: console.clientId, nonce: 'n-1', preferred_username: 'ada@tiny.example' })
})

test('the page lists the people, with every name escaped', async (t) => {
  const file = smallTenant()
  const users = Array.isArray(file['users']) ? file['users'].map((user: object) => ('id' in user && user.id === ids.admin ? { ...user, displayName: '<script>alert(1)</script>' } : user)) : []
  const login = await loginUnderTest(t, { tenant: { ...file, users } })
  const query = new URLSearchParams(signInFields(login, { state: '"><b>' })).toString()
  const page = await login.ask(`/common/oauth2/v2.0/authorize?${query}`)
  t.equal(page.status, 200)
  t.match(page.text, /&#60;script&#62;alert\(1\)/)
  t.match(page.text, /rhea@tiny\.example/)
  t.notMatch(page.text, /<script|<b>/)
  const [link = ''] = /href="([^"]+)"/.exec(page.text)?.slice(1) ?? []
  const { location } = await login.ask(`/common/oauth2/v2.0/${link.replaceAll('&#38;', '&')}`)
  t.equal(new URL(location ?? '').searchParams.get('state'), '"><b>')
})

test('a code is good once, for ten minutes, for its client, its address and its verifier', async (t) => {
  const login = await loginUnderTest(t)
  const used = await codeFor(login)
  t.equal((await redeem(login, used)).status, 200)
  t.same(numberOf(await redeem(login, used)), ['invalid_grant', 'AADSTS54005'])
  t.same(numberOf(await redeem(login, 'invented')), ['invalid_grant', 'AADSTS70000'])
  t.same(numberOf(await redeem(login, await codeFor(login), { code_verifier: 'another' })), ['invalid_grant', 'AADSTS501481'])
  t.same(numberOf(await redeem(login, await codeFor(login), { redirect_uri: 'http://localhost/other' })), ['invalid_grant', 'AADSTS500112'])
  const { clientId, secret } = login.simulator.registrations.lacuna
  t.same(numberOf(await redeem(login, await codeFor(login), { client_id: clientId, client_secret: secret })), ['invalid_grant', 'AADSTS70000'])
  const late = await codeFor(login)
  login.clock.time += 600_000
  t.same(numberOf(await redeem(login, late)), ['invalid_grant', 'AADSTS70008'])
})

test('nothing is sent to an address that is not registered, or to an unknown client', async (t) => {
  const login = await loginUnderTest(t)
  const wrong: Record<string, string>[] = [{ redirect_uri: 'https://elsewhere.example/' }, { redirect_uri: 'http://localhost.elsewhere.example/auth/callback' }, { client_id: ids.admin }]
  for (const more of wrong) {
    const query = new URLSearchParams({ ...signInFields(login, more), person: 'admin' }).toString()
    const answers = await Promise.all(['authorize', 'choose'].map((step) => login.ask(`/common/oauth2/v2.0/${step}?${query}`)))
    t.same(answers.map(({ status, location }) => [status, location]), [[400, null], [400, null]])
  }
})

test('a request that cannot end in a token goes back to the client with its reason', async (t) => {
  const login = await loginUnderTest(t)
  const reason = async (more: Record<string, string>): Promise<unknown> => {
    const back = await chosen(login, 'admin', more)
    return [back.searchParams.get('error'), /AADSTS\d+/.exec(back.searchParams.get('error_description') ?? '')?.[0], back.searchParams.get('state')]
  }
  const { lacuna, copilot } = login.simulator.registrations
  const state = 'the state & more'
  t.same(await reason({ code_challenge_method: 'plain' }), ['invalid_request', 'AADSTS9002325', state])
  t.same(await reason({ response_type: 'token' }), ['unsupported_response_type', 'AADSTS700054', state])
  t.same(await reason({ scope: `api://${lacuna.clientId}/Lacuna.Invented` }), ['invalid_scope', 'AADSTS650053', state])
  t.same(await reason({ scope: `api://${lacuna.clientId}/Lacuna.Read User.Read` }), ['invalid_request', 'AADSTS28000', state])
  t.same(await reason({ person: 'admin', client_id: copilot.clientId, redirect_uri: copilot.redirectUris[0] ?? '', scope: `api://${lacuna.clientId}/Lacuna.Decide` }), ['invalid_grant', 'AADSTS65001', state])
})

test('a refresh token gives a new one and is then used up', async (t) => {
  const login = await loginUnderTest(t)
  const { console, lacuna } = login.simulator.registrations
  const first = textOf(await redeem(login, await codeFor(login, 'reader')), 'refresh_token')
  const again = await login.token(console, { grant_type: 'refresh_token', refresh_token: first, scope: `openid offline_access api://${lacuna.clientId}/Lacuna.Propose` })
  t.match(claimsOf(again), { oid: ids.reader, scp: /Lacuna\.Propose/ })
  t.same(numberOf(await login.token(console, { grant_type: 'refresh_token', refresh_token: first })), ['invalid_grant', 'AADSTS70000'])
  const second = textOf(again, 'refresh_token')
  t.same(numberOf(await login.token(lacuna, { grant_type: 'refresh_token', refresh_token: second })), ['invalid_grant', 'AADSTS70000'])
  t.equal((await login.token(console, { grant_type: 'refresh_token', refresh_token: second })).status, 200)
})
