import { test } from 'tap'
import { requirements } from '#src/requirements/all.ts'
import { emptyTenant } from '#test/fixtures/empty-tenant.ts'
import { graphUnderTest, messageOf, objectOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids as people, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const policies = '/beta/identity/conditionalAccess/policies'

/** The tenant in which Graph is asked, with the people whose tokens the calls carry. */
function tenant(): Record<string, unknown> {
  const { subscribedSkus } = emptyTenant([])
  return smallTenant({ subscribedSkus, policies: [] })
}

for (const { id, template } of requirements) {
  test(`Graph takes the template of ${id}, report-only, then turned on`, async t => {
    const graph = graphUnderTest(tenant())
    const reply = await graph.send('POST', policies, { body: template })
    t.equal(reply.status, 201, messageOf(reply))
    const created = objectOf(reply)
    t.match(created, { displayName: template.displayName, state: 'enabledForReportingButNotEnforced' })
    const on = await graph.send('PATCH', `${policies}/${String(created['id'])}`, { body: { state: 'enabled' } })
    t.ok(on.status < 300, messageOf(on))
    t.same(graph.violations(), [])
    t.notOk(JSON.stringify(template).includes(people.admin), 'it names nobody')
  })
}
