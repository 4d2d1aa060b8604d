import { test } from 'tap'
import type { Json } from '#src/simulator/json.ts'
import { byText, graphUnderTest, messageOf, valuesOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const policies = '/beta/identity/conditionalAccess/policies'
const body = {
  displayName: 'New', state: 'disabled', conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
}

test('throttling comes with and without the time to wait', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'throttled', path: '/policies', times: 1, retryAfter: 7 })
  graph.faults.add({ kind: 'throttled', path: '/users', times: 2 })
  t.match(await graph.send('GET', policies), { status: 429, headers: { 'retry-after': '7' }, body: { error: { code: 'TooManyRequests' } } })
  t.equal((await graph.send('GET', policies)).status, 200)
  const bare = await graph.send('GET', '/v1.0/users')
  t.equal(bare.headers['retry-after'], undefined)
  t.equal((await graph.send('GET', '/v1.0/users')).status, 429)
  t.equal((await graph.send('GET', '/v1.0/users')).status, 200)
  t.same(graph.violations(), [])
})

test('unavailable before the write leaves nothing, after it leaves the policy', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'unavailable', method: 'post', times: 1 })
  t.equal((await graph.send('POST', policies, { body })).status, 503)
  t.equal(graph.state.collections.policies.size, 2)
  graph.faults.add({ kind: 'unavailable', when: 'after', method: 'POST', times: 1 })
  t.equal((await graph.send('POST', policies, { body })).status, 503)
  t.equal(graph.state.collections.policies.size, 3)
  t.same(graph.violations(), [])
})

test('reads lag behind a write for the time given', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'lagging', milliseconds: 5000 })
  t.equal((await graph.send('POST', policies, { body })).status, 201)
  t.equal((await graph.send('PATCH', `${policies}/${ids.mfaPolicy}`, { body: { displayName: 'Renamed' } })).status, 204)
  t.equal((await graph.send('DELETE', `${policies}/${ids.strengthPolicy}`)).status, 204)
  const names = async (): Promise<(Json | undefined)[]> => valuesOf(await graph.send('GET', policies)).map((policy) => policy['displayName'])
  t.same((await names()).toSorted(byText), ['MFA for everyone', 'Passkeys for administrators'])
  graph.time += 5001
  t.same((await names()).toSorted(byText), ['New', 'Renamed'])
})

test('scripted refusals: 401, a claims challenge, 403 and a delta token gone', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'unauthorized', times: 1 })
  t.match(await graph.send('GET', '/v1.0/users'), { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } })
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
  graph.faults.add({ kind: 'challenged', times: 1, claims })
  const challenge = (await graph.send('GET', '/v1.0/users')).headers['www-authenticate'] ?? ''
  t.match(challenge, /error="insufficient_claims"/)
  t.equal(Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString(), claims)
  graph.faults.add({ kind: 'forbidden', path: '/devices' })
  t.equal((await graph.send('GET', '/v1.0/devices')).status, 403)
  t.equal((await graph.send('GET', '/v1.0/users')).status, 200)
  graph.faults.add({ kind: 'gone', path: '/users/delta' })
  t.match(await graph.send('GET', '/v1.0/users/delta?$deltatoken=latest'), { status: 410, body: { error: { code: 'resyncRequired' } } })
  t.same(graph.violations(), [])
})

test('a fault with a probability strikes the same requests for the same seed', async (t) => {
  const outcomes = async (seed: number): Promise<number[]> => {
    const graph = graphUnderTest()
    graph.faults.add({ kind: 'throttled', probability: 0.1, seed })
    const statuses: number[] = []
    for (let count = 0; count < 300; count += 1) statuses.push((await graph.send('GET', '/v1.0/organization')).status)
    return statuses
  }
  const first = await outcomes(5)
  t.same(await outcomes(5), first)
  t.not(JSON.stringify(await outcomes(6)), JSON.stringify(first))
  const struck = first.filter((status) => status === 429).length
  t.ok(struck > 12 && struck < 60, String(struck))
})

test('a fault can let requests pass first, be listed and be switched off', async (t) => {
  const graph = graphUnderTest()
  const id = graph.faults.add({ kind: 'throttled', after: 2 })
  const status = async (): Promise<number> => (await graph.send('GET', '/v1.0/organization')).status
  t.same([await status(), await status(), await status()], [200, 200, 429])
  t.match(graph.faults.list(), [{ id, kind: 'throttled', struck: 1 }])
  graph.faults.remove(id)
  t.equal(await status(), 200)
  graph.faults.add({ kind: 'forbidden' })
  graph.faults.clear()
  t.equal(await status(), 200)
})

test('the conditional access service can be limited to one request a second', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'limited', path: '/identity/conditionalAccess', perSecond: 1 })
  t.equal((await graph.send('GET', policies)).status, 200)
  t.equal(messageOf(await graph.send('GET', policies)), 'Too many requests.')
  graph.time += 1001
  t.equal((await graph.send('GET', policies)).status, 200)
})
