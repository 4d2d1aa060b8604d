import { test } from 'tap'
import { isList, isObject, plainText, type Json } from '#src/simulator/json.ts'
import { graphUnderTest, messageOf, objectOf, valuesOf, type GraphUnderTest } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

const policies = '/beta/identity/conditionalAccess/policies'
const everyMember = { headers: { prefer: 'include-unknown-enum-members' } }
const readOnly = ['id', 'createdDateTime', 'modifiedDateTime', 'deletedDateTime', 'templateId', 'partialEnablementStrategy']

/** What a careful client sends back: no nulls, no annotations but types, the strength by its id. */
function writable(value: Json, name = ''): Json {
  if (isList(value)) return value.map((item) => writable(item))
  if (!isObject(value)) return value
  if (name === 'authenticationStrength') return { id: value['id'] ?? null }
  const kept = Object.entries(value).filter(([member, inner]) => inner !== null && (member === '@odata.type' || !member.includes('@')) && !(name === 'policy' && readOnly.includes(member)))
  return Object.fromEntries(kept.map(([member, inner]) => [member, writable(inner, member)]))
}

async function readBack(graph: GraphUnderTest, body: Json): Promise<Json> {
  const { status, body: created } = await graph.send('POST', policies, { body })
  if (status !== 201 || !isObject(created)) throw new Error(JSON.stringify(created))
  const reply = await graph.send('GET', `${policies}/${plainText(created['id'])}`, everyMember)
  return writable({ ...objectOf(reply), '@odata.type': null }, 'policy')
}

test('each template can be created, and what is read back and sent again is read back the same', async (t) => {
  const graph = graphUnderTest()
  const templates = valuesOf(await graph.send('GET', '/beta/identity/conditionalAccess/templates', everyMember))
  const refused: Json[] = []
  for (const template of templates) {
    const details = JSON.stringify(template['details']).replaceAll('Current administrator will be excluded', ids.admin)
    const parsed: unknown = JSON.parse(details)
    const body = writable({ displayName: template['name'] ?? '', state: 'enabledForReportingButNotEnforced', ...(isObject(parsed) ? parsed : {}) }, 'policy')
    const reply = await graph.send('POST', policies, { body })
    if (reply.status !== 201) {
      refused.push(template['name'] ?? null)
      t.match(messageOf(reply), /^1007: /)
      continue
    }
    const first = await readBack(graph, body)
    t.same(await readBack(graph, first), first, plainText(template['name']))
  }
  t.same(refused, ['Secure account recovery with identity verification (Preview)'], 'its control `verifiedID` is in no metadata')
  t.same(graph.violations(), [])
})
