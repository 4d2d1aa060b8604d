import { test } from 'tap'
import { emergencyCandidates, emergencyFindings } from '#src/advisor/emergency.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { lanternFile, policyOf } from '#test/fixtures/lantern.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const excluding = (users: readonly string[], groups: readonly string[] = []) => ({ users: { includeUsers: ['All'], excludeUsers: users, excludeGroups: groups } })
const ways = 'b0000000-0000-4000-8000-000000000018'

function tenantWith(policies: readonly ReturnType<typeof policyOf>[], changed: Record<string, unknown> = {}): Compiled {
  return compile(tenantOf(lanternFile(policies, { settings: {}, ...changed })))
}

/** The people, one of them changed. */
function people(id: string, changed: object): object[] {
  return smallTenant.users.map(user => user.id === id ? { ...user, ...changed } : user)
}

const assigned = (...principals: readonly string[]) => principals.map(principalId => ({ principalId, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }))
const excluded = [policyOf('one', excluding([ids.emergency])), policyOf('two', excluding([ids.emergency, ids.ada])), policyOf('off', { ...excluding([ids.ada]), state: 'disabled' })]

test('a candidate is proposed with all that speaks for it, the weightiest first', t => {
  t.match(emergencyCandidates(tenantWith(excluded)), [
    { user: ids.emergency, excludedFrom: 2, reachedBy: 2, evidence: ['is a permanent Global Administrator', 'is left out of 2 of the 2 enforced policies that would reach it', 'is not synchronized from elsewhere', 'is named so'] },
    { user: ids.ada, excludedFrom: 1, reachedBy: 2, evidence: ['is a permanent Global Administrator', /1 of the 2 enforced/, 'is not synchronized from elsewhere'] }
  ])
  t.end()
})

test('an exclusion through a group counts, by its path, and so does the group\'s name', t => {
  const groups = [{ id: ways, displayName: 'CA-BreakGlass', members: [ids.nested] }, { id: ids.nested, displayName: 'Inner', members: [ids.ada] }]
  t.match(emergencyCandidates(tenantWith([policyOf('one', excluding([], [ways]))], { groups })), [
    { user: ids.ada, evidence: ['is a permanent Global Administrator', /through the group `CA-BreakGlass > Inner`/, /not synchronized/, /named so, `CA-BreakGlass > Inner`/] }, { user: ids.emergency, excludedFrom: 0 }
  ])
  t.end()
})

const notMeant: readonly [why: string, changed: Record<string, unknown>][] = [
  ['disabled', { users: people(ids.emergency, { accountEnabled: false }) }], ['synchronized', { users: people(ids.emergency, { onPremisesSyncEnabled: true }) }],
  ['a guest', { users: people(ids.emergency, { userType: 'Guest' }) }], ['no Global Administrator', { roleAssignments: assigned(ids.ada) }],
  ['an administrator of a part only', { roleAssignments: assigned(ids.emergency).map(role => ({ ...role, directoryScopeId: '/administrativeUnits/x' })) }],
  ['declared', { settings: { emergencyAccess: { users: [ids.emergency] } } }]
]

test('who cannot be meant is no candidate', t => {
  const policies = [policyOf('one', excluding([ids.emergency]))]
  for (const [why, changed] of notMeant) t.notOk(emergencyCandidates(tenantWith(policies, changed)).some(({ user }) => user === ids.emergency), why)
  t.same(emergencyCandidates(tenantWith([policyOf('one')])).map(({ user }) => user), [ids.emergency], 'a name alone is enough to be asked about')
  t.same(emergencyCandidates(tenantWith([policyOf('one')], { users: people(ids.emergency, { displayName: 'Bo', userPrincipalName: 'bo@lantern.example' }) })), [], 'an administrator like any other')
  t.end()
})

test('what is not known of the role is said, and weighs less', t => {
  const eligible = tenantWith(excluded, { roleEligibilities: assigned(ids.emergency) })
  t.match(emergencyCandidates(eligible).find(({ user }) => user === ids.emergency)?.evidence, [/perhaps only for a time: it is eligible for the role, too/])
  const elsewhere = tenantWith(excluded, { roleEligibilities: assigned(ids.emergency).map(role => ({ ...role, directoryScopeId: '/administrativeUnits/x' })) })
  t.match(emergencyCandidates(elsewhere)[0]?.evidence, ['is a permanent Global Administrator'], 'eligible for a part only')
  const { roleEligibilities: _, ...unread } = lanternFile(excluded, { settings: {} })
  t.match(emergencyCandidates(compile(tenantOf(unread)))[0]?.evidence, [/whether for good is not known/])
  const { roleAssignments: __, ...withoutRoles } = lanternFile(excluded, { settings: {} })
  t.match(emergencyCandidates(compile(tenantOf(withoutRoles))), [{ user: ids.emergency, evidence: [/may be a Global Administrator/] }, { user: ids.ada }])
  t.end()
})

