import { test } from 'tap'
import { plainText } from '#src/simulator/json.ts'
import { byText, graphUnderTest, messageOf, objectOf, valuesOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const eventual = { consistencylevel: 'eventual' }

function crowd(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `20000000-0000-4000-8000-${String(index).padStart(12, '0')}`, displayName: `P${index}`, userPrincipalName: `p${index}@tiny.example`,
    userType: 'Member', accountEnabled: index % 2 === 0, createdDateTime: new Date(Date.UTC(2026, 0, 1) + index * 86_400_000).toISOString(),
  }))
}

test('a list is read page by page through links that keep the options', async (t) => {
  const graph = graphUnderTest(smallTenant({ users: crowd(250) }))
  const seen: string[] = []
  let url: string | undefined = '/v1.0/users?$select=id,displayName&$top=100'
  let pages = 0
  while (url !== undefined) {
    const reply = await graph.send('GET', url)
    pages += 1
    for (const user of valuesOf(reply)) {
      t.same(Object.keys(user).toSorted(byText), ['displayName', 'id'])
      seen.push(plainText(user['id']))
    }
    const next = objectOf(reply)['@odata.nextLink']
    url = typeof next === 'string' ? next : undefined
  }
  t.equal(pages, 3)
  t.equal(new Set(seen).size, 250)
  t.same(graph.violations(), [])
})

test('without a page size the directory gives 100, and it refuses more than 999', async (t) => {
  const graph = graphUnderTest(smallTenant({ users: crowd(250) }))
  t.equal(valuesOf(await graph.send('GET', '/v1.0/users')).length, 100)
  const reply = await graph.send('GET', '/v1.0/users?$top=1000')
  t.match(reply, { status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } })
  t.equal(messageOf(reply), "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.")
  t.equal(valuesOf(await graph.send('GET', '/v1.0/users?$top=999&$select=id,signInActivity')).length, 250)
})

test('a page token of another path or another making is refused', async (t) => {
  const graph = graphUnderTest(smallTenant({ users: crowd(250) }))
  const next = plainText(objectOf(await graph.send('GET', '/v1.0/users'))['@odata.nextLink'])
  const token = new URL(next).searchParams.get('$skiptoken') ?? ''
  t.equal((await graph.send('GET', `/v1.0/groups?$skiptoken=${token}`)).status, 400)
  t.equal((await graph.send('GET', '/v1.0/users?$skiptoken=made-up')).status, 400)
})

const filters: readonly (readonly [string, number])[] = [
  ["userType eq 'Guest'", 1], ["userType eq 'guest' or displayName eq 'Ada'", 2], ["displayName in ('Ada','Bo','Nobody')", 2],
  ["startswith(displayName,'H') and accountEnabled eq true", 1], ['accountEnabled eq false', 1], ['createdDateTime ge 2026-01-05T08:00:00Z', 10],
  ['createdDateTime lt 2026-01-05T08:00:00Z', 0], ["(userType eq 'Guest' or displayName eq 'Ada') and accountEnabled eq true", 2],
  ["assignedPlans/any(p: p/servicePlanId eq 41781fb2-bc02-4b7c-bd55-b576c07bb09d and p/capabilityStatus eq 'Enabled')", 10],
  ["identities/any(i: i/signInType eq 'federated')", 1], ["isof('microsoft.graph.agentUser')", 1], [`id eq '${ids.admin}'`, 1], ['externalUserState eq null', 9],
]

test('filters select the users they describe', async (t) => {
  const graph = graphUnderTest()
  for (const [filter, count] of filters) {
    const reply = await graph.send('GET', `/beta/users?$select=id&$filter=${encodeURIComponent(filter)}`)
    t.equal(valuesOf(reply).length, count, `${filter} ${messageOf(reply)}`)
  }
  t.same(graph.violations(), [])
})

