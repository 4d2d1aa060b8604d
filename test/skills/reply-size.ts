import { test } from 'tap'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { editDraft } from '#src/skills/edit-draft.ts'
import { evaluatePolicy } from '#src/skills/evaluate-policy.ts'
import { evaluateSignIn } from '#src/skills/evaluate-sign-in.ts'
import { explainCapabilities } from '#src/skills/explain-capabilities.ts'
import { explainSuggestion } from '#src/skills/explain-suggestion.ts'
import { findConsolidations } from '#src/skills/find-consolidations.ts'
import { getChange } from '#src/skills/get-change.ts'
import { getRun } from '#src/skills/get-run.ts'
import { listChanges } from '#src/skills/list-changes.ts'
import { listRequirements } from '#src/skills/list-requirements.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { listUncoveredApps } from '#src/skills/list-uncovered-apps.ts'
import { listUncoveredUsers } from '#src/skills/list-uncovered-users.ts'
import { previewChange } from '#src/skills/preview-change.ts'
import { respondToSuggestion } from '#src/skills/respond-to-suggestion.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import { submitChangeForApproval } from '#src/skills/submit-change-for-approval.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { guid, largeTenant, long } from '#test/fixtures/large-tenant.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

test('no reply exceeds 1,500 tokens, however large the tenant and however long its names', async t => {
  const ask = asking(largeTenant)
  const name = `${long}7`
  const draft = await answerOf(draftReportOnlyPolicy, { requirement: 'mfa-all-users', name: long.trim() }, ask)
  const justification = long.repeat(5)
  const { changeId } = await answerOf(submitChangeForApproval, { draft: draft.draftId, justification }, ask)
  for (const change of Array.from(ask.memory.changes.values())) for (let n = 0; n < 30; n++) ask.memory.changes.set(String(n),
    { ...change, id: guid(6, n) })
  const suggestions = ask.memory.snapshot?.analysis.suggestions ?? []
  const ofEachKind = new Map(suggestions.map(({ kind, id }) => [kind, id]))
  t.ok(ofEachKind.size > 3, `${ofEachKind.size} kinds of suggestions`)
  const noted = suggestions[0]?.id ?? ''
  for (let n = 0; n < 5; n++) await answerOf(respondToSuggestion, { suggestion: noted, answer: 'annotate', reason: justification.slice(0, 1000) }, ask)
  await answerOf(respondToSuggestion, { suggestion: noted, answer: 'reject', reason: justification.slice(0, 1000) }, ask)
  const said = ask.memory.feedback.get(noted)
  if (said !== undefined) ask.memory.feedback.set(noted, { ...said, fingerprint: justification })
  const explained = await Promise.all([noted, ...ofEachKind.values()].map(suggestion => answerOf(explainSuggestion, { suggestion }, ask)))
  const item = { id: guid(1, 1), name: long, change: 'changed' as const, by: long }
  const part = { added: 9, changed: 20_000, removed: 9, first: Array.from({ length: 15 }, () => item) }
  if (ask.memory.snapshot !== undefined) {
    ask.memory.snapshot = { ...ask.memory.snapshot, news: { since: '2026-11-22T08:00:00Z', auditRead: false, users: part, apps: part, agents: part, policies: part, suggestions: [noted] } }
  }
  const replies = [
    await answerOf(listUncoveredUsers, { top: 20 }, ask), await answerOf(listUncoveredUsers, { app: name }, ask),
    await answerOf(listUncoveredApps, { top: 20 }, ask), await answerOf(listUncoveredApps, { user: name, top: 20 }, ask),
    await answerOf(evaluatePolicy, { policy: name }, ask), await answerOf(evaluatePolicy, { policy: 'Verwaltung' }, ask),
    await answerOf(evaluateSignIn, { user: ids.cleo, app: name, clientApp: 'browser', platform: 'windows' }, ask),
    await answerOf(evaluateSignIn, { user: 'Verwaltung', app: name }, ask),
    await answerOf(previewChange, { draft: draft.draftId }, ask), await answerOf(getChange, { change: changeId }, ask),
    await answerOf(listChanges, { top: 20 }, ask), await answerOf(listSuggestions, { top: 20 }, ask),
    await answerOf(listSuggestions, {}, ask), await answerOf(explainSuggestion, { suggestion: 'Verwaltung' }, ask), ...explained,
    await answerOf(respondToSuggestion, { suggestion: noted, answer: 'snooze' }, ask), await answerOf(listRequirements, {}, ask), await answerOf(explainCapabilities, {}, ask),
    await answerOf(findConsolidations, { top: 20 }, ask), await answerOf(findConsolidations, { policy: 'Verwaltung' }, ask),
    await answerOf(editDraft, { draft: draft.draftId, exclude: guid(1, 3), excludeApps: guid(4, 3), excludePlatforms: 'linux' }, ask),
    await answerOf(editDraft, { draft: draft.draftId, exclude: 'Verwaltung' }, ask),
    await answerOf(runOptimization, {}, ask), await answerOf(getRun, { run: 'run-1' }, ask)
  ]
  for (const reply of replies) t.match(reply, { status: /^(ok|ambiguous)$/, summary: String })
  t.ok((replies[0]?.summary ?? '').includes('20,0'), 'the totals stay whole')
})
