import { spawn } from 'node:child_process'
import { ConfidentialClientApplication, CryptoProvider } from '@azure/msal-node'
import { test, type Test } from 'tap'
import { getGlobalDispatcher } from 'undici'
import { createGraphClient, type GraphClient } from '#src/graph/client.ts'
import { createPace } from '#src/graph/pace.ts'
import { realTiming } from '#src/graph/timing.ts'
import { createIdentity, type Identity, type IdentityOptions, type TokenSource } from '#src/graph/token.ts'
import { createVerifier, type Verifier } from '#src/http/authentication.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator, type SimulatorOptions, type StartedSimulator } from '#src/simulator/server.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

interface Routed {
  readonly simulator: StartedSimulator
  readonly identity: Identity
  readonly verifier: Verifier
  client(tokens: TokenSource): GraphClient
}

const authority = 'https://login.microsoftonline.com'

async function routed(t: Test, options: Partial<SimulatorOptions> = {}): Promise<Routed> {
  const simulator = await startSimulator({ tenant: smallTenant(), ...options })
  const undo = routeTo(simulator.port)
  t.teardown(async () => {
    await undo()
    await simulator.close()
  })
  const { clientId, secret } = simulator.registrations.lacuna
  const application: IdentityOptions = { clientId, credential: { secret }, authority }
  return {
    simulator, identity: createIdentity(application), verifier: createVerifier({ tenants: [ids.tenant], audience: clientId, authority }),
    client: (tokens) => createGraphClient({ tenantId: ids.tenant, tokens, pace: createPace(realTiming) }),
  }
}

const policies = '/identity/conditionalAccess/policies'
const newPolicy = {
  displayName: 'New', state: 'disabled', conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
}

test('on behalf of a person the real clients read and write through Graph', async (t) => {
  const { simulator, identity, client } = await routed(t)
  const graph = client(identity.onBehalfOf(await simulator.tokenFor('admin'), ids.tenant))
  t.match(await graph.get('/me'), { id: ids.people[2] })
  t.match(await graph.write({ method: 'POST', path: policies, body: newPolicy }), { displayName: 'New' })
  t.equal(simulator.state.collections.policies.size, 3)
})

test('in its own name the service reads through Graph, and may not write', async (t) => {
  const { identity, client } = await routed(t)
  const graph = client(identity.asApplication(ids.tenant))
  t.match(await graph.get(`${policies}/${ids.mfaPolicy}`), { displayName: 'MFA for everyone' })
  t.match(await graph.write({ method: 'POST', path: policies, body: newPolicy }).catch((error: unknown) => error), { name: 'GraphProblem', status: 403 })
})

test('a permission that Lacuna was not granted is missing in Graph', async (t) => {
  const { simulator, identity, client } = await routed(t, { withheldPermissions: ['Device.Read.All'] })
  const graph = client(identity.onBehalfOf(await simulator.tokenFor('admin'), ids.tenant))
  t.match(await graph.get('/devices').catch((error: unknown) => error), { name: 'GraphProblem', status: 403 })
  t.ok(await graph.get(policies))
})

test('a claims challenge of the login service reaches the caller as one', async (t) => {
  const { simulator, identity } = await routed(t)
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
  simulator.faults.add({ kind: 'challenged', host: 'login', path: '/token', claims, times: 1 })
  const source = identity.onBehalfOf(await simulator.tokenFor('admin'), ids.tenant)
  await t.rejects(source.token(), { name: 'ClaimsChallenge', claims })
  t.ok((await source.token()).accessToken)
})

test('a wrong secret and another tenant are refused by Entra\'s numbers', async (t) => {
  const { simulator, identity } = await routed(t)
  const { clientId } = simulator.registrations.lacuna
  const wrong = createIdentity({ clientId, credential: { secret: 'wrong' }, authority })
  await t.rejects(wrong.asApplication(ids.tenant).token(), { message: /AADSTS7000215/ })
  await t.rejects(identity.asApplication(ids.homeTenant).token(), { message: /AADSTS90002/ })
})

