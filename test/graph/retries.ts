import { test } from 'tap'
import { delayAfter } from '#src/graph/backoff.ts'
import { clientWith, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { played, type PlayedReply } from '#test/fixtures/graph-exchange.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const graph = 'https://graph.microsoft.com'
const error = (code: string): object => ({ error: { code, message: `${code} was said` } })
const done: PlayedReply = { status: 200, body: { id: 'it' } }

const repeated: readonly [string, PlayedReply, number][] = [
  ['throttling with seconds to wait', { status: 429, body: error('TooManyRequests'), headers: { 'retry-after': '7' } }, 7000],
  ['throttling with a date to wait for', { status: 429, body: error('TooManyRequests'), headers: { 'retry-after': 'Wed, 01 Apr 2026 12:00:30 GMT' } }, 30_000],
  ['throttling with a date that has passed', { status: 429, body: error('TooManyRequests'), headers: { 'retry-after': 'Wed, 01 Apr 2026 11:00:00 GMT' } }, 0],
  ['throttling without a time', { status: 429, body: error('TooManyRequests') }, 750],
  ['throttling with a time that is none', { status: 429, body: error('TooManyRequests'), headers: { 'retry-after': 'soon' } }, 750],
  ['a service that is away', { status: 503, body: error('serviceNotAvailable'), headers: { 'retry-after': '2' } }, 2000],
  ['a gateway that gave up', { status: 504, body: '<html>Gateway Timeout</html>', headers: { 'content-type': 'text/html' } }, 750],
  ['an answer that was cut off', { status: 200, body: '{"id":"i', headers: { 'content-type': 'application/json' } }, 750]
]

for (const [name, reply, wait] of repeated) {
  test(`a read is repeated after ${name}`, async t => {
    const asked = played(t, graph, [reply, done])
    const timing = instantTiming()
    t.strictSame(await clientWith(timing).get('/organization'), { id: 'it' })
    t.equal(asked.length, 2)
    t.strictSame(timing.waits, [wait])
  })

  test(`a write is not repeated after ${name}`, async t => {
    const asked = played(t, graph, [reply, done])
    const timing = instantTiming()
    const problem: unknown = await clientWith(timing).write({ method: 'POST', path: '/organization', body: { id: 'it' } }).catch((refusal: unknown) => refusal)
    t.match(problem, reply.status === 200 ? { name: 'ConnectionLost', sent: true } : { name: 'GraphProblem', status: reply.status })
    t.equal(asked.length, 1)
    t.strictSame(timing.waits, [])
  })
}

const final: readonly PlayedReply[] = [
  { status: 400, body: error('BadRequest') }, { status: 403, body: error('Authorization_RequestDenied') }, { status: 404, body: error('Request_ResourceNotFound') },
  { status: 401, body: error('InvalidAuthenticationToken') }, { status: 500, body: error('internalServerError') }
]

for (const reply of final) {
  test(`a read is not repeated after ${reply.status}, and the problem has Graph's code and request id`, async t => {
    const asked = played(t, graph, [{ ...reply, headers: { 'request-id': 'r1' } }, done])
    const [, code] = /"code":"(\w+)"/.exec(JSON.stringify(reply.body)) ?? []
    await t.rejects(clientWith(instantTiming()).get('/organization'), { name: 'GraphProblem', status: reply.status, code, requestId: 'r1' })
    t.equal(asked.length, 1)
  })
}

test('a read that stays throttled is given up after six tries', async t => {
  const asked = played(t, graph, [{ status: 429, body: error('TooManyRequests'), headers: { 'retry-after': '1' } }])
  await t.rejects(clientWith(instantTiming()).get('/organization'), { status: 429, code: 'TooManyRequests' })
  t.equal(asked.length, 6)
})

test('a refusal without a reason is a problem of its status', async t => {
  played(t, graph, [{ status: 403, body: 'no', headers: { 'content-type': 'text/plain' } }])
  await t.rejects(clientWith(instantTiming()).get('/organization'), { status: 403, code: 'http403' })
})

test('a dropped connection repeats a read, and a write only tells of it', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'dropped', times: 1, method: 'GET' }, { kind: 'dropped', method: 'POST' }] })
  t.match(await client.get('/organization'), { value: [{ displayName: 'Tiny' }] })
  await t.rejects(client.write({ method: 'POST', path: '/identity/conditionalAccess/policies', body: {} }), { name: 'ConnectionLost', sent: true })
  t.match(simulator.faults.list(), [{ struck: 1 }, { struck: 1 }])
})

test('without a time to wait the step doubles up to half a minute, and chance takes up to half of it', t => {
  const waits = (random: number): number[] => [1, 2, 3, 4, 5, 6, 7].map(attempt => delayAfter(attempt, null, { now: () => 0, random: () => random }))
  t.strictSame(waits(0), [500, 1000, 2000, 4000, 8000, 15_000, 15_000])
  t.strictSame(waits(1), [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  t.end()
})
