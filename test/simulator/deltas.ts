import { test } from 'tap'
import { graphUnderTest, objectOf, valuesOf, type GraphUnderTest } from '#test/fixtures/simulator/graph-under-test.ts'
import { isList, isObject, plainText, type JsonObject } from '#src/simulator/json.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

interface Round {
  readonly entries: JsonObject[]
  readonly link: string
  readonly pages: number
}

async function round(graph: GraphUnderTest, start: string): Promise<Round> {
  const entries: JsonObject[] = []
  let url = start
  for (let pages = 1; ; pages += 1) {
    const reply = await graph.send('GET', url)
    entries.push(...valuesOf(reply))
    const { '@odata.nextLink': next, '@odata.deltaLink': delta } = objectOf(reply)
    if (typeof delta === 'string') return { entries, link: delta, pages }
    if (typeof next !== 'string') throw new Error(JSON.stringify(reply.body))
    url = next
  }
}

test('the first delta tells everything, the next only what was written since', async (t) => {
  const graph = graphUnderTest()
  const first = await round(graph, '/v1.0/users/delta?$select=id,displayName')
  t.equal(first.entries.length, 10)
  t.same((await round(graph, first.link)).entries, [])
  const { users } = graph.state.collections
  const ada = users.get(ids.admin)
  if (ada !== undefined) users.put({ ...ada, displayName: 'Ada L' })
  users.remove(ids.disabled)
  const second = await round(graph, first.link)
  t.same(second.entries, [{ id: ids.admin, displayName: 'Ada L' }, { id: ids.disabled, '@removed': { reason: 'deleted' } }])
  t.same((await round(graph, second.link)).entries, [])
  t.same(graph.violations(), [])
})

test('a long delta comes in pages, and what is written meanwhile comes with the next', async (t) => {
  const users = Array.from({ length: 450 }, (_, index) => ({ id: `20000000-0000-4000-8000-${String(index).padStart(12, '0')}`, displayName: `P${index}` }))
  const graph = graphUnderTest(smallTenant({ users }))
  const page = objectOf(await graph.send('GET', '/v1.0/users/delta?$select=id'))
  graph.state.collections.users.put({ id: '20000000-0000-4000-8000-999999999999', displayName: 'Late' })
  const rest = await round(graph, plainText(page['@odata.nextLink']))
  t.equal(rest.pages, 2)
  t.ok((await round(graph, rest.link)).entries.some((entry) => entry['id'] === '20000000-0000-4000-8000-999999999999'))
})

function linksOf(entries: readonly JsonObject[], group: string): readonly unknown[] {
  return entries.filter((entry) => entry['id'] === group).flatMap((entry) => {
    const links = entry['members@delta']
    return isList(links) ? links : []
  })
}

test('a group delta tells which members came and went', async (t) => {
  const graph = graphUnderTest()
  const first = await round(graph, '/beta/groups/delta?$select=id,members')
  t.equal(linksOf(first.entries, ids.outer).length, 2)
  t.equal(linksOf(first.entries, ids.unknownMembers).length, 0)
  const members = `/v1.0/groups/${ids.outer}/members`
  await graph.send('POST', `${members}/$ref`, { body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ids.guest}` } })
  await graph.send('DELETE', `${members}/${ids.inner}/$ref`)
  const second = await round(graph, first.link)
  t.match(linksOf(second.entries, ids.outer), [{ id: ids.guest }, { id: ids.inner, '@removed': { reason: 'deleted' } }])
  const unselected = await round(graph, '/beta/groups/delta?$select=id')
  t.notOk(unselected.entries.some((entry) => 'members@delta' in entry))
  t.same(graph.violations(), [])
})

test('a group with many members is told in several entries', async (t) => {
  const members = Array.from({ length: 2500 }, (_, index) => `member-${index}`)
  const graph = graphUnderTest(smallTenant({ groups: [{ id: ids.outer, displayName: 'Outer', groupTypes: [], members }] }))
  const { entries } = await round(graph, '/beta/groups/delta?$select=id,members')
  t.equal(entries.length, 3)
  t.equal(new Set(linksOf(entries, ids.outer).map((link) => (isObject(link) ? link['id'] : undefined))).size, 2500)
})

test('a token for now gives no entries, and service principals have deltas too', async (t) => {
  const graph = graphUnderTest()
  t.same((await round(graph, '/v1.0/users/delta?$deltatoken=latest')).entries, [])
  const first = await round(graph, '/beta/servicePrincipals/delta?$select=id,appId')
  t.equal(first.entries.length, 2)
  graph.state.collections.servicePrincipals.remove(ids.agent)
  t.same((await round(graph, first.link)).entries, [{ id: ids.agent, '@removed': { reason: 'deleted' } }])
  t.same(graph.violations(), [])
})

test('a delta by ids tells only those', async (t) => {
  const graph = graphUnderTest()
  const { entries } = await round(graph, `/v1.0/users/delta?$select=id&$filter=id eq '${ids.admin}' or id eq '${ids.guest}'`)
  t.equal(entries.length, 2)
})
