import { test } from 'tap'
import { applies, partner, type Question } from '#test/fixtures/one-policy.ts'

const users = (lists: Record<string, unknown>, question: Question = {}): Question => ({ ...question, is: { users: lists, ...question.is } })
const groups = { groups: [
  { id: 'outer', members: ['inner'] }, { id: 'inner', members: ['alma', 'outer'] }, { id: 'hidden' }, { id: 'around', members: ['hidden'] },
  { id: 'lost', members: ['nobody-knows'] }, { id: 'admins', isAssignableToRole: true, members: ['alma'] }, { id: 'plain', members: ['alma'] }
] }
const role = 'role-template'
const held = (principalId: string, directoryScopeId = '/'): Record<string, unknown> => ({
  ...groups, roleAssignments: [{ principalId, roleDefinitionId: 'definition', directoryScopeId }],
  roleDefinitions: [{ id: 'definition', templateId: role, isBuiltIn: true }]
})
const enumerated = (types: string): Record<string, unknown> => ({
  includeGuestsOrExternalUsers: { guestOrExternalUserTypes: types, externalTenants: { membershipKind: 'enumerated', members: [partner] } }
})

const cases: [string, Question, boolean | null][] = [
  ['a wholly empty inclusion matches nobody', users({}), false],
  ['None is not a veto', users({ includeUsers: ['None', 'alma'] }), true],
  ['all may be written in any letter case', users({ includeUsers: ['all'] }), true],
  ['All among the roles means everyone', users({ includeRoles: ['All'] }), true],
  ['an excluded id beats All', users({ includeUsers: ['All'], excludeUsers: ['alma'] }), false],
  ['a user principal name finds the account', users({ includeUsers: ['alma'] }, { who: { userId: 'Alma@home.example' } }), true],
  ['a group around a group that holds the user counts, cycles and all', users({ includeGroups: ['outer'] }, { tenant: groups }), true],
  ['a group whose members were not read is unknown', users({ includeGroups: ['hidden'] }, { tenant: groups }), null],
  ['a group around an unread group is unknown', users({ includeGroups: ['around'] }, { tenant: groups }), null],
  ['a group with a member that nothing knows is unknown', users({ includeGroups: ['lost'] }, { tenant: groups }), null],
  ['a group that the tenant does not hold is unknown', users({ includeGroups: ['gone'] }, { tenant: groups }), null],
  ['an unknown exclusion leaves All unknown', users({ includeUsers: ['All'], excludeGroups: ['hidden'] }, { tenant: groups }), null],
  ['a role held by the user matches by its template', users({ includeRoles: [role] }, { tenant: held('alma') }), true],
  ['a role held for a unit does not match', users({ includeRoles: [role] }, { tenant: held('alma', '/administrativeUnits/one') }), false],
  ['a role held through a role-assignable group matches', users({ includeRoles: [role] }, { tenant: held('admins') }), true],
  ['a role held through another group does not match', users({ includeRoles: [role] }, { tenant: held('plain') }), false],
  ['a role held by nobody known is unknown', users({ includeRoles: [role] }, { tenant: held('nobody-knows') }), null],
  ['a custom role does not match', users({ includeRoles: [role] }, {
    tenant: { ...held('alma'), roleDefinitions: [{ id: 'definition', templateId: role, isBuiltIn: false }] }
  }), false],
  ['roles are unknown where assignments were not read', users({ includeRoles: [role] }, { tenant: { roleAssignments: undefined } }), null],
  ['All does not reach an agent\'s user account', { who: { userId: 'agent' } }, false],
  ['AllAgentIdUsers reaches it', users({ includeUsers: ['AllAgentIdUsers'] }, { who: { userId: 'agent' } }), true],
  ['excluding everyone does not reach it either', users({ includeUsers: ['agent'], excludeUsers: ['All'] }, { who: { userId: 'agent' } }), true],
  ['an internal guest is an internal guest whatever tenants are listed', users(enumerated('internalGuest'), { who: { userId: 'temp' } }), true],
  ['a guest of a listed tenant matches', users(enumerated('b2bCollaborationGuest'), { who: { userId: 'visitor' } }), true],
  ['a guest of another tenant does not', users(enumerated('b2bCollaborationGuest'), { who: { userId: 'visitor', externalTenantId: 'x' } }), false],
  ['a member is no guest', users({ includeUsers: ['GuestsOrExternalUsers'] }), false],
  ['what the sign-in says of the type replaces the directory', users(enumerated('serviceProvider'), {
    who: { userId: 'visitor', externalUserType: 'serviceProvider' }
  }), true],
  ['a guest type nobody knows leaves the users unknown', users({ includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'newGuest' } }), null],
  ['All reaches an external user without an account', { who: { externalUserType: 'otherExternalUser' } }, true],
  ['whether All reaches a direct connect user is unknown', { who: { externalUserType: 'b2bDirectConnectUser' } }, null],
  ['an external user without an account is in no group', users({ includeGroups: ['hidden'] }, { who: { externalUserType: 'serviceProvider' } }), false],
  ['a tenant that is not given is unknown to an enumeration', users(enumerated('serviceProvider'), { who: { externalUserType: 'serviceProvider' } }), null],
  ['an account outside the tenant is unknown', { who: { userId: 'stranger' } }, null],
  ['an account outside the tenant still matches by its id', users({ includeUsers: ['stranger'] }, { who: { userId: 'stranger' } }), true],
  ['an account outside the tenant is excluded by its id', users({ includeUsers: ['All'], excludeUsers: ['stranger'] }, { who: { userId: 'stranger' } }), false]
]

for (const [name, question, expected] of cases) {
  test(name, (t) => {
    t.equal(applies(question), expected)
    t.end()
  })
}
