import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { createRemoteJWKSet, decodeJwt } from 'jose'
import { test } from 'tap'
import { createVerifier } from '#src/http/authentication.ts'
import { callTool, startMcp } from '#test/fixtures/mcp.ts'
import { loginUnderTest } from '#test/fixtures/simulator/login-under-test.ts'

const authority = 'https://login.microsoftonline.com'
const redirectUrl = 'https://securitycopilot.microsoft.com/auth/v1/callback'

/** A provider that keeps what it is given and follows no redirect by itself. */
function keeping(client: { client_id: string, client_secret: string }) {
  const kept: { tokens?: Parameters<OAuthClientProvider['saveTokens']>[0], verifier?: string, asked?: URL } = {}
  const provider: OAuthClientProvider = {
    redirectUrl, clientMetadata: { redirect_uris: [redirectUrl] }, clientInformation: () => client,
    tokens: () => kept.tokens, codeVerifier: () => kept.verifier ?? '',
    saveTokens: tokens => void (kept.tokens = tokens), saveCodeVerifier: verifier => void (kept.verifier = verifier),
    redirectToAuthorization: url => void (kept.asked = url)
  }
  return { provider, kept }
}

test('a client that knows the address alone finds where to sign in, gets a token to read and propose, and calls a tool', async t => {
  const { simulator } = await loginUnderTest(t, { clock: () => new Date() })
  const { lacuna, copilot } = simulator.registrations
  const local = { 'login.microsoftonline.com': `http://127.0.0.1:${simulator.port}`, 'lacuna.example': '' }
  const fetchHere = async (address: string | URL, init?: RequestInit): Promise<Response> => {
    const { host, pathname, search } = new URL(address)
    const there = Object.entries(local).find(([name]) => name === host)?.[1]
    return there === undefined ? new Response(null, { status: 404 }) : fetch(`${there}${pathname}${search}`, { ...init, redirect: 'manual' })
  }
  const keys = createRemoteJWKSet(new URL(`/${simulator.state.tenantId}/discovery/v2.0/keys`, local['login.microsoftonline.com']))
  const service = await startMcp(t, {
    documents: { publicUrl: 'https://lacuna.example', authority, audience: lacuna.clientId, tenant: simulator.state.tenantId },
    verifier: createVerifier({ tenants: [simulator.state.tenantId], audience: lacuna.clientId, authority, keys: () => keys })
  })
  local['lacuna.example'] = service.url.origin
  const { provider, kept } = keeping({ client_id: copilot.clientId, client_secret: copilot.secret })
  const transport = () => new StreamableHTTPClientTransport(new URL('https://lacuna.example/mcp'), { authProvider: provider, fetch: fetchHere })
  const refused = transport()
  await t.rejects(new Client({ name: 'test', version: '1.0.0' }).connect(refused), /Unauthorized/)
  t.equal(kept.asked?.searchParams.get('scope'), `api://${lacuna.clientId}/Lacuna.Read api://${lacuna.clientId}/Lacuna.Propose`)
  const choice = new URL(kept.asked ?? authority)
  choice.pathname = choice.pathname.replace('/authorize', '/choose')
  choice.searchParams.set('person', 'admin')
  const back = new URL((await fetchHere(choice)).headers.get('location') ?? '')
  t.equal(back.origin + back.pathname, redirectUrl)
  await refused.finishAuth(back.searchParams.get('code') ?? '')
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(transport())
  t.teardown(() => client.close())
  t.equal(decodeJwt(kept.tokens?.access_token ?? '')['scp'], 'Lacuna.Read Lacuna.Propose')
  t.match(await callTool(client, 'ListRequirements'), { isError: false, data: { status: 'ok' } })
})
