import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { identityAt } from '#src/engine/identity.ts'
import { requirementOf } from '#src/requirements/all.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { ids, readTenant, workloads } from '#test/fixtures/empty-tenant.ts'

function judgedIn(tenant: Tenant, id: string): Coverage {
  const requirement = requirementOf(id)
  if (requirement === undefined) throw new Error(`no requirement \`${id}\``)
  return coverage(compile(tenant), requirement)
}

function open(tenant: Tenant, id: string): string[] {
  const { uncoveredUsers, requirement } = judgedIn(tenant, id)
  return uncoveredUsers.page(0, uncoveredUsers.count).map(index => identityAt(tenant, requirement, index).id)
}

const everyone = [ids.member, ids.guest, ids.administrator]
const whom: Readonly<Record<string, readonly [open: readonly string[], outside: number]>> = {
  'mfa-all-users': [everyone, 0], 'mfa-azure-management': [everyone, 0], 'block-authentication-transfer': [everyone, 0], 'block-unknown-platforms': [everyone, 0],
  'mfa-device-registration': [everyone, 0], 'app-enforced-restrictions': [everyone, 0], 'insider-risk': [everyone, 0], 'token-protection': [everyone, 0],
  'mfa-guests': [[ids.guest], 0],
  'mfa-admins': [[ids.administrator], 0], 'phishing-resistant-admins': [[ids.administrator], 0], 'mfa-admin-portals': [[ids.administrator], 0],
  'compliant-device-admins': [[ids.administrator], 0], 'sign-in-frequency-admins': [[ids.administrator], 0],
  'risky-users': [[ids.member, ids.administrator], 1], 'app-protection-mobile': [[ids.member, ids.administrator], 1],
  'compliant-device-all-users': [[ids.member, ids.administrator], 1], 'no-persistent-browser-unmanaged': [[ids.member, ids.administrator], 1],
  'secure-security-info-registration': [[ids.member, ids.administrator], 1],
  'risky-workload-identities': [[workloads.robot], 6], 'risky-agents': [[workloads.agent], 0]
}

for (const [id, [users, outside]] of Object.entries(whom)) {
  test(`${id} is about whom it says, and counts the others apart`, t => {
    const tenant = readTenant([])
    t.strictSame(open(tenant, id).sort(), [...users].sort())
    t.match(judgedIn(tenant, id), { users: users.length, outsideUsers: outside, acceptedUsers: 0 })
    t.end()
  })
}

test('a Global Administrator is outside the registration of security information, as the template leaves them out', t => {
  const tenant = readTenant([], { roleAssignments: [{ id: 'r1', principalId: ids.administrator, roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10', directoryScopeId: '/' }] })
  t.strictSame(open(tenant, 'secure-security-info-registration'), [ids.member])
  t.match(judgedIn(tenant, 'secure-security-info-registration'), { users: 1, outsideUsers: 2 })
  t.end()
})

test('an administrator of a role that only the phishing-resistant template has is in no other population of administrators', t => {
  const tenant = readTenant([], { roleAssignments: [{ id: 'r1', principalId: ids.member, roleDefinitionId: '3a2c62db-5318-420d-8d74-23affee5d9d5', directoryScopeId: '/' }] })
  t.strictSame(open(tenant, 'phishing-resistant-admins'), [ids.member])
  t.strictSame(open(tenant, 'mfa-admins'), [])
  t.end()
})

test('roles that were not read leave it unknown who the administrators are', t => {
  t.match(judgedIn(readTenant([], { roleAssignments: undefined }), 'phishing-resistant-admins'), { status: 'unknown', gaps: [], users: 3 })
  t.end()
})

test('who is accepted for a requirement is counted apart for it alone; who is ignored counts nowhere but outside', t => {
  const exceptions = [{ objects: [{ kind: 'user', id: ids.guest }], requirements: ['mfa-guests'], reason: 'a partner', author: 'someone', acceptedAt: '2026-01-01T00:00:00Z', expiresAt: null }]
  const directions = [{ do: 'ignore', objects: [{ kind: 'user', id: ids.member }], requirements: ['token-protection'] }]
  const tenant = readTenant([], { settings: { exceptions, directions } })
  t.match(judgedIn(tenant, 'mfa-guests'), { status: 'met', users: 0, acceptedUsers: 1, outsideUsers: 0 })
  t.match(judgedIn(tenant, 'mfa-all-users'), { users: 3, acceptedUsers: 0 })
  t.match(judgedIn(tenant, 'token-protection'), { users: 2, acceptedUsers: 0, outsideUsers: 1 })
  t.end()
})
