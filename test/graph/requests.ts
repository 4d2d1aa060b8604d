import { test } from 'tap'
import { createGraphClient, type GraphClient } from '#src/graph/client.ts'
import { createPace } from '#src/graph/pace.ts'
import { collected, clientWith, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { played, type PlayedReply } from '#test/fixtures/graph-exchange.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const graph = 'https://graph.microsoft.com'
const uuid = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/

test('every request of a collection goes to beta and asks for enum members that came later', async t => {
  const { client, simulator } = await served(t, smallTenant())
  await collected(client)
  const outer = simulator.log.exchanges().filter(({ headers }) => headers['host'] !== undefined)
  t.ok(outer.some(({ url }) => url.includes('/identity/conditionalAccess/policies')))
  for (const { url, headers } of outer) {
    t.match(url, /^https:\/\/graph\.microsoft\.com\/beta\//)
    t.equal(headers['prefer'], 'include-unknown-enum-members', url)
  }
})

test('a write carries the id it was given, another one is made where none was', async t => {
  const asked = played(t, graph, [{ status: 201, body: {} }])
  const client = clientWith(instantTiming())
  const clientRequestId = '0b8e3a1c-6d7f-4a57-9d3e-2f4e5a6b7c8d'
  await client.write({ method: 'POST', path: '/identity/conditionalAccess/policies', body: { displayName: 'New' } }, { clientRequestId })
  await client.write({ method: 'POST', path: '/identity/conditionalAccess/policies', body: { displayName: 'New' } })
  const [given, made] = asked.map(({ headers }) => headers.get('client-request-id') ?? '')
  t.equal(given, clientRequestId)
  t.match(made, uuid)
  t.not(made, given)
  t.strictSame(asked.map(({ text }) => text), ['{"displayName":"New"}', '{"displayName":"New"}'])
})

test('a 401 with claims is a challenge that holds them, a 401 without is a refusal', async t => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
  const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`
  const body = { error: { code: 'InvalidAuthenticationToken', message: 'no' } }
  const asked = played(t, graph, [{ status: 401, body, headers: { 'www-authenticate': challenge } }, { status: 401, body, headers: { 'www-authenticate': 'Bearer realm=""' } }])
  const client = clientWith(instantTiming())
  await t.rejects(client.get('/users'), { name: 'ClaimsChallenge', code: 'claimsChallenge', status: 401, claims })
  await t.rejects(client.get('/users'), { name: 'GraphProblem', code: 'InvalidAuthenticationToken' })
  t.equal(asked.length, 2)
})

test('a challenge ends a collection, it is not a part that was not read', async t => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1785000000"}}}'
  const { client } = await served(t, smallTenant(), { faults: [{ kind: 'challenged', claims, path: '/roleDefinitions', times: 1 }] })
  await t.rejects(collected(client), { name: 'ClaimsChallenge', claims })
})

test('the token of a problem and the payload stand nowhere in it', async t => {
  played(t, graph, [{ status: 400, body: { error: { code: 'BadRequest', message: 'x'.repeat(5000) } } }])
  const problem: unknown = await clientWith(instantTiming(), 'secret token').write({ method: 'POST', path: '/users', body: { displayName: 'private' } }).catch((error: unknown) => error)
  const text = `${JSON.stringify(problem)} ${String(problem)}`
  t.notMatch(text, /secret token|private/)
  t.ok(text.length < 1000)
})

const pageBefore = (next: string): PlayedReply => ({ status: 200, body: { value: [1], '@odata.nextLink': next } })

async function everyPage(client: GraphClient): Promise<unknown[][]> {
  const pages: unknown[][] = []
  for await (const page of client.pages('/users')) pages.push(page)
  return pages
}

test('a next link is followed as it is, whatever stands in it', async t => {
  const next = `${graph}/v1.0/users?$skiptoken=a%2Fb+c%27d&x=%24y`
  const asked = played(t, graph, [pageBefore(next), { status: 200, body: { value: [2] } }])
  t.strictSame(await everyPage(clientWith(instantTiming())), [[1], [2]])
  t.equal(asked[1]?.url, next)
})

const foreign = [
  'https://elsewhere.example/beta/users?$skiptoken=1', 'https://graph.microsoft.com.elsewhere.example/beta/users', 'https://graph.microsoft.com@elsewhere.example/beta/users',
  'http://graph.microsoft.com/beta/users', 'https://graph.microsoft.com:8443/beta/users', 'users?$skiptoken=1'
]

for (const next of foreign) {
  test(`a next link away from Graph is refused before a token is taken: ${next}`, async t => {
    const asked = played(t, graph, [pageBefore(next)])
    const timing = instantTiming()
    let taken = 0
    const tokens = { token: async () => ({ accessToken: `token ${++taken}`, expiresOn: new Date('2100-01-01') }) }
    const client = createGraphClient({ tenantId: 'tenant', tokens, pace: createPace(timing), timing })
    await t.rejects(everyPage(client), { name: 'GraphProblem', code: 'foreignAddress' })
    t.equal(asked.length, 1)
    t.equal(taken, 1)
  })
}

test('a list that is none is a problem, not an empty list', async t => {
  played(t, graph, [{ status: 200, body: { value: 'none' } }])
  await t.rejects(everyPage(clientWith(instantTiming())), { code: 'unexpectedAnswer' })
})
