import { test } from 'tap'
import { bodyOf } from '#src/advisor/draft.ts'
import { announce, type AnnouncedWrite } from '#src/advisor/writes/announce.ts'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { PolicyBody, Requirement } from '#src/domain/requirement.ts'
import { everyone, lanternFile, policyOf, reportOnly } from '#test/fixtures/lantern.ts'
import { ids as lanternIds } from '#test/fixtures/small-tenant.ts'
import { graphUnderTest, messageOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

type Body = Record<string, unknown>

const synchronization = 'd29b2b05-8046-44ba-8758-1e26182fcf32'
const successor = 'a92aed5d-d78a-4d16-b381-09adb37eb3b0'
const plans = requirements.flatMap(({ licence }) => licence.flatMap(({ servicePlanIds: [servicePlanId] }) => ({ servicePlanId, servicePlanName: 'PLAN', provisioningStatus: 'Success' })))
const visitor = { id: '22222222-0000-4000-8000-0000000000aa', displayName: 'Vi', userPrincipalName: 'vi_home.example#EXT#@tiny.example', userType: 'Guest', accountEnabled: true }

/** The simulator's tenant with every licence, declared emergency accounts, a guest who is none of them and a synchronization account. */
function tenantFile(settings: Body = {}): Body {
  const file = smallTenant()
  const [sku] = Object.values(Object(file['subscribedSkus']))
  const assignments = Object.values(Object(file['roleAssignments']))
  return {
    ...file, policies: [], subscribedSkus: [{ ...Object(sku), servicePlans: plans }], users: [...Object.values(Object(file['users'])), visitor],
    roleAssignments: [...assignments, { id: 'a4', principalId: ids.people[4], roleDefinitionId: synchronization, directoryScopeId: '/' }],
    settings: { emergencyAccess: { users: [ids.admin], groups: [ids.outer] }, ...settings }
  }
}

const [first] = requirements
if (first === undefined) throw new Error('no requirement')

function drafted(requirement: Requirement, file = tenantFile(), options: Parameters<typeof bodyOf>[2] = {}): AnnouncedWrite & { readonly body: PolicyBody } {
  const compiled = compile(tenantOf(file))
  const body = bodyOf(compiled, requirement, options)
  const announced = announce(compiled, { kind: 'createPolicy', body })
  if ('refused' in announced) throw new Error(announced.detail)
  return { ...announced, body }
}

function usersIn({ body }: { readonly body: PolicyBody }): Record<string, string[]> {
  return Object(body.conditions['users'])
}

const forPeople = requirements.filter(({ population }) => (population.subjects ?? 'people') === 'people')

for (const requirement of forPeople) {
  test(`the draft for ${requirement.id} is report-only and leaves emergency accounts out`, t => {
    const draft = drafted(requirement)
    const users = usersIn(draft)
    t.match(draft, { kind: 'createPolicy', target: null, body: { state: reportOnly, displayName: `${requirement.template.displayName} (Lacuna)` } })
    t.ok(users['excludeUsers']?.includes(ids.admin), 'the account')
    t.ok(users['excludeGroups']?.includes(ids.outer), 'the group')
    t.equal(users['excludeRoles']?.includes(synchronization) === true, requirement.population.roles === null, 'synchronization accounts, where it is for everyone')
    t.end()
  })

  test(`the draft for ${requirement.id}, enforced on the same tenant, meets it`, t => {
    const file = tenantFile()
    const { body } = drafted(requirement, file)
    t.equal(coverage(compile(tenantOf(file)), requirement).status, 'gap', 'a gap before')
    const judged = coverage(compile(tenantOf({ ...file, policies: [{ id: 'draft', ...body, state: 'enabled' }] })), requirement)
    t.equal(judged.status, 'met', JSON.stringify(judged.gaps[0] ?? judged.possible[0] ?? judged.reason))
    t.ok(judged.acceptedUsers > 0 && judged.users > 0, `${judged.acceptedUsers} accepted beside ${judged.users}`)
    t.end()
  })

  test(`the draft for ${requirement.id} is a policy that Graph takes`, async t => {
    const graph = graphUnderTest(tenantFile())
    for (const state of [reportOnly, 'enabled']) {
      const reply = await graph.send('POST', '/beta/identity/conditionalAccess/policies', { body: { ...drafted(requirement).body, state } })
      t.equal(reply.status, 201, messageOf(reply))
    }
    t.same(graph.violations(), [])
  })

  test(`the draft for ${requirement.id} changes nothing until it is enforced`, t => {
    const { effect } = drafted(requirement)
    t.match(effect, { relation: 'equivalent', newlyBlocked: 0, newlyChallenged: 0, newlyFree: 0, summary: /^no outcome changes now; enforced, it would (block|ask|change session controls)/ })
    t.equal(effect.whenEnforced.newlyBlocked + effect.whenEnforced.newlyChallenged > 0, requirement.satisfiedBy.session === undefined)
    t.equal(effect.whenEnforced.newlyFree, 0)
    t.end()
  })

  test(`the draft for ${requirement.id} locks nobody out, and without declared emergency accounts it says that it cannot tell`, t => {
    const file = lanternFile([])
    t.equal(drafted(requirement, file).lockout.status, 'safe')
    const standing = policyOf('standing', { users: { includeUsers: ['All'], excludeUsers: [lanternIds.emergency] } })
    const undeclared = drafted(requirement, lanternFile([standing], { settings: {} }))
    t.match(undeclared, { body: { state: reportOnly }, lockout: { status: 'undetermined' } })
    t.ok(undeclared.lockout.candidates.includes(lanternIds.emergency))
    t.end()
  })
}

test('a draft is named by the convention of the tenant', t => {
  const named = (namingConvention: string, ...taken: string[]): string => {
    const policies = taken.map(displayName => ({ ...policyOf(displayName, { users: everyone }), displayName }))
    return drafted(first, lanternFile(policies, { settings: { namingConvention } })).body.displayName
  }
  t.equal(named('CA{number} {title}'), `CA001 ${first.template.displayName}`)
  t.equal(named('CA{number}-{requirement}', 'CA001-one', 'CA002 two', 'Other 004'), `CA003-${first.id}`)
  t.equal(named('{requirement}/{requirement}'), `${first.id}/${first.id}`)
  t.equal(named('Fixed'), 'Fixed')
  t.equal(drafted(first, tenantFile({ namingConvention: '{title}' }), { name: 'Mine' }).body.displayName, 'Mine')
  t.end()
})

test('who is to be included replaces whom the template is for', t => {
  const [someone = ''] = ids.people
  const users = usersIn(drafted(first, tenantFile(), { include: [{ kind: 'user', id: someone }, { kind: 'group', id: ids.inner }] }))
  t.match(users, { includeUsers: [someone], includeGroups: [ids.inner] })
  t.notOk('includeRoles' in users)
  t.ok(users['excludeUsers']?.includes(ids.admin), 'emergency accounts stay out')
  t.end()
})

test('who is to be excluded is added to whom the draft leaves out anyway', t => {
  const users = usersIn(drafted(first, tenantFile(), { exclude: [{ kind: 'user', id: ids.reader }, { kind: 'group', id: ids.inner }, { kind: 'role', id: 'role' }, { kind: 'user', id: ids.admin }] }))
  t.strictSame(users['excludeUsers'], [ids.admin, ids.reader])
  t.strictSame(users['excludeGroups'], [ids.outer, ids.inner])
  t.strictSame([...users['excludeRoles'] ?? []].sort(), ['role', synchronization].sort())
  t.match(users, everyone)
  t.end()
})

test('the newer role of synchronization accounts is left out where somebody holds it', t => {
  const holding = { roleAssignments: [{ principalId: lanternIds.cleo, roleDefinitionId: successor, directoryScopeId: '/' }] }
  for (const requirement of forPeople.filter(({ population }) => population.roles === null)) {
    t.ok(usersIn(drafted(requirement, lanternFile([], holding)))['excludeRoles']?.includes(successor), requirement.id)
    t.notOk(usersIn(drafted(requirement, lanternFile([])))['excludeRoles']?.includes(successor) === true, requirement.id)
  }
  t.end()
})
