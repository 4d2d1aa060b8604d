import { test } from 'tap'
import { evaluatePolicy } from '#src/skills/evaluate-policy.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

test('an enforced policy is told with its reach, what it guarantees and who is left out through what', async t => {
  t.match(await answerOf(evaluatePolicy, { policy: 'require mfa' }, asking()), {
    status: 'ok', policy: ids.mfa, state: 'enabled', users: 5, apps: 2, anyOtherApp: true, conditions: 'always', controls: 'mfa',
    guarantees: /mfa-all-users/, excludedUsers: 1, uncompensated: 1,
    excludedEntries: 3, excluded: [{ kind: 'user', name: 'Break Glass' }, { name: 'MFA exceptions' },
      { name: 'Contractors', path: 'MFA exceptions > Contractors' }]
  })
})

test('a report-only policy guarantees nothing, and says what it would', async t => {
  t.match(await answerOf(evaluatePolicy, { policy: ids.legacy }, asking()), {
    state: 'enabledForReportingButNotEnforced', guarantees: '', wouldGuarantee: /block-legacy-authentication/, summary: /report-only/,
    conditions: /clientAppTypes/
  })
})

test('a policy that is not known is answered with candidates', async t => {
  t.match(await answerOf(evaluatePolicy, { policy: 'mfa' }, asking()),
    { status: 'ambiguous', candidates: [{ kind: 'policy', id: ids.mfa }] })
})