test('names in several languages say so', t => {
  for (const displayName of ['Emergency 1', 'break-glass', 'Break the Glass 2', 'BREAKGLASS01', 'Notfallkonto', 'Accès d\'urgence', 'Cuenta de emergencia', 'noodaccount']) {
    t.match(emergencyCandidates(tenantWith([], { users: people(ids.ada, { displayName }) })).map(({ user }) => user), [ids.ada], displayName)
  }
  t.end()
})

test('whoever the lockout check names as a candidate is one, with evidence', t => {
  const compiled = tenantWith(excluded)
  const { candidates } = lockoutIn(compiled)
  t.ok(candidates.length > 0)
  t.same(candidates.filter(id => !emergencyCandidates(compiled).some(({ user }) => user === id)), [])
  t.end()
})

const declaredSummaries = (changed: Record<string, unknown>): string[] => emergencyFindings(tenantWith(excluded, changed)).map(({ severity, summary }) => `${severity}: ${summary}`)
const declares = (users: readonly string[], groups: readonly string[] = []) => ({ settings: { emergencyAccess: { users, groups } } })

const problems: readonly [what: string, changed: Record<string, unknown>, found: readonly RegExp[]][] = [
  ['nothing is declared', {}, [/^high: no enabled emergency account is declared; 2 could be meant: `Break Glass .*permanent Global Administrator/]],
  ['one is declared', declares([ids.emergency]), [/^low: only one enabled emergency account is declared, and two are advised; 1 could be meant/]],
  ['two are declared', declares([ids.emergency, ids.ada]), []],
  ['one was deleted', declares([ids.emergency, ids.ada, 'gone']), [/^high: the declared emergency account `gone` is not in the tenant/]],
  ['one is disabled', { ...declares([ids.emergency, ids.ada]), users: people(ids.ada, { accountEnabled: false }) }, [/^high: .*`Ada Admin .* is disabled/, /^low: only one enabled/]],
  ['one is synchronized', { ...declares([ids.emergency, ids.ada]), users: people(ids.ada, { onPremisesSyncEnabled: true }) }, [/^medium: .*`Ada Admin .* is synchronized/]],
  ['one has not the role', { ...declares([ids.emergency, ids.cleo]) }, [/^medium: .*`Cleo Clerk .* is not in the role Global Administrator/]],
  ['one is eligible only', { ...declares([ids.emergency, ids.cleo]), roleEligibilities: assigned(ids.cleo) }, [/^medium: .*`Cleo Clerk .* is only eligible for the role Global Administrator/]],
  ['a group was deleted', declares([ids.emergency, ids.ada], ['gone']), [/^high: the declared emergency group `gone` is not in the tenant/]],
  ['a group holds nobody', { ...declares([ids.emergency, ids.ada], [ways]), groups: [{ id: ways, displayName: 'Ways', members: [] }] }, [/^high: .*`Ways` holds nobody/]],
  ['a group was not read', { ...declares([ids.emergency, ids.ada], [ways]), groups: [{ id: ways, displayName: 'Ways' }] }, [/^medium: who is in .*`Ways` is not known/]],
  ['a group holds them', { ...declares([], [ways]), groups: [{ id: ways, displayName: 'Ways', members: [ids.emergency, ids.ada] }] }, []]
]

test('declared accounts that would not help are reported', t => {
  for (const [what, changed, found] of problems) {
    const summaries = declaredSummaries(changed)
    t.match(summaries, found, what)
    t.equal(summaries.length, found.length, `${what}: ${summaries.join('; ')}`)
  }
  t.end()
})

test('a tenant whose accounts were not read is not told that they are gone', t => {
  const { users: _, ...unread } = lanternFile(excluded, declares(['gone']))
  t.same(emergencyFindings(compile(tenantOf(unread))), [])
  t.end()
})
