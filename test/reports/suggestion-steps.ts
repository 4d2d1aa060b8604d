import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Step } from '#src/domain/suggestion.ts'
import { renderReport } from '#src/reports/report.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const { analysis, compiled } = analyseTenant(tenantOf(smallTenant))

const users = { includeUsers: ['All'], excludeUsers: [ids.emergency] }
const body = (displayName: string, state: string): PolicyBody => ({
  displayName, state, conditions: { users, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] }, grantControls: { operator: 'OR', builtInControls: ['mfa'] }
})

/** The changed lines of each step's policy as the report shows them. */
function changes(steps: readonly Step[]): string[][] {
  const suggestions = analysis.suggestions.slice(0, 1).map(one => ({ ...one, steps: [...steps] }))
  const text = renderReport({ ...analysis, suggestions }, 'markdown', compiled)
  const section = text.slice(text.indexOf('\n## Suggestions\n'))
  return [...section.matchAll(/```diff\n([^]*?)```/g)].map(([, lines = '']) => lines.split('\n').map(line => line.replace(/^ {3}/, '')).filter(line => /^[-+]/.test(line)))
}

t.test('a policy that changes stands beside what the tenant says now, with names', t => {
  t.same(changes([{ do: 'patch', policy: ids.mfa, body: body('Require MFA', 'enabled'), words: 'take the exclusion out' }]),
    [['-     excludeGroups:', `-       - MFA exceptions (${ids.excluded})`]])
  t.end()
})

t.test('each step stands beside what the steps before it left', t => {
  const off = 'enabledForReportingButNotEnforced'
  t.same(changes([
    { do: 'create', body: body('One', off), words: 'create one' }, { do: 'create', body: body('Two', off), words: 'create two' },
    { do: 'enable', body: body('One', 'enabled'), words: 'turn one on' }, { do: 'enable', body: body('Two', 'enabled'), words: 'turn two on' },
    { do: 'disable', policy: ids.mfa, words: 'turn the old one off' }, { do: 'settings', words: 'say so' }
  ]).map(lines => lines.length > 3 ? lines[0] : lines), [
    '+ displayName: One', '+ displayName: Two', [`- state: ${off}`, '+ state: enabled'], [`- state: ${off}`, '+ state: enabled'], ['- state: enabled', '+ state: disabled']
  ])
  t.end()
})

t.test('what is deleted is shown as it last stood', t => {
  const [lines = []] = changes([{ do: 'delete', policy: ids.legacy, words: 'delete it' }])
  t.equal(lines[0], '- displayName: Block legacy clients')
  t.ok(lines.every(line => line.startsWith('-')))
  t.equal(lines.at(-1), '-     - block')
  t.end()
})
