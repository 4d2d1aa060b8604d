import { test } from 'tap'
import { acceptedTruth } from '#src/engine/accepted.ts'
import { membersOf } from '#src/engine/classes.ts'
import { compile, recompile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { directedFile, named } from '#test/fixtures/directed.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const id = 'mfa-all-users'
const helpdesk = { principalId: ids.twin, roleDefinitionId: named.helpdesk, directoryScopeId: '/' }

function apart(settings: object, changed: object = {}, requirement = id): Record<string, 'accepted' | 'ignored'> {
  const compiled = compile(tenantOf({ ...directedFile, roleAssignments: [...directedFile.roleAssignments, helpdesk], ...changed, settings }))
  const { users } = compiled.tenant
  return Object.fromEntries(Array.from({ length: users.count }, (_, user) => user).flatMap(user => {
    const truth = acceptedTruth(compiled, requirement, user)
    return truth === undefined ? [] : [[users.at(user).id, truth]]
  }))
}

const object = (kind: string, objectId: string) => ({ kind, id: objectId })
const exception = (objects: object[], rest: object = {}) => ({ exceptions: [{ objects, requirements: null, reason: 'so', author: ids.ada, acceptedAt: '2026-01-01T00:00:00Z', expiresAt: null, ...rest }] })

const cases: readonly [what: string, settings: object, expected: object, requirement?: string][] = [
  ['nothing is said', {}, {}],
  ['emergency accounts, named and in a group', directedFile.settings, { [ids.emergency]: 'accepted', [named.second]: 'accepted' }],
  ['an excepted user', exception([object('user', ids.cleo.toUpperCase())]), { [ids.cleo]: 'accepted' }],
  ['a group that holds another', exception([object('group', ids.excluded)]), { [ids.ben]: 'accepted' }],
  ['a role', exception([object('role', named.helpdesk)]), { [ids.twin]: 'accepted' }],
  ['for this requirement', exception([object('user', ids.cleo)], { requirements: [id] }), { [ids.cleo]: 'accepted' }],
  ['for another requirement', exception([object('user', ids.cleo)], { requirements: ['risky-users'] }), {}],
  ['an application and an account that is gone', exception([object('application', ids.mail), object('user', 'gone')]), {}],
  ['not yet expired', exception([object('user', ids.cleo)], { expiresAt: '2026-11-23' }), { [ids.cleo]: 'accepted' }],
  ['expired when the tenant was read', exception([object('user', ids.cleo)], { expiresAt: '2026-11-22' }), {}],
  ['not to be considered', { directions: [{ do: 'ignore', objects: [object('group', named.kiosk)], requirements: null }] }, { [ids.cleo]: 'ignored' }],
  ['not to be considered for something else', { directions: [{ do: 'ignore', objects: [object('group', named.kiosk)], requirements: ['risky-users'] }] }, {}],
  ['excluded and included ones', { directions: [{ do: 'exclude', objects: [object('user', ids.cleo)], requirements: null }, { do: 'include', objects: [object('user', ids.ben)], requirements: null }] }, {}],
  ['accepted and not to be considered', { ...exception([object('user', ids.cleo)]), directions: [{ do: 'ignore', objects: [object('user', ids.cleo)], requirements: null }] }, { [ids.cleo]: 'accepted' }]
]

test('who is accepted and who is ignored, for one requirement or all', t => {
  for (const [what, settings, expected, requirement] of cases) t.same(apart(settings, {}, requirement), expected, what)
  t.end()
})

test('in a tenant of which it is not known when it was read nothing expires', t => {
  t.same(apart(exception([object('user', ids.cleo)], { expiresAt: '2020-01-01' }), { collectedAt: null }), { [ids.cleo]: 'accepted' })
  t.end()
})

test('who may be in a group but is not surely in it is not accepted', t => {
  const groups = [{ id: named.kiosk, displayName: 'Kiosk' }, ...directedFile.groups.filter(group => group.id !== named.kiosk)]
  t.same(apart(exception([object('group', named.kiosk)]), { groups }), {})
  t.end()
})

test('no class of users is accepted in part, with whatever policies it is compiled', t => {
  const settings = { ...exception([object('user', ids.cleo), object('group', ids.nested)], { requirements: [id] }), directions: [{ do: 'ignore', objects: [object('user', ids.guest)], requirements: null }] }
  const standing = compile(tenantOf({ ...directedFile, policies: [], settings }))
  for (const compiled of [standing, recompile(standing, tenantOf(directedFile).policies)]) {
    for (let name = 0; name < compiled.classes.count; name++) {
      t.equal(new Set([...membersOf(compiled.classes, name)].map(user => acceptedTruth(compiled, id, user))).size, 1)
    }
  }
  t.end()
})

test('an accepted user is counted apart and leaves no gap; an ignored one is outside', t => {
  const requirement = requirementOf(id)
  if (requirement === undefined) throw new Error('the requirement is gone')
  const judged = (settings: object) => coverage(compile(tenantOf({ ...directedFile, settings: { ...directedFile.settings, ...settings } })), requirement)
  const [before, accepted, ignored] = [judged({}), judged(exception([object('user', ids.ben)])), judged({ directions: [{ do: 'ignore', objects: [object('user', ids.ben)], requirements: [id] }] })]
  t.equal(before.uncoveredUsers.count, 1)
  t.same([accepted.users, accepted.acceptedUsers, accepted.outsideUsers, accepted.uncoveredUsers.count], [before.users - 1, before.acceptedUsers + 1, before.outsideUsers, 0])
  t.same([ignored.users, ignored.acceptedUsers, ignored.outsideUsers, ignored.uncoveredUsers.count], [before.users - 1, before.acceptedUsers, before.outsideUsers + 1, 0])
  t.end()
})
