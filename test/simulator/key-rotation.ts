import { createRemoteJWKSet, jwtVerify } from 'jose'
import { test } from 'tap'
import { isList, textAt } from '#src/simulator/json.ts'
import { loginUnderTest, type LoginUnderTest } from '#test/fixtures/simulator/login-under-test.ts'

async function publishedKeys(login: LoginUnderTest): Promise<string[]> {
  const { body } = await login.ask(`/${login.simulator.state.tenantId}/discovery/v2.0/keys`)
  return isList(body['keys']) ? body['keys'].flatMap((key) => textAt(key, 'kid') ?? []) : []
}

test('a token is verified by the published keys before and after one rotation, and no longer after two', async (t) => {
  const login = await loginUnderTest(t, { clock: () => new Date() })
  const { authority, port, state } = login.simulator
  const token = await login.simulator.tokenFor('admin')
  const verify = (presented: string): Promise<unknown> => jwtVerify(presented, createRemoteJWKSet(new URL(`http://127.0.0.1:${port}/${state.tenantId}/discovery/v2.0/keys`)), { issuer: authority.issuer })
  const first = await publishedKeys(login)
  t.equal(first.length, 1)
  await authority.rotate()
  const second = await publishedKeys(login)
  t.equal(second.length, 2)
  t.equal(second[1], first[0])
  await verify(token)
  await verify(await login.simulator.tokenFor('admin'))
  await authority.rotate()
  t.notOk((await publishedKeys(login)).includes(first[0] ?? ''))
  await t.rejects(verify(token), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
  await t.rejects(authority.verify(token), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
})

test('the configuration leads to the keys, whichever name the tenant goes by', async (t) => {
  const login = await loginUnderTest(t)
  const { tenantId } = login.simulator.state
  for (const name of [tenantId, 'tiny.example']) {
    const { body } = await login.ask(`/${name}/v2.0/.well-known/openid-configuration`)
    t.match(body, { issuer: login.simulator.authority.issuer, jwks_uri: `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys` })
  }
  const common = await login.ask('/common/v2.0/.well-known/openid-configuration')
  t.equal(common.body['issuer'], 'https://login.microsoftonline.com/{tenantid}/v2.0')
  const elsewhere = await login.ask('/elsewhere.example/v2.0/.well-known/openid-configuration')
  t.match([elsewhere.status, elsewhere.body], [400, { error: 'invalid_tenant', error_codes: [90002] }])
  const instance = await login.ask('/common/discovery/instance')
  t.match(instance.body, { 'api-version': '1.1', metadata: [{ preferred_network: 'login.microsoftonline.com' }] })
})