test('the service\'s own verifier takes the tokens of people and applications', async (t) => {
  const { simulator, verifier } = await routed(t)
  const { copilot } = simulator.registrations
  t.match(await verifier(await simulator.tokenFor('reader', 'copilot', { scope: 'Lacuna.Read' })), {
    tid: ids.tenant, oid: ids.reader, kind: 'person', clientId: copilot.clientId, scopes: ['Lacuna.Read'], isGuest: false,
  })
  await simulator.authority.rotate()
  const { lacuna, unattended } = simulator.registrations
  const integration = new ConfidentialClientApplication({ auth: { clientId: unattended.clientId, clientSecret: unattended.secret, authority: `${authority}/${ids.tenant}` } })
  const given = await integration.acquireTokenByClientCredential({ scopes: [`api://${lacuna.clientId}/.default`] })
  const fresh = createVerifier({ tenants: [ids.tenant], audience: lacuna.clientId, authority })
  t.match(await fresh(given?.accessToken ?? ''), { kind: 'application', roles: ['Coverage.Read', 'Drafts.Write', 'Changes.Submit'] })
})

test('a person signs in at the console through the code flow of MSAL', async (t) => {
  const { simulator, verifier } = await routed(t)
  const { console, lacuna } = simulator.registrations
  const msal = new ConfidentialClientApplication({ auth: { clientId: console.clientId, clientSecret: console.secret, authority: `${authority}/${ids.tenant}` } })
  const pkce = await new CryptoProvider().generatePkceCodes()
  const asked = { scopes: [`api://${lacuna.clientId}/Lacuna.Decide`], redirectUri: 'http://localhost:3000/auth/callback' }
  const page = new URL(await msal.getAuthCodeUrl({ ...asked, codeChallenge: pkce.challenge, codeChallengeMethod: 'S256', state: 's' }))
  const picked = await fetch(`${page.origin}${page.pathname.replace('authorize', 'choose')}${page.search}&person=admin`, { redirect: 'manual' })
  const code = new URL(picked.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const given = await msal.acquireTokenByCode({ ...asked, code, codeVerifier: pkce.verifier })
  t.equal(given.account?.username, 'di@tiny.example')
  t.match(await verifier(given.accessToken), { kind: 'person', oid: ids.people[2], clientId: console.clientId, scopes: ['Lacuna.Decide'] })
  const account = given.account
  t.ok(account)
  if (account === null) return
  const again = await msal.acquireTokenSilent({ account, scopes: asked.scopes, forceRefresh: true })
  t.not(again.accessToken, '')
  t.not(again.accessToken, given.accessToken)
})

test('hosts that nobody plays are refused, and what was routed is not afterwards', async (t) => {
  const simulator = await startSimulator({ tenant: smallTenant() })
  t.teardown(() => simulator.close())
  const before = getGlobalDispatcher()
  const undo = routeTo(simulator.port)
  await t.rejects(fetch('https://elsewhere.example/'), { cause: { message: /`elsewhere\.example` is not routed/ } })
  t.equal((await fetch(`http://127.0.0.1:${simulator.port}/demo/environment`)).status, 200)
  t.equal((await fetch('https://graph.microsoft.com/v1.0/organization')).status, 401)
  await undo()
  t.equal(getGlobalDispatcher(), before)
})

test('a process started with the hook takes the simulator for Microsoft, and does not start without its port', async (t) => {
  const simulator = await startSimulator({ tenant: smallTenant() })
  t.teardown(() => simulator.close())
  const script = 'const answer = await fetch("https://graph.microsoft.com/v1.0/organization"); process.stdout.write(String(answer.status)); process.exit()'
  const run = (environment: Record<string, string>): Promise<string> => new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', './src/simulator/route.ts', '--input-type=module', '--eval', script], { env: { ...process.env, ...environment } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { said += part.toString() })
    child.once('close', () => resolve(said))
  })
  t.equal(await run({ LACUNA_SIMULATOR_PORT: String(simulator.port) }), '401')
  t.match(await run({ LACUNA_SIMULATOR_PORT: '' }), /`LACUNA_SIMULATOR_PORT` must be the port of a running simulator/)
})
