import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import { test } from 'tap'
import { createVerifier } from '#src/http/authentication.ts'
import { remoteKeys } from '#src/http/keys.ts'
import { audience, tenantId } from '#test/fixtures/issuer.ts'

test('the keys are read once from the authority, and again when a token names a key that is not known', async t => {
  const published: JWK[] = []
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const { port } = address()
    const body = request.url?.includes('openid-configuration') === true ? { jwks_uri: `http://127.0.0.1:${port}/keys` } : { keys: published }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  })
  const address = (): AddressInfo => Object(server.address())
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done))
  t.teardown(() => server.close())
  const authority = `http://127.0.0.1:${address().port}`
  const verifier = createVerifier({ tenants: [tenantId], audience, authority, keys: remoteKeys(authority, 0) })
  const sign = async (kid: string): Promise<string> => {
    const { publicKey, privateKey } = await generateKeyPair('RS256')
    published.splice(0, published.length, { ...await exportJWK(publicKey), kid })
    return new SignJWT({ tid: tenantId, oid: 'o', azp: 'c', wids: ['r'], scp: 'Lacuna.Read' })
      .setProtectedHeader({ alg: 'RS256',
        kid }).setIssuer(`${authority}/${tenantId}/v2.0`).setAudience(audience).setExpirationTime('1h').sign(privateKey)
  }
  const first = await sign('first')
  await verifier(first)
  await verifier(first)
  t.same(asked, [`/${tenantId}/v2.0/.well-known/openid-configuration`, '/keys'])
  await t.resolves(verifier(await sign('second')))
  t.equal(asked.length, 3)
  await t.rejects(verifier(first), { statusCode: 401, message: /signing key is not known/ })
})
