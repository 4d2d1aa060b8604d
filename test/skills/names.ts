import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { appNamed, objectNamed, objectsNamed, policyNamed, requirementNamed, userNamed } from '#src/skills/names.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const tenant = tenantOf(smallTenant)

test('a user is found by id, principal name or display name, in any letter case', t => {
  for (const text of [ids.ben.toUpperCase(), 'BEN.BOTH.2@lantern.example', ' ben both ']) t.match(userNamed(tenant, text),
    { found: { id: ids.ben } }, text)
  t.end()
})

test('a name that several bear is answered with all of them', t => {
  t.match(userNamed(tenant, 'tim twin'),
    { unclear: { status: 'ambiguous', summary: /More than one user/, candidates: [{ id: ids.twin }, { id: ids.otherTwin }] } })
  t.end()
})

test('a name that nobody bears is answered with those that contain it', t => {
  t.match(userNamed(tenant, 'cleo'),
    { unclear: { status: 'ambiguous', summary: /No user is called "cleo"/, candidates: [{ id: ids.cleo }] } })
  t.match(userNamed(tenant, 'zoe'), { unclear: { status: 'ambiguous', candidates: [] } })
  t.end()
})

test('an appId that the tenant does not hold stands for another application', t => {
  t.match(appNamed(tenant, 'MAIL'), { found: { id: ids.mail, name: 'Mail' } })
  t.match(appNamed(tenant, 'ffffffff-0000-4000-8000-000000000001'), { found: { id: 'ffffffff-0000-4000-8000-000000000001' } })
  t.match(appNamed(tenant, 'wik'), { unclear: { candidates: [{ id: ids.wiki }] } })
  t.end()
})

test('a policy is found by id or exact name', t => {
  t.same(policyNamed(tenant, 'block LEGACY clients'), { found: 1 })
  t.same(policyNamed(tenant, ids.mfa), { found: 0 })
  t.match(policyNamed(tenant, 'legacy'), { unclear: { candidates: [{ id: ids.legacy }] } })
  t.end()
})

test('a requirement is found by id or title', t => {
  t.match(requirementNamed('MFA-Admins'), { found: { id: 'mfa-admins' } })
  t.match(requirementNamed('block legacy authentication'), { found: { id: 'block-legacy-authentication' } })
  t.end()
})

test('users, groups and roles are told apart by what bears the name', t => {
  t.match(objectNamed(tenant, 'Contractors'), { found: { kind: 'group', id: ids.nested } })
  t.match(objectNamed(tenant, 'global administrator'), { found: { kind: 'role', id: directoryRoles.globalAdministrator } })
  t.match(objectsNamed(tenant, ['Contractors', 'Ada Admin']), { found: [{ kind: 'group' }, { kind: 'user', id: ids.ada }] })
  t.match(objectsNamed(tenant, ['Contractors', 'nobody']), { unclear: { status: 'ambiguous' } })
  t.end()
})
