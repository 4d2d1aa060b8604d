import { test } from 'tap'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import { signInFor, tenantFor } from '#test/fixtures/one-policy.ts'

const good = signInFor({})
const bodies: [string, unknown][] = [
  ['nothing', null], ['a list', []], ['no identity', { ...good, signInIdentity: {} }], ['no context', { ...good, signInContext: {} }],
  ['a list for conditions', { ...good, signInConditions: [] }], ['no audience', { ...good, signInContext: { includeApplications: [] } }],
  ['a number for an id', { ...good, signInIdentity: { userId: 7 } }], ['a number for a platform', { ...good, signInConditions: { devicePlatform: 7 } }],
  ['a text for a device', { ...good, signInConditions: { deviceInfo: 'phone' } }],
  ['a text for compliance', { ...good, signInConditions: { deviceInfo: { isCompliant: 'yes' } } }],
  ['a text for scopes', { ...good, requestedScopes: 'openid' }]
]

for (const [name, body] of bodies) {
  test(`${name} is refused as a sign-in`, (t) => {
    t.throws(() => whatIf(tenantFor({}), body), { message: /not a sign-in/ })
    t.end()
  })
}

test('a type without a user id is an external user without an account', (t) => {
  const body = { ...good, signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn' } }
  t.equal(whatIf(tenantFor({ is: { users: { includeUsers: ['GuestsOrExternalUsers'] } } }), body).policies[0]?.policyApplies, true)
  t.end()
})
