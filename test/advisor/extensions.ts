import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { lanternFile, policyOf, reportOnly } from '#test/fixtures/lantern.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

type Body = Record<string, unknown>

const [globalAdministrator, userAdministrator] = ['62e90394-69f5-4237-9190-012177145e10', 'fe930be7-5e62-47db-91af-98c3a49a38b1']
const clerks = 'b0000000-0000-4000-8000-000000000030'
const most = [ids.ada, ids.ben, ids.guest, ids.twin, ids.otherTwin]
const device = ['compliantDevice', 'domainJoinedDevice']
const excludeUsers = [ids.emergency]

const roles = {
  roleDefinitions: [...smallTenant.roleDefinitions, { id: userAdministrator, templateId: userAdministrator, displayName: 'User Administrator', isBuiltIn: true }],
  roleAssignments: [...smallTenant.roleAssignments, { principalId: ids.cleo, roleDefinitionId: userAdministrator, directoryScopeId: '/' }]
}
const office = { settings: { ...smallTenant.settings, office365: [ids.mail, ids.wiki] } }

/** What is smaller than a new policy: how an enforced one is extended, by what it lacks. */
const cases: readonly { adds: string, requirement: string, file: Body, words: RegExp }[] = [
  { adds: 'a user', requirement: 'mfa-all-users', file: lanternFile([policyOf('p', { users: { includeUsers: most, excludeUsers } })]), words: /^change `p`: include the user `Cleo Clerk`$/ },
  {
    adds: 'a group', requirement: 'mfa-all-users', words: /^change `p`: include the group `Clerks`$/,
    file: lanternFile([policyOf('p', { users: { includeUsers: most, excludeUsers } }), policyOf('q', { users: { includeGroups: [clerks] }, grant: ['compliantDevice'], state: reportOnly })],
      { groups: [...smallTenant.groups, { id: clerks, displayName: 'Clerks', members: [ids.cleo] }] })
  },
  {
    adds: 'a role', requirement: 'compliant-device-admins', words: /^change `p`: include the role `User Administrator`$/,
    file: lanternFile([policyOf('p', { users: { includeRoles: [globalAdministrator], excludeUsers }, grant: device })], roles)
  },
  {
    adds: 'an application', requirement: 'app-enforced-restrictions', words: /^change `p`: include the application `Wiki`$/,
    file: lanternFile([policyOf('p', { users: { includeUsers: ['All'], excludeUsers }, apps: { includeApplications: [ids.mail] }, grant: [], session: { applicationEnforcedRestrictions: { isEnabled: true } } })], office)
  },
  {
    adds: 'a platform', requirement: 'app-protection-mobile', words: /^change `p`: include the platform `android`$/,
    file: lanternFile([policyOf('p', { users: { includeUsers: ['All'], excludeUsers }, when: { platforms: { includePlatforms: ['iOS'], excludePlatforms: [] } }, grant: ['approvedApplication', 'compliantApplication'] })])
  },
  { adds: 'somebody whom it excludes', requirement: 'mfa-all-users', file: lanternFile([policyOf('p', { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.cleo] } })]), words: /^change `p`: no longer exclude the user `Cleo Clerk`$/ }
]

for (const { adds, requirement, file, words } of cases) {
  test(`an enforced policy that lacks ${adds} is extended by that alone`, t => {
    const { suggestions } = analyseTenant(tenantOf(file)).analysis
    const extension = suggestions.find(({ kind, policies, closes }) => kind === 'extendPolicy' && policies.includes('p') && closes.includes(requirement))
    t.match(extension?.steps.find(({ do: what }) => what === 'patch')?.words, words)
    if (extension === undefined) t.comment(suggestions.map(({ id, summary, closes }) => `${id} ${closes.join()}: ${summary}`).join('\n'))
    t.end()
  })
}
