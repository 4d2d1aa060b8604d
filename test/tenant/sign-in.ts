import t from 'tap'
import { parseSignIn } from '#src/tenant/sign-in.ts'

const who = { userId: 'u' }
const what = { includeApplications: ['app'] }
const given = (signInConditions: unknown): object => ({ signInIdentity: who, signInContext: what, signInConditions })

const refused: readonly [what: string, body: unknown, pointers: readonly string[]][] = [
  ['a text', 'u', ['']],
  ['a list', [], ['']],
  ['an empty body', {}, ['/signInIdentity', '/signInContext']],
  ['a body without a context', { signInIdentity: who }, ['/signInContext']],
  ['an identity that is a text', { signInIdentity: 'u', signInContext: what }, ['/signInIdentity']],
  ['an identity of nobody', { signInIdentity: {}, signInContext: what }, ['/signInIdentity']],
  ['a user and a workload at once', { signInIdentity: { userId: 'u', servicePrincipalId: 's' }, signInContext: what }, ['/signInIdentity']],
  ['a user id that is a number', { signInIdentity: { userId: 7 }, signInContext: what }, ['/signInIdentity/userId']],
  ['a context of nothing', { signInIdentity: who, signInContext: { includeApplications: [] } }, ['/signInContext']],
  ['an application and an action at once', { signInIdentity: who, signInContext: { ...what, userAction: 'registerSecurityInformation' } }, ['/signInContext']],
  ['applications that are a text', { signInIdentity: who, signInContext: { includeApplications: 'app' } }, ['/signInContext/includeApplications']],
  ['an application that is a number', { signInIdentity: who, signInContext: { includeApplications: ['app', 7] } }, ['/signInContext/includeApplications/1']],
  ['conditions that are a list', given([]), ['/signInConditions']],
  ['a country that is a number', given({ country: 7 }), ['/signInConditions/country']],
  ['a flow that is a text', given({ authenticationFlow: 'deviceCodeFlow' }), ['/signInConditions/authenticationFlow']],
  ['a device whose compliance is a text', given({ deviceInfo: { isCompliant: 'yes' } }), ['/signInConditions/deviceInfo/isCompliant']],
  ['scopes that are a text, and a client that is neither', { ...given({}), requestedScopes: 'openid', publicClient: 'yes' }, ['/requestedScopes',
    '/publicClient']]
]

for (const [name, body, pointers] of refused) {
  t.test(`${name} is refused with a pointer to each place`, t => {
    const read = parseSignIn(body)
    t.same('errors' in read ? read.errors.map(({ pointer }) => pointer) : read, pointers)
    t.ok('errors' in read && read.errors.every(({ detail }) => detail !== ''))
    t.end()
  })
}

const taken: readonly [what: string, body: object][] = [
  ['a user at an application', given({})],
  ['a country that is null beside an address', given({ ipAddress: '192.0.2.1', country: null })],
  ['values and members that are not known', { ...given({ devicePlatform: 'amiga', novelty: 1, deviceInfo: { displayName: 'x', novelty: null } }), more: [1] }],
  ['an external user without an account', { signInIdentity: { externalUserType: 'b2bDirectConnectUser', externalTenantId: 't' }, signInContext: what,
    signInConditions: {} }],
  ['an agent at an authentication context', { signInIdentity: { '@odata.type': '#microsoft.graph.agentSignIn', agentServicePrincipalId: 's' },
    signInContext: { authenticationContextValue: 'c1' }, signInConditions: {} }],
  ['an action, nulls beside it, and members of our own', { signInIdentity: { userId: 'u', servicePrincipalId: null },
    signInContext: { userAction: 'registerOrJoinDevices', includeApplications: [] }, signInConditions: { deviceInfo: null },
    requestedScopes: ['openid'], publicClient: true, appliedPoliciesOnly: false }]
]

for (const [name, body] of taken) {
  t.test(`${name} is taken, every part kept`, t => {
    t.same(parseSignIn(body), { signIn: body })
    t.end()
  })
}

t.test('conditions that are missing or null are none', t => {
  for (const conditions of [undefined, null]) t.same(parseSignIn(given(conditions)), { signIn: given({}) })
  t.end()
})
