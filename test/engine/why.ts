import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { whyGap, whyUser } from '#src/engine/why.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { mfaAllUsers } from '#src/requirements/mfa-all-users.ts'
import { lantern, policyOf, reportOnly, type PolicyParts } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

/** What is said of an account and a policy: `ben` is in Contractors, which is in MFA exceptions; `ada` administers; `guest` is one. */
const cases: readonly (readonly [what: string, users: NonNullable<PolicyParts['users']>, account: string, applies: boolean | null, sentence: string])[] = [
  ['everyone is included by All', { includeUsers: ['All'] }, ids.cleo, true, '`mfa` reaches Cleo Clerk: it names all users'],
  ['an own id is the shortest reason', { includeUsers: ['All', ids.cleo] }, ids.cleo, true, '`mfa` reaches Cleo Clerk: it names the account'],
  ['a direct group is named', { includeGroups: [ids.nested] }, ids.ben, true, '`mfa` reaches Ben Both: it names the group Contractors, which holds the account'],
  ['a nested group is told with its path', { includeUsers: ['All'], excludeGroups: [ids.excluded] }, ids.ben, false,
    '`mfa` leaves out Ben Both: it names the group MFA exceptions, which holds the account through Contractors'],
  ['of two groups the shorter path is told', { includeGroups: [ids.excluded, ids.nested] }, ids.ben, true, '`mfa` reaches Ben Both: it names the group Contractors, which holds the account'],
  ['a role is named', { includeUsers: ['All'], excludeRoles: [directoryRoles.globalAdministrator] }, ids.ada, false, '`mfa` leaves out Ada Admin: it names the role Global Administrator'],
  ['a type of guest is named', { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest', externalTenants: null } }, ids.guest, true, '`mfa` reaches Gus Guest: it names guests of type internalGuest'],
  ['who is not included is told so', { includeUsers: [ids.ada] }, ids.cleo, false, '`mfa` does not include Cleo Clerk'],
  ['an exclusion of somebody who is not included is no reason', { includeUsers: [ids.ada], excludeUsers: [ids.cleo] }, ids.cleo, false, '`mfa` does not include Cleo Clerk'],
  ['what is not known is told so', { includeGroups: ['gone'] }, ids.cleo, null, 'whether `mfa` reaches Cleo Clerk is not known']
]

for (const [what, users, account, applies, sentence] of cases) {
  test(what, t => {
    const compiled = compile(lantern([policyOf('mfa', { users })]))
    const [policy] = compiled.policies
    if (policy === undefined) return void t.fail('no policy')
    t.match(whyUser(compiled, policy, compiled.tenant.users.indexOf(account)), { applies, sentence })
    t.end()
  })
}

test('a path through three groups is told in order', t => {
  const groups = [{ id: 'outer', displayName: 'Outer', members: ['middle'] }, { id: 'middle', displayName: 'Middle', members: ['inner', 'outer'] }, { id: 'inner', displayName: 'Inner', members: [ids.cleo] }]
  const compiled = compile(lantern([policyOf('mfa', { users: { includeUsers: ['All'], excludeGroups: ['outer'] } })], { groups }))
  const [policy] = compiled.policies
  if (policy === undefined) return void t.fail('no policy')
  t.match(whyUser(compiled, policy, compiled.tenant.users.indexOf(ids.cleo)), {
    excluded: { kind: 'group', id: 'outer', path: ['Middle', 'Inner'] }, sentence: /the group Outer, which holds the account through Middle, in it Inner$/
  })
  t.end()
})

/** Why the first gap of MFA for everyone is one, beside these policies. */
function gapSentence(policies: Readonly<Record<string, PolicyParts>>): string {
  const compiled = compile(lantern(Object.entries(policies).map(([id, parts]) => policyOf(id, parts))))
  const [gap] = coverage(compiled, mfaAllUsers).gaps
  return gap === undefined ? 'no gap' : whyGap(compiled, mfaAllUsers, gap.witness).sentence
}

test('a gap names the nearest policies first: an exclusion, then one that is not enforced, then those for others', t => {
  const excluding = { users: { includeUsers: ['All'], excludeUsers: [ids.emergency], excludeGroups: [ids.excluded] } }
  t.match(gapSentence({ others: { users: { includeUsers: [ids.ada] } }, trial: { state: reportOnly }, mfa: excluding }), /^`mfa` leaves out Ben Both.*; `trial` is in report-only mode; 1 more do not apply either$/)
  t.equal(gapSentence({ mfa: { when: { platforms: { includePlatforms: ['windows'] } } } }), '`mfa` is not for the platform')
  t.equal(gapSentence({ mfa: { state: 'disabled' } }), '`mfa` is off')
  t.equal(gapSentence({ terms: { grant: ['compliantDevice'] } }), 'no policy asks for what the requirement does')
  t.end()
})
