import fc from 'fast-check'
import t from 'tap'
import { normalForm, samePolicy } from '#src/tenant/normal-form.ts'

type Body = Readonly<Record<string, unknown>>

const some = (...values: string[]): fc.Arbitrary<string[]> => fc.subarray(values, { minLength: 1 })
const ids = some('AAAAAAAA-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002', 'All')
const flags = (...values: string[]): fc.Arbitrary<string> => some(...values).map(list => list.join(','))
const externalTenants = fc.oneof(fc.constant({ membershipKind: 'all' }), some('t1', 't2').map(members => ({ membershipKind: 'enumerated', members })))
const guests = fc.record({ guestOrExternalUserTypes: flags('internalGuest', 'serviceProvider', 'otherExternalUser'), externalTenants })
const conditions = fc.record({
  users: fc.record({ includeUsers: ids, excludeGroups: ids, includeGuestsOrExternalUsers: guests }, { requiredKeys: ['includeUsers'] }),
  applications: fc.record({ includeApplications: ids }), clientAppTypes: some('browser', 'other'), platforms: fc.record({ includePlatforms: some('iOS',
    'windows') }),
  devices: fc.record({ deviceFilter: fc.record({ mode: fc.constantFrom('include', 'exclude'), rule: fc.constantFrom('device.isCompliant -eq True',
    'device.model -eq "a"') }) }),
  signInRiskLevels: some('high', 'low'), authenticationFlows: fc.record({ transferMethods: flags('deviceCodeFlow', 'authenticationTransfer') })
}, { requiredKeys: ['users', 'applications'] })
const grantControls = fc.record({
  operator: fc.constantFrom('AND', 'OR'), builtInControls: some('mfa', 'compliantDevice', 'domainJoinedDevice'), termsOfUse: some('tou-1', 'tou-2'),
    authenticationStrength: fc.record({ id: fc.constantFrom('S-1', 's-2') })
}, { requiredKeys: ['operator', 'builtInControls'] })
const sessionControls = fc.record({
  signInFrequency: fc.record({ isEnabled: fc.constant(true), value: fc.constantFrom(1, 4), type: fc.constantFrom('hours', 'days') }),
  persistentBrowser: fc.record({ isEnabled: fc.constant(true), mode: fc.constantFrom('always', 'never') })
}, { requiredKeys: [] })
const policy = fc.record({ displayName: fc.constantFrom('One', 'Two'), state: fc.constantFrom('enabled', 'disabled'), conditions, grantControls,
  sessionControls }, { requiredKeys: ['displayName', 'state', 'conditions'] })

const inside = (body: Body, name: string): Body => Object.fromEntries(Object.entries(Object(body[name])))
const change = (body: Body, name: string, more: (part: Body) => Body): Body => body[name] === undefined ? body : { ...body, [name]: more(inside(body, name)) }
const users = (body: Body, more: (part: Body) => Body): Body => change(body, 'conditions', part => change(part, 'users', more))
const deep = (value: unknown, each: (value: unknown) => unknown): unknown =>
  each(Array.isArray(value) ? value.map(entry => deep(entry, each)) : typeof value === 'object' &&
    value !== null ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, deep(part, each)])) : value)
const members = (more: (part: object) => object) => (body: Body): unknown => deep(body, value => typeof value === 'object' && value !== null &&
  !Array.isArray(value) ? more(value) : value)

const isSingle = (grant: Body): boolean => new Set(Object.values(inside(grant, 'builtInControls'))).size === 1 &&
  Object.keys(grant).every(name => ['operator', 'builtInControls'].includes(name))

/** What Graph does to a body between writing and reading, which changes nothing. */
const harmless: readonly [what: string, rewrite: (body: Body) => unknown][] = [
  ['the service\'s own members', body => ({ ...body, id: 'p', createdDateTime: '2026', modifiedDateTime: null, templateId: 't', description: 'x',
    deletedDateTime: null })],
  ['members in another order', members(part => Object.fromEntries(Object.entries(part).reverse()))],
  ['annotations', members(part => ({ '@odata.type': '#microsoft.graph.thing', ...part, 'x@odata.context': 'https://graph.example' }))],
  ['empty members', members(part => ({ ...part, excludeUsers: [], applicationFilter: null, novelty: {}, note: '', deviceStates: { x: null } }))],
  ['lists in another order, with repetitions', body => deep(body, value => Array.isArray(value) ? [...value.toReversed(), ...value] : value)],
  ['flags in another order', body => deep(body, value => typeof value === 'string' && value.includes(',') ? value.split(',').reverse().join(', ') : value)],
  ['ids in other letters', body => deep(body, value => typeof value === 'string' && value.startsWith('AAAA') ? value.toLowerCase() : value)],
  ['a strength given whole, or bound', body => change(body, 'grantControls', ({ authenticationStrength: strength, ...part }) => strength === undefined ? part
    : { ...part, 'authenticationStrength@odata.bind': `https://graph.example/policies/authenticationStrengthPolicies('${String(Reflect.get(Object(strength), 'id')).toUpperCase()}')` })],
  ['the other operator of a single control', body => change(body, 'grantControls', part => isSingle(part) ? { ...part, operator: 'AND' } : part)],
  ['a session control that is switched off', body => change(body, 'sessionControls', part => ({ ...part, secureSignInSession: { isEnabled: false },
    disableResilienceDefaults: false, cloudAppSecurity: null }))],
  ['a sign-in frequency made complete', body => change(body, 'sessionControls', part => change(part, 'signInFrequency', frequency => ({ ...frequency,
    frequencyInterval: 'timeBased', authenticationType: 'primaryAndSecondaryAuthentication' })))],
  ['conditions on everything, where there are none', body => change(body, 'conditions', part => ({
    platforms: { includePlatforms: ['all'], excludePlatforms: [] }, locations: { includeLocations: ['All'] }, authenticationFlows: { transferMethods: 'none' }, ...part
  }))],
  ['no kind of guest', body => users(body, part => ({ excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'none', externalTenants: null }, ...part }))],
  ['all external tenants left unsaid', body => users(body, part => change(part, 'includeGuestsOrExternalUsers', guest => inside(guest,
    'externalTenants')['membershipKind'] === 'all' ? { ...guest, externalTenants: null } : guest))],
  ['every client named as `all`', body => change(body, 'conditions', part => part['clientAppTypes'] === undefined ? { ...part,
    clientAppTypes: ['all'] } : part)]
]

