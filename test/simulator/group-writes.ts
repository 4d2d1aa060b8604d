import { test } from 'tap'
import type { Claims } from '#src/simulator/graph/operation.ts'
import { administrator, graphUnderTest, idOf, messageOf, valuesOf } from '#test/fixtures/simulator/graph-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const roles = {
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814', userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1'
}
const body = { displayName: 'New', mailNickname: 'new', mailEnabled: false, securityEnabled: true }
const inUnit = { '@odata.type': '#microsoft.graph.group', ...body }
const unit = `/beta/directory/administrativeUnits/${ids.unit}/members`
const restrictedUnit = `/beta/directory/administrativeUnits/${ids.restrictedUnit}/members`
const withRoles = { scp: `${administrator.scp ?? ''} RoleManagement.ReadWrite.Directory` }

function holding(role: keyof typeof roles, directoryScopeId = '/'): Record<string, unknown> {
  return smallTenant({ roleAssignments: [{ id: 'a1', principalId: ids.admin, roleDefinitionId: roles[role], directoryScopeId }] })
}

const asked: readonly (readonly [string, Record<string, unknown>, string, object, Partial<Claims>, number])[] = [
  ['a groups administrator creates a group', holding('groupsAdministrator'), '/beta/groups', body, {}, 201],
  ['a user administrator creates a group', holding('userAdministrator'), '/beta/groups', body, {}, 201],
  ['a Conditional Access administrator creates none', holding('conditionalAccessAdministrator'), '/beta/groups', body, {}, 403],
  ['a groups administrator of a unit creates none outside it', holding('groupsAdministrator', `/administrativeUnits/${ids.unit}`), '/beta/groups', body, {}, 403],
  ['a groups administrator creates none that can hold roles', holding('groupsAdministrator'), '/beta/groups', { ...body, isAssignableToRole: true }, withRoles, 403],
  ['a privileged role administrator creates one that can hold roles', holding('privilegedRoleAdministrator'), '/beta/groups', { ...body, isAssignableToRole: true }, withRoles, 201],
  ['one that can hold roles needs a permission more', holding('globalAdministrator'), '/beta/groups', { ...body, isAssignableToRole: true }, {}, 403],
  ['a groups administrator of a unit creates a group inside it', holding('groupsAdministrator', `/administrativeUnits/${ids.unit}`), unit, inUnit, {}, 201],
  ['a groups administrator of the tenant creates a group inside a unit', holding('groupsAdministrator'), unit, inUnit, {}, 201],
  ['a global administrator creates none inside a restricted unit', holding('globalAdministrator'), restrictedUnit, inUnit, {}, 403],
  ['an administrator of the restricted unit creates a group inside it', holding('groupsAdministrator', `/administrativeUnits/${ids.restrictedUnit}`), restrictedUnit, inUnit, {}, 201],
  ['an administrator of another unit creates none', holding('groupsAdministrator', `/administrativeUnits/${ids.unit}`), restrictedUnit, inUnit, {}, 403],
  ['a group inside a unit needs reading units', holding('groupsAdministrator'), unit, inUnit, { scp: 'Group.ReadWrite.All' }, 403],
  ['an application creates a group by its permissions', smallTenant(), '/beta/groups', body, { idtyp: 'app', oid: ids.agent, roles: ['Group.Create'] }, 201],
  ['an application creates none inside a restricted unit', smallTenant(), restrictedUnit, inUnit, { idtyp: 'app', roles: ['Group.Create', 'AdministrativeUnit.Read.All'] }, 403],
  ['but for the permission for it', smallTenant(), restrictedUnit, inUnit, { idtyp: 'app', roles: ['Group.Create', 'AdministrativeUnit.Read.All', 'Directory.Write.Restricted'] }, 201],
  ['a unit that is not there holds no group', smallTenant(), `/beta/directory/administrativeUnits/${ids.signIn}/members`, inUnit, {}, 404],
  ['only groups are made inside a unit', smallTenant(), unit, body, {}, 400]
]

for (const [name, tenant, url, sent, claims, status] of asked) {
  test(name, async (t) => {
    const graph = graphUnderTest(tenant)
    t.equal((await graph.send('POST', url, { body: sent, claims })).status, status)
    t.same(graph.violations(), [])
  })
}

