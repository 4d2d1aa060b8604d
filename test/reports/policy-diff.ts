import t from 'tap'
import type { Standing } from '#src/advisor/standing.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import { policyDiff } from '#src/reports/policy-diff.ts'

const standing: Standing = { nameOf: id => id === 'g-1' ? 'Contractors' : id === 'g-2' ? 'two\nlines' : undefined, policyOf: () => undefined, exclusions: [] }

function body(users: Record<string, unknown>, more: Partial<PolicyBody> = {}): PolicyBody {
  return {
    displayName: 'Require MFA', state: 'enabled', conditions: { users: { includeUsers: ['All'], ...users }, clientAppTypes: ['all'] },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }, sessionControls: null, ...more
  }
}

function diff(before: PolicyBody | undefined, after: PolicyBody | undefined): string[] {
  return policyDiff(before, after, standing).map(({ mark, text }) => `${mark} ${text}`)
}

const cases: readonly [string, PolicyBody | undefined, PolicyBody | undefined, readonly string[]][] = [
  ['an exclusion that goes is named and marked, and what stays alike is not repeated', body({ excludeGroups: ['g-1', 'g-3'] }), body({ excludeGroups: ['g-3'] }), [
    '  displayName: Require MFA', '  state: enabled', '  conditions:', '    users:', '      includeUsers:', '        - All',
    '      excludeGroups:', '        - g-3', '-       - Contractors (g-1)', '    clientAppTypes:', '      - all', '  grantControls: ... as before'
  ]],
  ['the last exclusion goes with its list', body({ excludeGroups: ['g-1'] }), body({ excludeGroups: [] }), [
    '  displayName: Require MFA', '  state: enabled', '  conditions:', '    users:', '      includeUsers:', '        - All',
    '-     excludeGroups:', '-       - Contractors (g-1)', '    clientAppTypes:', '      - all', '  grantControls: ... as before'
  ]],
  ['a policy that is turned on changes its state alone', body({}, { state: 'enabledForReportingButNotEnforced' }), body({}), [
    '  displayName: Require MFA', '- state: enabledForReportingButNotEnforced', '+ state: enabled', '  conditions: ... as before', '  grantControls: ... as before'
  ]],
  ['the order of a list, null and empty members say nothing', body({ excludeUsers: ['b', 'a'], excludeRoles: null }), body({ excludeUsers: ['a', 'b'], excludeGroups: [] }), [
    '  displayName: Require MFA', '  state: enabled', '  conditions:', '    users:', '      includeUsers:', '        - All',
    '      excludeUsers:', '        - b', '        - a', '    clientAppTypes:', '      - all', '  grantControls: ... as before'
  ]],
  ['flags are told one by one, and a name stays on its line', undefined, { displayName: 'New', state: 'enabled',
    conditions: { users: { includeGroups: ['g-2'], includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest, serviceProvider' } } } }, [
    '+ displayName: New', '+ state: enabled', '+ conditions:', '+   users:', '+     includeGroups:', '+       - two lines (g-2)',
    '+     includeGuestsOrExternalUsers:', '+       guestOrExternalUserTypes:', '+         - internalGuest', '+         - serviceProvider'
  ]]
]

for (const [name, before, after, lines] of cases) {
  t.test(name, t => {
    t.same(diff(before, after), lines)
    t.end()
  })
}

t.test('a policy that comes is all new, one that goes is all old, and the two are each other turned round', t => {
  const one = body({ excludeGroups: ['g-1'] })
  t.ok(diff(undefined, one).every(line => line.startsWith('+')))
  t.same(diff(one, undefined), diff(undefined, one).map(line => line.replace('+', '-')))
  t.end()
})

t.test('long lists are cut: what changes after many, what stays after few, each with its count', t => {
  const ids = (prefix: string, number: number): string[] => Array.from({ length: number }, (_, index) => `${prefix}${index}`)
  const lines = diff(body({ excludeUsers: [...ids('kept', 90), ...ids('gone', 60)] }), body({ excludeUsers: [...ids('kept', 90), ...ids('come', 41)] }))
  t.equal(lines.filter(line => line.includes('kept')).length, 3)
  t.ok(lines.includes('        - ... 87 more, as they are'))
  t.equal(lines.filter(line => line.startsWith('-') && line.includes('gone')).length, 40)
  t.ok(lines.includes('-       - ... 20 more'))
  t.equal(lines.filter(line => line.includes('come')).length, 41, 'one more than the limit is shown rather than counted')
  t.end()
})
