import { discoverOAuthProtectedResourceMetadata } from '@modelcontextprotocol/sdk/client/auth.js'
import { test } from 'tap'
import { audience, authority, tenantId } from '#test/fixtures/issuer.ts'
import { startMcp } from '#test/fixtures/mcp.ts'

const documents = { publicUrl: 'https://lacuna.example', authority, audience }

test('a client reads, without a token, where to sign in and what to ask for: reading and proposing', async t => {
  const { url } = await startMcp(t, { documents: { ...documents, tenant: tenantId } })
  const found = await discoverOAuthProtectedResourceMetadata(url)
  t.match(found, {
    resource: 'https://lacuna.example/mcp', authorization_servers: [`${authority}/${tenantId}/v2.0`],
    scopes_supported: [`api://${audience}/Lacuna.Read`, `api://${audience}/Lacuna.Propose`], bearer_methods_supported: ['header']
  })
  t.equal(found.scopes_supported?.length, 2)
  t.same(await (await fetch(new URL('/.well-known/oauth-protected-resource', url))).json(), found, 'at the address without the path too')
})

test('where several tenants are served, none is named to strangers', async t => {
  const { url } = await startMcp(t, { documents })
  const text = await (await fetch(new URL('/.well-known/oauth-protected-resource/mcp', url))).text()
  t.match(JSON.parse(text), { authorization_servers: [`${authority}/organizations/v2.0`] })
  t.notMatch(text, tenantId)
})