test('a group made inside a restricted unit is changed by who administers the unit, and by nobody else', async (t) => {
  const assignments = [
    { id: 'a1', principalId: ids.admin, roleDefinitionId: roles.globalAdministrator, directoryScopeId: '/' },
    { id: 'a2', principalId: ids.reader, roleDefinitionId: roles.groupsAdministrator, directoryScopeId: `/administrativeUnits/${ids.restrictedUnit}` },
  ]
  const graph = graphUnderTest(smallTenant({ roleAssignments: assignments }))
  const scoped = { claims: { oid: ids.reader } }
  const url = `/beta/groups/${idOf(await graph.send('POST', restrictedUnit, { body: inUnit, ...scoped }))}`
  const members = { 'members@odata.bind': [`https://graph.microsoft.com/beta/directoryObjects/${ids.guest}`] }
  t.match(await graph.send('GET', `${url}?$select=isManagementRestricted`), { body: { isManagementRestricted: true } })
  t.match(messageOf(await graph.send('PATCH', url, { body: members })), /restricted management administrative unit/)
  t.equal((await graph.send('PATCH', url, { body: members, ...scoped })).status, 204)
  t.equal((await graph.send('DELETE', `${url}/members/${ids.guest}/$ref`)).status, 403)
  t.equal((await graph.send('DELETE', `${url}/members/${ids.guest}/$ref`, scoped)).status, 204)
  t.equal((await graph.send('DELETE', url)).status, 403)
  t.equal((await graph.send('DELETE', url, scoped)).status, 204)
  t.same(graph.state.collections.administrativeUnits.current(ids.restrictedUnit)?.['members'], [])
  t.same(graph.violations(), [])
})

test('an owner changes a group without a role', async (t) => {
  const graph = graphUnderTest(smallTenant({ roleAssignments: [] }))
  const url = `/beta/groups/${ids.outer}/members/${ids.inner}/$ref`
  t.equal((await graph.send('DELETE', url, { claims: { oid: ids.reader } })).status, 403)
  t.equal((await graph.send('DELETE', url)).status, 204)
})

test('a deleted group leaves the groups that held it, and policies go on naming it', async (t) => {
  const graph = graphUnderTest()
  t.equal((await graph.send('DELETE', `/beta/groups/${ids.inner}`)).status, 204)
  t.equal((await graph.send('GET', `/beta/groups/${ids.inner}`)).status, 404)
  t.equal((await graph.send('DELETE', `/beta/groups/${ids.inner}`)).status, 404)
  t.same(valuesOf(await graph.send('GET', `/beta/groups/${ids.outer}/members?$select=id`)).map((one) => one['id']), [ids.people[0]])
  t.match(graph.state.collections.directoryAudits.latest().at(-1), { activityDisplayName: 'Delete group', operationType: 'Delete', targetResources: [{ id: ids.inner, type: 'Group' }] })
})

test('what was written a moment ago is written on, though readers do not see it yet', async (t) => {
  const graph = graphUnderTest()
  graph.faults.add({ kind: 'lagging', milliseconds: 30_000 })
  const made = idOf(await graph.send('POST', '/beta/groups', { body }))
  for (const id of [ids.guest, ids.agentUser]) {
    const members = { 'members@odata.bind': [`https://graph.microsoft.com/beta/directoryObjects/${id}`] }
    t.equal((await graph.send('PATCH', `/beta/groups/${made}`, { body: members })).status, 204)
  }
  t.equal((await graph.send('GET', `/beta/groups/${made}`)).status, 404)
  t.same(graph.state.collections.groups.current(made)?.['members'], [ids.guest, ids.agentUser])
})

test('units are listed and read without their members', async (t) => {
  const graph = graphUnderTest(smallTenant({ administrativeUnits: [{ id: ids.unit, displayName: 'Subsidiary', members: [ids.inner] }] }))
  const whole = { id: ids.unit, displayName: 'Subsidiary', isMemberManagementRestricted: null, description: null, visibility: null }
  t.same(valuesOf(await graph.send('GET', '/beta/directory/administrativeUnits')), [whole])
  t.match(await graph.send('GET', `/beta/directory/administrativeUnits/${ids.unit}`), { body: whole })
  t.equal((await graphUnderTest(smallTenant({}, ['administrativeUnits'])).send('GET', '/beta/directory/administrativeUnits')).status, 403)
})
