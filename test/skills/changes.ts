import { test } from 'tap'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { getChange } from '#src/skills/get-change.ts'
import { listChanges } from '#src/skills/list-changes.ts'
import { submitChangeForApproval } from '#src/skills/submit-change-for-approval.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'

test('a submitted draft waits for a person, at a link', async t => {
  const ask = asking()
  const { draftId } = await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users' }, ask)
  const first = await answerOf(submitChangeForApproval, { draft: draftId, justification: 'close the gap', ticket: 'T-1' }, ask)
  t.match(first, { status: 'ok', existing: false, state: 'submitted', approvals: 0, approvalsNeeded: 1, summary: /waits for a person/,
    link: /^https:/ })
  t.match(await answerOf(submitChangeForApproval, { draft: draftId, justification: 'close the gap' }, ask),
    { existing: true, changeId: first.changeId })
  t.match(await answerOf(getChange, { change: first.changeId }, ask),
    { status: 'ok', state: 'submitted', newlyChallenged: 1, justification: 'close the gap' })
})

test('a change tells who submitted and decided it, with what was said, by name where the last reading knows them', async t => {
  const ask = asking()
  const { draftId } = await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users' }, ask)
  const { changeId = '' } = await answerOf(submitChangeForApproval, { draft: draftId, justification: 'close the gap', ticket: 'T-1' }, ask)
  const change = ask.memory.changes.get(changeId)
  const users = ask.memory.snapshot?.tenant.users
  t.not(change, undefined)
  t.match(await answerOf(getChange, { change: changeId }, ask), { submittedBy: change?.submittedBy, ticket: 'T-1', decisions: [] })
  if (change === undefined || users === undefined) return
  const known = users.at(0)
  const seen = { contentHash: change.contentHash, at: change.submittedAt }
  ask.memory.changes.set(changeId, { ...change, submittedBy: known.id, ticket: null, decisions: [
    { ...seen, by: known.id, decision: 'approved', comment: 'fine' }, { ...seen, by: 'somebody', decision: 'rejected', comment: null }
  ] })
  const answer = await answerOf(getChange, { change: changeId }, ask)
  t.match(answer, { submittedBy: known.userPrincipalName })
  t.same(answer.decisions, [{ by: known.userPrincipalName, at: seen.at, decision: 'approved', comment: 'fine' }, { by: 'somebody', at: seen.at, decision: 'rejected' }])
  t.notHas(answer, { ticket: String })
})

test('a draft that is not there is refused with the reason, in a reply that does not fail', async t => {
  t.match(await answerOf(submitChangeForApproval, { draft: 'none', justification: 'because' }, asking()),
    { status: 'refused', reason: 'not-found', summary: /not submitted/ })
  t.match(await answerOf(getChange, { change: 'none' }, asking()), { status: 'notFound' })
})

test('changes are listed by state, and page', async t => {
  const ask = asking()
  for (const requirement of ['mfa-all-users', 'mfa-admins', 'risky-users']) {
    const { draftId } = await answerOf(draftReportOnlyPolicy, { requirement }, ask)
    await answerOf(submitChangeForApproval, { draft: draftId, justification: 'because', ticket: `T-${requirement}` }, ask)
  }
  const first = await answerOf(listChanges, { state: 'submitted', top: 2 }, ask)
  t.match(first, { total: 3, changes: [{ state: 'submitted', submittedBy: ask.caller.operator.oid, ticket: /^T-/ }, {}] })
  t.match(await answerOf(listChanges, { state: 'submitted', top: 2, cursor: first.next }, ask), { total: 3, changes: { length: 1 } })
  t.match(await answerOf(listChanges, { state: 'rejected' }, ask), { total: 0, changes: [] })
})
