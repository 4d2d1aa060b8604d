import t from 'tap'
import { exported, policyBody } from '#test/fixtures/export-files.ts'

const users = [{ id: 'u-1', userPrincipalName: 'una@lantern.example' }]

t.test('the tenant file wins over files that repeat what it holds, without a word', t => {
  const tenant = exported({
    'tenant.json': { users, groups: [{ id: 'g', displayName: 'Staff', members: ['u-1'] }], policies: [policyBody('p')] },
    'Groups/staff.json': { id: 'G', displayName: 'Staff' }, 'p.json': policyBody('p', { '@odata.context': 'x', description: null })
  })
  t.same([...tenant.groups.usersOf(0)], [0])
  t.same([tenant.groups.count, tenant.policies.length, tenant.unread.length], [1, 1, 0])
  t.end()
})

t.test('a policy file that says otherwise than the tenant file is named', t => {
  const tenant = exported({ 'tenant.json': { users, policies: [policyBody('p')] }, 'p.json': policyBody('p', { state: 'disabled' }) })
  t.same(tenant.policies.map(({ policy }) => policy.state), ['enabled'])
  t.same(tenant.unread, [{ collection: 'policies', id: 'p.json', reason: '`p` occurs twice; the one in the tenant file is kept' }])
  t.end()
})

t.test('a collection that is null in the tenant file was not read; one that is no list is said', t => {
  const tenant = exported({ 'tenant.json': { users: null, groups: [], servicePrincipals: 'none' } })
  t.same([tenant.users.read, tenant.groups.read, tenant.apps.read], [false, true, false])
  t.same(tenant.unread, [{ collection: 'servicePrincipals', reason: 'it is not a list' }])
  t.end()
})
