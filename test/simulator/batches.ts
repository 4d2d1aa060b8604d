import { test } from 'tap'
import { isList, isObject, type JsonObject } from '#src/simulator/json.ts'
import { graphUnderTest, objectOf, type Reply } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

function responsesOf(reply: Reply): JsonObject[] {
  const { responses } = objectOf(reply)
  return isList(responses) ? responses.filter(isObject) : []
}

test('each request of a batch has its own status', async (t) => {
  const graph = graphUnderTest()
  const requests = [
    { id: '1', method: 'GET', url: `/groups/${ids.outer}/members?$select=id` }, { id: '2', method: 'GET', url: '/groups/none' },
    { id: '3', method: 'GET', url: '/users/$count', headers: { ConsistencyLevel: 'eventual' } },
    { id: '4', method: 'POST', url: `/groups/${ids.outer}/members/$ref`, headers: { 'Content-Type': 'application/json' }, body: { '@odata.id': `https://graph.microsoft.com/v1.0/users/${ids.guest}` } },
  ]
  const reply = await graph.send('POST', '/v1.0/$batch', { body: { requests } })
  t.equal(reply.status, 200)
  t.match(responsesOf(reply), [{ id: '1', status: 200 }, { id: '2', status: 404 }, { id: '3', status: 200, body: '10' }, { id: '4', status: 204 }])
  t.same(graph.violations(), [])
})

test('a request whose dependency failed is not made', async (t) => {
  const graph = graphUnderTest()
  const requests = [
    { id: 'a', method: 'DELETE', url: '/identity/conditionalAccess/policies/none' },
    { id: 'b', method: 'DELETE', url: `/identity/conditionalAccess/policies/${ids.mfaPolicy}`, dependsOn: ['a'] },
  ]
  t.match(responsesOf(await graph.send('POST', '/beta/$batch', { body: { requests } })), [{ status: 404 }, { id: 'b', status: 424 }])
  t.equal(graph.state.collections.policies.size, 2)
})

test('a throttled request inside a batch is throttled alone', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'throttled', path: '/groups', times: 1, retryAfter: 3 })
  const requests = [{ id: '1', method: 'GET', url: '/groups' }, { id: '2', method: 'GET', url: '/users' }]
  t.match(responsesOf(await graph.send('POST', '/v1.0/$batch', { body: { requests } })), [{ status: 429, headers: { 'retry-after': '3' } }, { status: 200 }])
})

test('a batch of more than 20, of none, or of twins is refused', async (t) => {
  const graph = graphUnderTest()
  const one = { id: '1', method: 'GET', url: '/users' }
  const many = Array.from({ length: 21 }, (_, index) => ({ ...one, id: String(index) }))
  for (const requests of [many, [], [one, one], [{ method: 'GET', url: '/users' }]]) {
    t.equal((await graph.send('POST', '/v1.0/$batch', { body: { requests } })).status, 400)
  }
})
