import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { enforced, ids, readTenant } from '#test/fixtures/empty-tenant.ts'

const frequent = (signInFrequency: object): object => ({ sessionControls: { signInFrequency: { isEnabled: true, authenticationType: 'primaryAndSecondaryAuthentication', ...signInFrequency } } })
const timed = (value: number, type = 'hours'): object => frequent({ frequencyInterval: 'timeBased', value, type })
const kept = (mode: string): object => ({ sessionControls: { persistentBrowser: { isEnabled: true, mode } } })
const policy = (id: string, parts: object, conditions: object = {}): object => ({
  id, displayName: id, state: 'enabled', createdDateTime: '2026-01-01T00:00:00Z', modifiedDateTime: null, grantControls: null,
  conditions: { clientAppTypes: ['all'], applications: { includeApplications: ['All'] }, users: { includeUsers: ['All'] }, ...conditions }, ...parts
})
const block = { grantControls: { operator: 'OR', builtInControls: ['block'] } }
const office = { locations: { includeLocations: [ids.office], excludeLocations: [] } }

const cases: readonly [string, string, readonly object[], 'met' | 'gap' | 'unknown'][] = [
  ['a frequency that is shorter is strict enough', 'sign-in-frequency-admins', [policy('a', timed(1))], 'met'],
  ['every time is strict enough', 'sign-in-frequency-admins', [policy('a', frequent({ frequencyInterval: 'everyTime', value: null, type: null }))], 'met'],
  ['four hours beside a day is the shorter, so strict enough', 'sign-in-frequency-admins', [policy('a', timed(4)), policy('b', timed(1, 'days'))], 'met'],
  ['a day is too long', 'sign-in-frequency-admins', [policy('a', timed(1, 'days'))], 'gap'],
  ['a block is strict enough', 'sign-in-frequency-admins', [policy('a', block)], 'met'],
  ['MFA says nothing about frequency', 'sign-in-frequency-admins', [policy('a', { grantControls: { operator: 'OR', builtInControls: ['mfa'] } })], 'gap'],
  ['two policies that split the places cover together', 'sign-in-frequency-admins', [
    policy('a', timed(4), office), policy('b', timed(2), { locations: { includeLocations: ['All'], excludeLocations: [ids.office] } })
  ], 'met'],
  ['never and always for the same sign-in is a conflict', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', kept('always'))], 'unknown'],
  ['so it is where they meet in one place only', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', kept('always'), office)], 'unknown'],
  ['a conflict where access is blocked does not matter', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', kept('always'), office), policy('c', block, office)], 'met'],
  ['always in report-only mode contradicts nothing', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', { ...kept('always'), state: 'enabledForReportingButNotEnforced' })], 'met'],
  ['always for other people contradicts nothing', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', kept('always'), { users: { includeUsers: [ids.off] } })], 'met'],
  ['always alone is a gap', 'no-persistent-browser-unmanaged', [policy('a', kept('always'))], 'gap'],
  ['a control that is not enabled counts as absent', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', { sessionControls: { persistentBrowser: { isEnabled: false, mode: 'always' } } })], 'met'],
  ['a mode that is not known contradicts', 'no-persistent-browser-unmanaged', [policy('a', kept('never')), policy('b', kept('sometimes'))], 'unknown'],
  ['restrictions for all applications cover Office 365', 'app-enforced-restrictions', [policy('a', { sessionControls: { applicationEnforcedRestrictions: { isEnabled: true } } })], 'met'],
  ['token protection everywhere covers the applications that support it', 'token-protection', [policy('a', { sessionControls: { secureSignInSession: { isEnabled: true } } })], 'met']
]

for (const [name, id, policies, status] of cases) {
  test(name, t => {
    const requirement = requirementOf(id)
    if (requirement === undefined) throw new Error(`no requirement \`${id}\``)
    const judged = coverage(compile(readTenant(policies)), requirement)
    t.equal(judged.status, status, judged.reason)
    if (status === 'unknown') t.match(judged.unknowns, [{ what: 'session controls of policy `b`', why: /contradict/ }])
    t.end()
  })
}

test('a report-only policy that would conflict is not said to close what is open', t => {
  const requirement = requirementOf('no-persistent-browser-unmanaged')
  if (requirement === undefined) throw new Error('no requirement')
  const judged = coverage(compile(readTenant([{ ...enforced(requirement), state: 'enabledForReportingButNotEnforced' }, policy('b', kept('always'))])), requirement)
  t.equal(judged.status, 'gap')
  t.strictSame([judged.wouldCover, judged.protectingPolicies], [[requirement.id], []])
  t.end()
})