test('advanced queries need ConsistencyLevel and a count', async (t) => {
  const graph = graphUnderTest()
  for (const filter of ["userType ne 'Guest'", "not(userType eq 'Guest')", "endswith(userPrincipalName,'tiny.example')"]) {
    const url = `/beta/users?$select=id&$filter=${encodeURIComponent(filter)}`
    t.match(await graph.send('GET', url), { status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } }, filter)
    t.equal((await graph.send('GET', `${url}&$count=true`, { headers: eventual })).status, 200, filter)
  }
  t.equal((await graph.send('GET', '/v1.0/users?$count=true')).status, 400)
  t.match(await graph.send('GET', '/v1.0/users?$count=true&$top=2', { headers: eventual }), { body: { '@odata.count': 10 } })
  t.equal((await graph.send('GET', '/v1.0/users/$count')).status, 400)
  t.match(await graph.send('GET', "/v1.0/users/$count?$filter=userType eq 'Guest'", { headers: eventual }), { status: 200, body: '1' })
  t.match(valuesOf(await graph.send('GET', '/v1.0/users?$search="displayName:ad"&$count=true', { headers: eventual })), [{ displayName: 'Ada' }])
  t.same(graph.violations(), [])
})

test('what is not understood is refused, not passed over', async (t) => {
  const graph = graphUnderTest()
  const wrong = [
    '/v1.0/users?$select=shoeSize', '/v1.0/users?$filter=shoeSize eq 1', "/v1.0/users?$filter=displayName like 'A'", '/v1.0/users?$filter=(displayName',
    "/v1.0/users?$filter=displayName eq 'A' displayName", '/v1.0/users?$filter=displayName eq §', '/v1.0/users?$skip=5', '/v1.0/users?$top=many',
    '/v1.0/users?$apply=groupby', '/v1.0/subscribedSkus?$filter=id eq null', '/beta/roleManagement/directory/roleAssignments?$expand=principal,roleDefinition',
  ]
  for (const url of wrong) t.equal((await graph.send('GET', url)).status, 400, url)
  t.match(await graph.send('GET', '/v1.0/usres'), { status: 404, body: { error: { message: "Resource not found for the segment 'usres'." } } })
  t.equal((await graph.send('GET', '/v2.0/users')).status, 400)
  t.equal((await graph.send('DELETE', '/v1.0/users')).status, 405)
  t.same(graph.violations().filter((line) => !line.includes('usres') && !line.includes('v2.0') && !line.includes('DELETE')), [])
})

test('lists are ordered as asked', async (t) => {
  const graph = graphUnderTest()
  const names = async (order: string): Promise<unknown[]> => valuesOf(await graph.send('GET', `/v1.0/users?$orderby=${order}&$top=2`)).map((user) => user['displayName'])
  t.same(await names('displayName'), ['Ada', 'Bo'])
  t.same(await names('displayName desc'), ['Rhea', 'Ike'])
  const policies = '/beta/identity/conditionalAccess/policies?$select=displayName&$orderby=displayName desc&$skip=1'
  t.same(valuesOf(await graph.send('GET', policies)), [{ displayName: 'MFA for everyone' }])
})

test('v1.0 shows few members without a selection and beta nearly all', async (t) => {
  const graph = graphUnderTest()
  const [first] = valuesOf(await graph.send('GET', '/v1.0/users?$top=1'))
  t.same(Object.keys(first ?? {}).toSorted(byText), ['displayName', 'id', 'jobTitle', 'mail', 'userPrincipalName'])
  const [other = {}] = valuesOf(await graph.send('GET', '/beta/users?$top=1'))
  t.ok('accountEnabled' in other)
  t.notOk('signInActivity' in other)
})

test('an enum value behind the sentinel is shown only to who asks for it', async (t) => {
  const graph = graphUnderTest()
  const url = `/beta/identity/conditionalAccess/policies/${ids.strengthPolicy}`
  t.match(await graph.send('GET', url), { body: { conditions: { platforms: { excludePlatforms: ['unknownFutureValue'] } }, sessionControls: { continuousAccessEvaluation: { mode: 'unknownFutureValue' } } } })
  const asked = await graph.send('GET', url, { headers: { prefer: 'include-unknown-enum-members' } })
  t.match(asked, { headers: { 'preference-applied': 'include-unknown-enum-members' }, body: { conditions: { platforms: { excludePlatforms: ['linux'] } } } })
  t.same(graph.violations(), [])
})
