import { test } from 'tap'
import { readBatch } from '#src/graph/batch.ts'
import { clientWith, instantTiming } from '#test/fixtures/graph-client.ts'
import { played } from '#test/fixtures/graph-exchange.ts'

const graph = 'https://graph.microsoft.com'
const paths = ['/groups/a', '/groups/b', '/groups/c']
const error = (code: string): object => ({ error: { code, message: `${code} was said` } })

function answers(...responses: object[]): { status: number, body: object } {
  return { status: 200, body: { responses } }
}

const idsOf = (text: string): unknown => JSON.parse(text).requests.map(({ id, url }: { id: string, url: string }) => `${id} ${url}`)

test('a batch is one request, and its answers come in the order of the paths', async t => {
  const asked = played(t, graph, [answers({ id: '2', status: 200, body: 'c' }, { id: '0', status: 200, body: 'a' }, { id: '1', status: 200, body: 'b' })])
  t.strictSame(await readBatch(clientWith(instantTiming()), paths), [{ body: 'a' }, { body: 'b' }, { body: 'c' }])
  t.strictSame(asked.map(({ url, text }) => [url, idsOf(text)]), [[`${graph}/beta/$batch`, ['0 /groups/a', '1 /groups/b', '2 /groups/c']]])
})

test('parts that are refused fail alone', async t => {
  const asked = played(t, graph, [answers({ id: '0', status: 200, body: 'a' }, { id: '1', status: 403, body: error('Denied') }, { id: '2', status: 404, body: error('Gone') })])
  t.match(await readBatch(clientWith(instantTiming()), paths), [{ body: 'a' }, { problem: { status: 403, code: 'Denied' } }, { problem: { status: 404, code: 'Gone' } }])
  t.equal(asked.length, 1)
})

test('only the parts that were throttled are asked again, after the longest of their waits', async t => {
  const asked = played(t, graph, [
    answers({ id: '0', status: 429, headers: { 'Retry-After': '3' }, body: error('Slow') }, { id: '1', status: 200, body: 'b' }, { id: '2', status: 503, headers: { 'Retry-After': '9' } }),
    answers({ id: '0', status: 200, body: 'a' }, { id: '2', status: 404, body: error('Gone') })
  ])
  const timing = instantTiming()
  t.match(await readBatch(clientWith(timing), paths), [{ body: 'a' }, { body: 'b' }, { problem: { status: 404 } }])
  t.strictSame(asked.map(({ text }) => idsOf(text)), [['0 /groups/a', '1 /groups/b', '2 /groups/c'], ['0 /groups/a', '2 /groups/c']])
  t.strictSame(timing.waits, [9000])
})

test('a part that stays throttled is a problem after six tries, the others are answered', async t => {
  const asked = played(t, graph, [answers({ id: '0', status: 429, body: error('Slow') }, { id: '1', status: 200, body: 'b' })])
  t.match(await readBatch(clientWith(instantTiming()), paths.slice(0, 2)), [{ problem: { status: 429, code: 'Slow' } }, { body: 'b' }])
  t.equal(asked.length, 6)
})

test('a batch that is itself throttled is asked again whole: it only reads', async t => {
  const asked = played(t, graph, [{ status: 429, body: error('Slow'), headers: { 'retry-after': '4' } }, answers({ id: '0', status: 200, body: 'a' })])
  const timing = instantTiming()
  t.strictSame(await readBatch(clientWith(timing), ['/groups/a']), [{ body: 'a' }])
  t.strictSame([asked.length, timing.waits], [2, [4000]])
})

test('a part that stays without an answer is a problem, and nothing is waited for', async t => {
  played(t, graph, [answers({ id: '0', status: 200, body: 'a' })])
  t.match(await readBatch(clientWith(instantTiming()), paths.slice(0, 2)), [{ body: 'a' }, { problem: { code: 'noAnswer' } }])
})

test('a part with a challenge is a challenge', async t => {
  const claims = '{"access_token":{}}'
  const header = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`
  played(t, graph, [answers({ id: '0', status: 401, headers: { 'WWW-Authenticate': header }, body: error('InvalidAuthenticationToken') })])
  t.match(await readBatch(clientWith(instantTiming()), ['/groups/a']), [{ problem: { name: 'ClaimsChallenge', claims } }])
})

test('an answer that is no batch is a problem', async t => {
  played(t, graph, [{ status: 200, body: { value: [] } }])
  await t.rejects(readBatch(clientWith(instantTiming()), paths), { code: 'unexpectedAnswer' })
})
