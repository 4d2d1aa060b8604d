import { test } from 'tap'
import { possibleApprovers } from '#src/advisor/writes/approvers.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Wish } from '#src/domain/wish.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { admins, announced, bodyFor, writtenTenant } from '#test/fixtures/written.ts'

const [groupsAdministrator, privileged] = ['fdd7a751-b60b-444a-984c-02652fe8fa1c', 'e8611ab8-c189-46e8-94e1-60213ab1f814']
const policyRoles = ['Conditional Access Administrator', 'Security Administrator', 'Global Administrator']

const needed: readonly [string, Wish, roles: readonly string[], permissions: readonly string[]][] = [
  ['a policy', { kind: 'createPolicy', body: bodyFor('New') }, policyRoles, ['Policy.ReadWrite.ConditionalAccess', 'Policy.Read.All']],
  ['a named location', { kind: 'patchNamedLocation', location: 'office', body: { '@odata.type': '#microsoft.graph.ipNamedLocation', displayName: 'O', isTrusted: true, ipRanges: [{ cidrAddress: '192.0.2.0/24' }] } }, policyRoles, ['Policy.ReadWrite.ConditionalAccess', 'Policy.Read.All']],
  ['a plain group', { kind: 'createGroup', name: 'New' }, ['Groups Administrator', 'User Administrator', 'Global Administrator'], ['Group.ReadWrite.All']],
  ['a role-assignable group', { kind: 'createGroup', name: 'New', protection: 'roleAssignable' }, ['Privileged Role Administrator', 'Global Administrator'], ['Group.ReadWrite.All', 'RoleManagement.ReadWrite.Directory']],
  ['a group in a restricted unit', { kind: 'createGroup', name: 'New', protection: 'restrictedManagement', administrativeUnit: 'unit-1' },
    ['Groups Administrator of the administrative unit unit-1', 'User Administrator of the administrative unit unit-1'], ['Group.ReadWrite.All', 'AdministrativeUnit.Read.All']],
  ['members of a role-assignable group', { kind: 'addGroupMembers', group: admins, members: [ids.ben] }, ['Privileged Role Administrator', 'Global Administrator'], ['Group.ReadWrite.All', 'RoleManagement.ReadWrite.Directory']]
]

for (const [name, wish, roles, permissions] of needed) {
  test(`a write says which roles and permissions it needs: ${name}`, t => {
    t.match(announced(wish).needs, { roles, permissions })
    t.end()
  })
}

test('a group that others can change is said to be one', t => {
  t.match(announced({ kind: 'createGroup', name: 'New' }).warnings, [/its owners and whoever may change groups/])
  t.strictSame(announced({ kind: 'createGroup', name: 'New', protection: 'roleAssignable' }).warnings, [])
  t.match(announced({ kind: 'createGroup', name: 'New', protection: 'roleAssignable' }).body, { isAssignableToRole: true, mailEnabled: false, securityEnabled: true })
  t.end()
})

type Held = readonly [principal: string, role: string, scope?: string]
const heldBy = (active: readonly Held[], eligible: readonly Held[] = [], change: Record<string, unknown> = {}) => {
  const assigned = (all: readonly Held[]): unknown[] => all.map(([principalId, roleDefinitionId, directoryScopeId = '/']) => ({ principalId, roleDefinitionId, directoryScopeId }))
  return compile(tenantOf({ ...writtenTenant, roleAssignments: assigned(active), roleEligibilities: assigned(eligible), ...change }))
}
const { conditionalAccessAdministrator: conditional, securityAdministrator: security, globalAdministrator: global } = directoryRoles
const plainGroup = { roles: ['Groups Administrator', 'User Administrator', 'Global Administrator'], permissions: [] }
const unitGroup = { roles: ['Groups Administrator of the administrative unit Unit-1', 'User Administrator of the administrative unit Unit-1'], permissions: [] }
const policies = { roles: policyRoles, permissions: [] }

test('who may decide and has what the write needs could approve it, whether active or eligible, directly or through a group', t => {
  const can = (compiled: Compiled, needs: typeof policies): string[] | undefined => possibleApprovers(compiled, needs, { except: null })
  t.strictSame(can(heldBy([[ids.ada, conditional], [ids.ben, groupsAdministrator]]), policies), [ids.ada])
  t.strictSame(can(heldBy([[ids.ada, conditional]], [[ids.cleo, security]]), policies), [ids.ada, ids.cleo])
  t.strictSame(can(heldBy([[admins, global]]), policies), [ids.twin])
  t.strictSame(can(heldBy([[ids.ada, conditional], [ids.ben, groupsAdministrator]]), plainGroup), [], 'deciding is one thing and writing groups another')
  t.strictSame(can(heldBy([[ids.ada, conditional]], [[ids.ada, groupsAdministrator]]), plainGroup), [ids.ada])
  t.strictSame(can(heldBy([[ids.ada, security], [ids.ada, groupsAdministrator, '/administrativeUnits/unit-1'], [ids.ben, security], [ids.ben, groupsAdministrator]]), unitGroup), [ids.ada], 'the unit counts')
  t.strictSame(can(heldBy([[ids.ada, security], [ids.ada, privileged]]), unitGroup), [], 'whoever gives out roles for the whole tenant holds none in the unit')
  t.equal(can(heldBy([[ids.ada, global]]), { roles: ['Groups Administrator of its administrative unit'], permissions: [] }), undefined, 'which unit is not known')
  t.strictSame(can(heldBy([[ids.ada, conditional, '/administrativeUnits/unit-1']]), policies), [], 'who decides does so for the whole tenant')
  t.end()
})

test('the submitter can be left out, and so is an account that is turned off', t => {
  const compiled = heldBy([[ids.ada, conditional], [ids.cleo, conditional]])
  t.strictSame(possibleApprovers(compiled, policies, { except: ids.ada.toUpperCase() }), [ids.cleo])
  const users = tenantUsers().map(user => user['id'] === ids.cleo ? { ...user, accountEnabled: false } : user)
  t.strictSame(possibleApprovers(heldBy([[ids.ada, conditional], [ids.cleo, conditional]], [], { users }), policies, { except: ids.ada }), [])
  t.end()
})

test('where nobody is found and not everything was read, it is not known', t => {
  const nothing = heldBy([], [], { roleAssignments: undefined })
  t.equal(possibleApprovers(nothing, policies, { except: null }), undefined)
  t.equal(possibleApprovers(heldBy([], [], { roleEligibilities: undefined }), policies, { except: null }), undefined)
  t.match(announced({ kind: 'createPolicy', body: bodyFor('New') }, nothing), { needs: { approvers: null }, warnings: [/^whether anybody holds .* is not known$/] })
  t.match(announced({ kind: 'createPolicy', body: bodyFor('New') }, heldBy([])), { needs: { approvers: [] }, warnings: [/^nobody holds .*, so nobody could approve it$/] })
  t.end()
})

function tenantUsers(): Record<string, unknown>[] {
  return Array.isArray(writtenTenant['users']) ? writtenTenant['users'] : []
}
