import { test } from 'tap'
import { graphUnderTest, messageOf, valuesOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'

function signIn(userId: string | undefined, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId },
    signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: ['00000003-0000-0ff1-ce00-000000000000'] },
    signInConditions: { clientAppType: 'browser', devicePlatform: 'windows', ipAddress: '203.0.113.9', country: 'NL' }, ...rest,
  }
}

for (const version of ['v1.0', 'beta']) {
  const url = `/${version}/identity/conditionalAccess/evaluate`

  test(`evaluate on ${version} answers each policy whole, with whether it applies and why not`, async (t) => {
    const graph = graphUnderTest()
    const reply = await graph.send('POST', url, { body: signIn(ids.people[0]) })
    t.match(valuesOf(reply), [
      { id: ids.mfaPolicy, policyApplies: true, analysisReasons: 'notSet', grantControls: { builtInControls: ['mfa'] } },
      { id: ids.strengthPolicy, policyApplies: false, analysisReasons: 'users' },
    ])
    const applied = await graph.send('POST', url, { body: signIn(ids.admin, { appliedPoliciesOnly: true }) })
    t.same(valuesOf(applied).map((policy) => policy['id']), [ids.strengthPolicy])
    t.same(graph.violations(), [])
  })
}

test('a body that is no sign-in is refused', async (t) => {
  const graph = graphUnderTest()
  const url = '/beta/identity/conditionalAccess/evaluate'
  t.match(messageOf(await graph.send('POST', url)), /Empty Payload/)
  t.match(messageOf(await graph.send('POST', url, { body: { signInIdentity: {} } })), /not a sign-in/)
  t.match(messageOf(await graph.send('POST', url, { body: signIn(ids.admin, { requestedScopes: ['User.Read'] }) })), /requestedScopes/)
  t.equal((await graph.send('POST', url, { body: [] })).status, 400)
})
