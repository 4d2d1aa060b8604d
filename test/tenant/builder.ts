import t from 'tap'
import { tenantOf } from '#src/tenant/from-object.ts'
import { policyBody } from '#test/fixtures/export-files.ts'

const twice = 'the id occurs twice; the first is kept'
const lacking = 'an entry lacks what it needs'

/** A collection with a good entry, and entries that are none: no object, without what it needs, and the good one again. */
const lists: readonly [collection: string, good: Record<string, unknown>, lacking: Record<string, unknown>][] = [
  ['users', { id: 'a', displayName: 'first' }, { displayName: 'nameless' }],
  ['groups', { id: 'a', displayName: 'first', members: [] }, { displayName: 'nameless' }],
  ['servicePrincipals', { id: 'a', appId: 'app', displayName: 'first' }, { id: 'b' }],
  ['namedLocations', { id: 'a', displayName: 'first' }, { displayName: 'nameless' }],
  ['authenticationStrengths', { id: 'a', displayName: 'first' }, { displayName: 'nameless' }],
  ['roleDefinitions', { id: 'a', displayName: 'first' }, { displayName: 'nameless' }]
]

for (const [collection, good, bad] of lists) {
  t.test(`of ${collection}, what is no object, lacks its id or occurs twice is recorded; the first is kept`, t => {
    const { unread, ...tenant } = tenantOf({ [collection]: [good, 'x', null, bad, { ...good, id: 'A', displayName: 'second' }] })
    const id = 'id' in bad ? { id: bad['id'] } : {}
    const [lacks, again] = [{ collection, ...id, reason: lacking }, { collection, id: 'A', reason: twice }]
    t.same(unread, [
      { collection, reason: 'an entry is not an object' }, { collection, reason: 'an entry is not an object' }, ...'id' in bad ? [again, lacks] : [lacks, again]
    ])
    const kept = { users: [tenant.users.at(0)], groups: [tenant.groups.at(0)], servicePrincipals: tenant.apps.list, namedLocations: tenant.locations,
      authenticationStrengths: tenant.strengths, roleDefinitions: tenant.roleDefinitions }
    t.match(Reflect.get(kept, collection), [{ displayName: 'first' }])
    t.end()
  })
}

t.test('policies without an id are numbered around those that have such an id, wherever these stand', t => {
  const nameless = { ...policyBody(''), id: undefined }
  const { policies, unread } = tenantOf({ policies: [nameless, policyBody('policy-0'), nameless, policyBody('POLICY-2'), policyBody('p')] })
  t.same(policies.map(({ policy }) => policy.id), ['policy-1', 'policy-0', 'policy-3', 'POLICY-2', 'p'])
  t.same(unread, [])
  t.end()
})

t.test('policies without an id keep their number in whatever order they come', t => {
  const named = ['Block', 'Allow', 'MFA'].map(displayName => ({ ...policyBody(''), id: undefined, displayName }))
  for (const policies of [named, named.toReversed()]) {
    const read = tenantOf({ policies }).policies.map(({ policy }) => policy)
    t.same(read.map(({ displayName }) => displayName), policies.map(({ displayName }) => displayName))
    t.same(Object.fromEntries(read.map(({ displayName, id }) => [displayName, id])), { Allow: 'policy-0', Block: 'policy-1', MFA: 'policy-2' })
  }
  t.end()
})

t.test('a policy that cannot be read or occurs twice is recorded by its id', t => {
  const { policies, unread } = tenantOf({ policies: [7, { id: 'x' }, policyBody('p'), policyBody('P')] })
  t.same(policies.length, 1)
  t.same(unread, [
    { collection: 'policies', reason: 'it is not an object' }, { collection: 'policies', id: 'P', reason: twice },
      { collection: 'policies', id: 'x', reason: 'it has no `conditions`' }
  ])
  t.end()
})

t.test('a role assignment that cannot be read leaves all roles unknown', t => {
  const good = { principalId: 'u', roleDefinitionId: 'r', directoryScopeId: '/' }
  t.same(tenantOf({ roleAssignments: [good] }).roleAssignments, [good])
  for (const bad of ['x', { principalId: 'u' }, { principalId: 'u', roleDefinitionId: 'r' }]) {
    const tenant = tenantOf({ roleAssignments: [good, bad] })
    t.equal(tenant.roleAssignments, undefined)
    t.match(tenant.unread, [{ collection: 'roleAssignments' }])
  }
  t.end()
})

t.test('a collection that is missing or null was not read, an empty one is none, another value is said', t => {
  t.match(tenantOf({}), { locations: undefined, roleAssignments: undefined, policiesRead: false, users: { read: false }, unread: [] })
  t.match(tenantOf({ namedLocations: null, users: null }), { locations: undefined, users: { read: false }, unread: [] })
  t.match(tenantOf({ namedLocations: [], users: [], policies: [] }), { locations: [], users: { read: true }, policiesRead: true, unread: [] })
  t.match(tenantOf({ users: {} }), { users: { read: false }, unread: [{ collection: 'users', reason: 'it is not a list' }] })
  t.end()
})
