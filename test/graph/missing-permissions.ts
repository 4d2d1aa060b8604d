import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Unread } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { guardedTenant, guards } from '#test/fixtures/guarded-tenant.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { contentsOf } from '#test/fixtures/tenant-contents.ts'

const permissions = [
  'Policy.Read.All', 'User.Read', 'User.Read.All', 'GroupMember.Read.All', 'Application.Read.All', 'RoleManagement.Read.Directory',
  'LicenseAssignment.Read.All', 'Agreement.Read.All', 'CustomSecAttributeAssignment.Read.All'
]

const everything = guards.map(({ id }) => id)
const ofWorkloads = ['risky-workload-identities', 'risky-agents']
/** What the pieces of MFA meet together, for everyone whom they are told apart by groups; and what is about administrators. */
const ofEveryone = ['mfa-all-users', 'mfa-azure-management', 'mfa-device-registration']
const ofAdministrators = ['mfa-admins', 'phishing-resistant-admins', 'mfa-admin-portals', 'compliant-device-admins', 'sign-in-frequency-admins']
const byRoles = [...ofEveryone, ...ofAdministrators, 'compliant-device-all-users', 'secure-security-info-registration']

interface Case {
  readonly unread: readonly string[]
  /** What is met only through the part. */
  readonly open: readonly string[]
}

const ofPolicies = [
  'authenticationStrengths', 'crossTenantDefault', 'crossTenantPartners', 'deviceRegistrationPolicy', 'namedLocations', 'policies', 'securityDefaults'
]

const taken: Readonly<Record<string, Case>> = {
  'Policy.Read.All': { unread: ofPolicies, open: everything },
  'User.Read.All': { unread: ['users'], open: everything.filter(id => !ofWorkloads.includes(id)) },
  'GroupMember.Read.All': { unread: ['groups'], open: [...ofEveryone, ...ofAdministrators, 'mfa-guests'] },
  'Application.Read.All': { unread: ['servicePrincipals'], open: ['block-transfer-to-sharepoint', ...ofWorkloads] },
  'RoleManagement.Read.Directory': { unread: ['roleAssignments', 'roleDefinitions', 'roleEligibilities'], open: byRoles },
  'LicenseAssignment.Read.All': { unread: ['subscribedSkus'], open: [] },
  'CustomSecAttributeAssignment.Read.All': { unread: ['servicePrincipals.customSecurityAttributes'], open: ['block-transfer-to-sharepoint'] }
}

/** Parts that share a permission with others, refused alone. */
const refused: Readonly<Record<string, Case>> = {
  '/namedLocations': { unread: ['namedLocations'], open: ofEveryone },
  '/roleAssignments': { unread: ['roleAssignments'], open: byRoles },
  '/roleEligibilityScheduleInstances': { unread: ['roleEligibilities'], open: [] },
  [`/groups/${ids.outer}`]: { unread: ['groups'], open: [...ofEveryone, 'mfa-guests'] },
  [`/groups/${ids.inner}/members`]: { unread: ['groups'], open: [...ofEveryone, 'mfa-guests'] },
  [`/groups/${ids.admins}/members`]: { unread: ['groups'], open: [...ofEveryone, ...ofAdministrators] },
  '/crossTenantAccessPolicy/default': { unread: ['crossTenantDefault'], open: [] },
  '/partners': { unread: ['crossTenantPartners'], open: [] }
}

const nameOf = ({ collection }: Unread): string => collection

/** Requirements by whether they are met; none of this tenant is short of a licence. */
function judged(tenant: Tenant): { met: string[], open: string[] } {
  const { requirements } = analyseTenant(tenant, { requirements: guards }).analysis
  const withStatus = (...wanted: string[]): string[] => requirements.filter(({ status }) => wanted.includes(status)).map(({ id }) => id)
  return { met: withStatus('met'), open: withStatus('unknown', 'gap') }
}

function expected({ open }: Case): { met: string[], open: string[] } {
  return { met: everything.filter(id => !open.includes(id)), open: everything.filter(id => open.includes(id)) }
}

test('with every permission everything is read and every requirement is met', async t => {
  const { client, violations } = await served(t, guardedTenant(), { claims: { scp: permissions.join(' ') } })
  const { tenant } = await collected(client)
  t.strictSame(tenant.unread, [])
  t.strictSame(judged(tenant), { met: everything, open: [] })
  t.strictSame(violations(), [])
})

for (const [permission, one] of Object.entries(taken)) {
  test(`without ${permission} what it reads is unread, and nothing is met through it`, async t => {
    const { client } = await served(t, guardedTenant(), { claims: { scp: permissions.filter(name => name !== permission).join(' ') } })
    const { tenant } = await collected(client)
    t.strictSame([...new Set(tenant.unread.map(nameOf))].sort(), one.unread)
    for (const { collection, reason, status } of tenant.unread) {
      if (collection === 'servicePrincipals.customSecurityAttributes') t.match(reason, permission)
      else t.match({ reason, status }, { reason: /^\w+: .+/, status: 403 })
    }
    t.strictSame(judged(tenant), expected(one))
  })
}

for (const [path, one] of Object.entries(refused)) {
  test(`where only ${path} is refused the rest is read, and nothing is met through it`, async t => {
    const { client } = await served(t, guardedTenant(), { faults: [{ kind: 'forbidden', path }] })
    const { tenant } = await collected(client)
    t.match(tenant.unread, one.unread.map(collection => ({ collection, status: 403 })))
    t.equal(tenant.unread.length, one.unread.length)
    t.strictSame(judged(tenant), expected(one))
  })
}

test('without a permission the other parts are those of a full reading', async t => {
  const { tenant: full } = await collected((await served(t, guardedTenant())).client)
  const { client } = await served(t, guardedTenant(), { claims: { scp: permissions.filter(name => name !== 'GroupMember.Read.All').join(' ') } })
  const { tenant } = await collected(client)
  const { groups: _all, unread: _nothing, ...others } = contentsOf(full)
  const { groups, unread: _groups, ...read } = contentsOf(tenant)
  t.strictSame(groups, [])
  t.strictSame(read, others)
})

test('a group whose members are hidden is read without them, and its id is named', async t => {
  const { client } = await served(t, guardedTenant({ policies: [{
    id: ids.mfaPolicy, displayName: 'MFA but for the hidden', state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z',
    conditions: { clientAppTypes: ['all'], users: { includeUsers: ['All'], excludeGroups: [ids.unknownMembers] }, applications: { includeApplications: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }] }))
  const { tenant } = await collected(client)
  t.match(tenant.unread, [{ collection: 'groups', id: ids.unknownMembers, status: 403 }])
  t.match(tenant.groups.at(tenant.groups.indexOf(ids.unknownMembers)), { displayName: 'Hidden', membersRead: false })
  t.ok(judged(tenant).open.includes('mfa-all-users'))
})