t.test('a body in normal form is its own normal form', t => {
  fc.assert(fc.property(policy, body => samePolicy(normalForm(body), body) &&
    JSON.stringify(normalForm(normalForm(body))) === JSON.stringify(normalForm(body))))
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), noise => JSON.stringify(normalForm(normalForm(noise))) === JSON.stringify(normalForm(noise))))
  t.end()
})

for (const [what, rewrite] of harmless) {
  t.test(`a body and the same with ${what} say the same`, t => {
    fc.assert(fc.property(policy, body => samePolicy(body, rewrite(body)) && samePolicy(rewrite(body), body)))
    t.end()
  })
}

t.test('all of it together says the same, in any order', t => {
  fc.assert(fc.property(policy, fc.shuffledSubarray([...harmless]), (body, steps) => samePolicy(body, steps.reduce<unknown>((written, [,
    rewrite]) => rewrite(Object(written)), body))))
  t.end()
})

/** A change that a policy's reader would care for. */
const meaningful: readonly [what: string, rewrite: (body: Body) => Body][] = [
  ['another name', body => ({ ...body, displayName: 'Three' })],
  ['another state', body => ({ ...body, state: 'enabledForReportingButNotEnforced' })],
  ['one more exclusion', body => users(body, part => ({ ...part, excludeUsers: ['u-1'] }))],
  ['a list moved to the other side', body => users(body, ({ includeUsers, ...part }) => ({ ...part, excludeUsers: includeUsers }))],
  ['other guests', body => users(body, part => ({ ...part, includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'b2bDirectConnectUser' } }))],
  ['a list of no tenants in place of all', body => users(body, part => ({ ...part,
    includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'serviceProvider', externalTenants: { membershipKind: 'enumerated', members: [] } } }))],
  ['another client', body => change(body, 'conditions', part => ({ ...part, clientAppTypes: ['exchangeActiveSync'] }))],
  ['a rule in other letters', body => change(body, 'conditions', part => ({ ...part, devices: { deviceFilter: { mode: 'include',
    rule: 'device.model -eq "A"' } } }))],
  ['a condition that is not known', body => change(body, 'conditions', part => ({ ...part, times: { ranges: ['9-17'] } }))],
  ['a control that is not known alone', body => ({ ...body, grantControls: { operator: 'OR', novelty: true } })],
  ['other controls', body => ({ ...body, grantControls: { operator: 'OR', builtInControls: ['block'] } })],
  ['another strength', body => ({ ...body, grantControls: { operator: 'OR', authenticationStrength: { id: 's-9' } } })],
  ['another session control', body => ({ ...body, sessionControls: { applicationEnforcedRestrictions: { isEnabled: true } } })],
  ['another frequency', body => ({ ...body, sessionControls: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime' } } })]
]

for (const [what, rewrite] of meaningful) {
  t.test(`a body and the same with ${what} differ`, t => {
    fc.assert(fc.property(policy, body => !samePolicy(body, rewrite(body))))
    t.end()
  })
}

t.test('the operator of several controls matters, and that of one does not', t => {
  const body = (operator: string, ...builtInControls: string[]): Body => ({ state: 'enabled', grantControls: { operator, builtInControls } })
  t.notOk(samePolicy(body('AND', 'mfa', 'compliantDevice'), body('OR', 'mfa', 'compliantDevice')))
  t.ok(samePolicy(body('AND', 'mfa', 'MFA'), body('OR', 'mfa')))
  t.notOk(samePolicy({ ...body('OR', 'mfa') }, { ...body('OR', 'mfa'), grantControls: null }))
  t.end()
})
