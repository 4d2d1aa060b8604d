import { test } from 'tap'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { previewChange } from '#src/skills/preview-change.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

test('a draft is report-only, leaves emergency accounts out, and says what it would do once enforced', async t => {
  const ask = asking()
  const answer = await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users' }, ask)
  t.match(answer, {
    status: 'ok', existing: false, state: 'enabledForReportingButNotEnforced', relation: 'equivalent', newlyChallenged: 1, newlyBlocked: 0,
    lockout: 'safe'
  })
  const draft = ask.memory.drafts.get(answer.draftId ?? '')
  t.match(draft, { requirement: 'mfa-all-users', body: { conditions: { users: { excludeUsers: [ids.emergency] } } } })
  t.match(draft?.baseHash, /^[0-9a-f]{64}$/)
})

test('includes and excludes are comma lists of names or ids', async t => {
  const ask = asking()
  const answer = await answerOf(draftReportOnlyPolicy,
    { requirement: 'mfa-all-users', name: 'Ours', include: `Contractors, ${ids.cleo}`, exclude: 'global administrator' }, ask)
  t.match(ask.memory.drafts.get(answer.draftId ?? '')?.body, {
    displayName: 'Ours', conditions: { users: { includeGroups: [ids.nested], includeUsers: [ids.cleo], excludeRoles: [String] } }
  })
})

test('a suggestion is drafted by its id', async t => {
  const ask = asking()
  const [first] = ask.memory.snapshot?.analysis.suggestions ?? []
  t.match(await answerOf(draftReportOnlyPolicy, { suggestion: first?.id }, ask), { status: 'ok', requirement: first?.requirement })
  t.match(await answerOf(draftReportOnlyPolicy, { suggestion: 'none' }, ask),
    { status: 'ambiguous', candidates: [{ kind: 'suggestion', id: first?.id }] })
})

test('a wish that is not clear is answered, not guessed', async t => {
  t.match(await answerOf(draftReportOnlyPolicy, {}, asking()), { status: 'refused', summary: /which requirement/ })
  t.match(await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users', exclude: 'Tim Twin' }, asking()), { status: 'ambiguous' })
})

test('without declared emergency accounts the draft is made, and the lockout is undetermined', async t => {
  const answer = await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users' }, asking({ ...smallTenant, settings: {} }))
  t.match(answer, { status: 'ok', lockout: 'undetermined' })
})

test('a preview compares the draft, once enforced, with the tenant as it stands now', async t => {
  const ask = asking()
  const { draftId } = await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users' }, ask)
  t.match(await answerOf(previewChange, { draft: draftId }, ask), {
    status: 'ok', draftId, newlyChallenged: 1, newlyBlocked: 0, policiesTouched: 0,
    changes: [{ change: 'stricter', demand: 'mfa', users: 1, witness: /^ben\.both/ }]
  })
  t.match(await answerOf(previewChange, { draft: 'none' }, ask), { status: 'notFound' })
})
