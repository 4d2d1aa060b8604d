import { test } from 'tap'
import { createConnect } from '#src/graph/connect.ts'
import { createPace } from '#src/graph/pace.ts'
import { createIdentity, keptToken, type Identity, type IdentityOptions } from '#src/graph/token.ts'
import { instantTiming, type InstantTiming } from '#test/fixtures/graph-client.ts'
import { played, type PlayedReply } from '#test/fixtures/graph-exchange.ts'

const login = 'https://login.microsoftonline.com'
const tenantId = '11111111-0000-4000-8000-000000000001'

const application: IdentityOptions = { clientId: '99999999-0000-4000-8000-000000000001', credential: { secret: 'the secret' }, authority: login }

function identityWith(timing: InstantTiming): Identity {
  return createIdentity(application, timing)
}

/** Entra's answer: a token good for so long. */
const granted = (accessToken: string, seconds = 3600): PlayedReply => ({
  status: 200, body: { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: accessToken }
})

const form = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

test('in its own name the service presents its credential to the tenant\'s own authority', async t => {
  const asked = played(t, login, [granted('of the application')])
  const { accessToken } = await identityWith(instantTiming()).asApplication(tenantId).token()
  t.equal(accessToken, 'of the application')
  const [one] = asked.filter(({ method }) => method === 'POST')
  t.equal(new URL(one?.url ?? '').pathname, `/${tenantId}/oauth2/v2.0/token`)
  t.match(form(one?.text ?? ''), { grant_type: 'client_credentials', scope: /^https:\/\/graph\.microsoft\.com\/\.default/, client_secret: 'the secret' })
})

test('on behalf of a person the assertion is presented, and claims challenges are asked for', async t => {
  const asked = played(t, login, [granted('of the person')])
  const { accessToken } = await identityWith(instantTiming()).onBehalfOf('the assertion', tenantId).token()
  t.equal(accessToken, 'of the person')
  const [one] = asked.filter(({ method }) => method === 'POST')
  t.match(form(one?.text ?? ''), {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'the assertion', requested_token_use: 'on_behalf_of',
    scope: /^https:\/\/graph\.microsoft\.com\/\.default/, claims: /"xms_cc":\{"values":\["CP1"\]\}/i
  })
})

for (const [name, reply] of [
  ['an answer without a token', { status: 200, body: { token_type: 'Bearer', expires_in: 3600 } }],
  ['an answer that is something else', { status: 501, body: { message: 'no match' } }],
  ['an empty token', granted('')]
] as const) {
  test(`${name} is refused, as the application and on behalf of a person`, async t => {
    played(t, login, [reply])
    const identity = identityWith(instantTiming())
    for (const source of [identity.asApplication(tenantId), identity.onBehalfOf('assertion', tenantId)]) {
      await t.rejects(source.token(), { name: 'GraphProblem' })
    }
  })
}

test('a reader without a token is not connected', async t => {
  played(t, login, [{ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } }])
  const timing = instantTiming()
  const connect = createConnect({ identity: identityWith(timing), pace: createPace(timing) })
  await t.rejects(connect({ tenantId, id: 'reader' }, new AbortController().signal), { name: 'GraphProblem', code: 'emptyToken' })
})

test('a demand for more is a challenge with its claims, and the next asking may succeed', async t => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
  const demand = { error: 'interaction_required', error_description: 'AADSTS50076: you must use multi-factor authentication', error_codes: [50076], suberror: 'basic_action', claims }
  played(t, login, [{ status: 400, body: demand }, granted('afterwards')])
  const source = identityWith(instantTiming()).onBehalfOf('assertion', tenantId)
  await t.rejects(source.token(), { name: 'ClaimsChallenge', claims })
  t.equal((await source.token()).accessToken, 'afterwards')
})

test('a refusal is told by its code and number, without what Entra wrote and without the secret', async t => {
  const asked = played(t, login, [{ status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: wrong secret for app of ada@tiny.example', error_codes: [7000215] } }])
  const problem: unknown = await identityWith(instantTiming()).asApplication(tenantId).token().catch((error: unknown) => error)
  t.match(problem, { name: 'GraphProblem', code: 'invalid_client', message: /AADSTS7000215/ })
  t.notMatch(`${JSON.stringify(problem)} ${String(problem)}`, /ada@|the secret/)
  t.equal(asked.filter(({ method }) => method === 'POST').length, 1)
})

test('a token that lasts is asked for once by many and kept', async t => {
  const asked = played(t, login, [granted('first'), granted('second')])
  const source = createIdentity(application).onBehalfOf('assertion', tenantId)
  const all = await Promise.all([source.token(), source.token(), source.token()])
  t.strictSame([...all, await source.token()].map(({ accessToken }) => accessToken), ['first', 'first', 'first', 'first'])
  t.equal(asked.length, 1)
})

test('a token within five minutes of its end is not handed out again', async t => {
  const asked = played(t, login, [granted('first', 290), granted('second', 290), granted('third')])
  const source = createIdentity(application).asApplication(tenantId)
  const tokens: string[] = []
  for (let count = 0; count < 4; count++) tokens.push((await source.token()).accessToken)
  t.strictSame(tokens, ['first', 'second', 'third', 'third'])
  t.equal(asked.length, 3)
})

test('who stops waiting for a token is told why, and the others still get it', async t => {
  played(t, login, [granted('of the application')])
  const source = identityWith(instantTiming()).asApplication(tenantId)
  const stop = new AbortController()
  const [gone, other] = [source.token(stop.signal), source.token()]
  stop.abort(new Error('no more'))
  await t.rejects(gone, { message: 'no more' })
  t.equal((await other).accessToken, 'of the application')
})

test('a kept token is handed out until its end and not after', async t => {
  const timing = instantTiming()
  const source = keptToken({ accessToken: 'kept', expiresOn: new Date(timing.now() + 1000) }, timing)
  t.equal((await source.token()).accessToken, 'kept')
  await timing.wait(1000)
  await t.rejects(source.token(), { code: 'tokenExpired', status: 401 })
  await t.rejects(keptToken({ accessToken: '', expiresOn: new Date('2100-01-01') }, timing).token(), { code: 'tokenExpired' })
})
