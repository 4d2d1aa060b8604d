import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { mfaAllUsers } from '#src/requirements/mfa-all-users.ts'
import { allButEmergency, lantern, policyOf, reportOnly, type PolicyParts } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

/** How the population of MFA for everyone stands beside the policies: state, users, the conditions of their gaps. */
function standing(policies: Readonly<Record<string, PolicyParts>>) {
  const { situations, wouldLeave, uncoveredUsers } = coverage(compile(lantern(Object.entries(policies).map(([id, parts]) => policyOf(id, parts)))), mfaAllUsers)
  return { situations: situations.map(({ state, users, except }) => [state, users.count, except.map(({ words }) => words)]), uncovered: uncoveredUsers.count, wouldLeave: wouldLeave.count }
}

test('without a policy nobody of the population is covered', t => {
  t.strictSame(standing({}), { situations: [['notCovered', 6, ['always']]], uncovered: 6, wouldLeave: 6 })
  t.end()
})

test('those left out stand apart from those covered except on a platform, and from the covered', t => {
  const policies = { most: { users: { includeUsers: ['All'], excludeUsers: [ids.ben, ids.cleo, ids.emergency] } }, some: { users: { includeUsers: [ids.cleo] }, when: { platforms: { includePlatforms: ['windows'] } } } }
  const { situations } = standing(policies)
  t.match(situations, [['notCovered', 1, ['always']], ['coveredExcept', 1, [/^on platform macOS, iOS, android, linux, windowsPhone or unknown$/]], ['covered', 4, []]])
  t.end()
})

test('who lacks one application only is covered except there', t => {
  t.match(standing({ mfa: { users: allButEmergency, apps: { includeApplications: ['All'], excludeApplications: [ids.wiki] } } }).situations, [['coveredExcept', 6, ['always']]])
  t.end()
})

test('what report-only policies would add is told by whom they would still leave', t => {
  const some: PolicyParts = { users: { includeUsers: [ids.ben, ids.cleo] }, state: reportOnly }
  t.match(standing({ some }), { uncovered: 6, wouldLeave: 4 })
  t.match(standing({ some, rest: { users: allButEmergency, state: reportOnly } }), { uncovered: 6, wouldLeave: 0 })
  t.match(standing({ block: { users: { includeUsers: [ids.emergency] }, state: reportOnly } }), { uncovered: 6, wouldLeave: 6 })
  t.end()
})
