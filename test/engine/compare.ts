import { test } from 'tap'
import { compare, type Comparison } from '#src/engine/compare.ts'
import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { allButEmergency, lantern, policyOf, reportOnly, type PolicyParts } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

interface Expected {
  readonly relation: Comparison['relation']
  readonly blocked?: number
  readonly challenged?: number
  readonly free?: number
}

/** From one set of policies to another: `from` and `to` by policy id. */
type Case = readonly [what: string, from: Readonly<Record<string, PolicyParts>>, to: Readonly<Record<string, PolicyParts>>, expected: Expected]

const clerk = { users: { includeUsers: [ids.cleo] } }
const frequency = (value: number): PolicyParts => ({ grant: [], session: { signInFrequency: { isEnabled: true, frequencyInterval: 'timeBased', type: 'hours', value, authenticationType: 'primaryAndSecondaryAuthentication' } } })
const always: PolicyParts = { grant: [], session: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime' } } }

const cases: readonly Case[] = [
  ['MFA for everyone where nothing stood challenges everyone', {}, { mfa: {} }, { relation: 'stricter', challenged: 7 }],
  ['MFA taken away frees everyone', { mfa: {} }, {}, { relation: 'looser', free: 7 }],
  ['a block of one person blocks that one', { mfa: {} }, { mfa: {}, block: { ...clerk, grant: ['block'] } }, { relation: 'stricter', blocked: 1 }],
  ['a block in place of MFA blocks everyone', { mfa: {} }, { mfa: { grant: ['block'] } }, { relation: 'stricter', blocked: 7 }],
  ['MFA in place of a block is looser, and frees nobody wholly', { all: { grant: ['block'] } }, { all: {} }, { relation: 'looser' }],
  ['an exclusion added in place frees the one excluded', { mfa: {} }, { mfa: { users: allButEmergency } }, { relation: 'looser', free: 1 }],
  ['an exclusion taken away in place challenges the one it left out', { mfa: { users: allButEmergency } }, { mfa: {} }, { relation: 'stricter', challenged: 1 }],
  ['a way round added to MFA is looser and frees nobody', { mfa: {} }, { mfa: { grant: ['mfa', 'compliantDevice'] } }, { relation: 'looser' }],
  ['a second control by AND is stricter', { mfa: {} }, { mfa: { grant: ['mfa', 'compliantDevice'], operator: 'AND' } }, { relation: 'stricter', challenged: 7 }],
  ['a device in place of MFA is incomparable', { mfa: {} }, { mfa: { grant: ['compliantDevice'] } }, { relation: 'incomparable', challenged: 7 }],
  ['MFA moved from one person to another is incomparable', { mfa: clerk }, { mfa: { users: { includeUsers: [ids.ben] } } }, { relation: 'incomparable', challenged: 1, free: 1 }],
  ['a policy split by platform is equivalent', { mfa: {} }, { one: { when: { platforms: { includePlatforms: ['windows', 'macOS'] } } }, two: { when: { platforms: { includePlatforms: ['all'], excludePlatforms: ['windows', 'macOS'] } } } }, { relation: 'equivalent' }],
  ['a policy split by group is equivalent', { mfa: {} }, { one: { users: { includeGroups: [ids.excluded] } }, two: { users: { includeUsers: ['All'], excludeGroups: [ids.excluded] } } }, { relation: 'equivalent' }],
  ['a policy for somebody whom another already asks is equivalent', { mfa: {} }, { mfa: {}, more: clerk }, { relation: 'equivalent' }],
  ['a report-only policy is equivalent', { mfa: {} }, { mfa: {}, block: { grant: ['block'], state: reportOnly } }, { relation: 'equivalent' }],
  ['a policy set to report-only frees everyone', { mfa: {} }, { mfa: { state: reportOnly } }, { relation: 'looser', free: 7 }],
  ['another sign-in frequency that is shorter is stricter', { often: frequency(8) }, { often: frequency(4) }, { relation: 'stricter' }],
  ['one that is longer is looser', { often: frequency(4) }, { often: frequency(8) }, { relation: 'looser' }],
  ['every time is stricter than every four hours', { often: frequency(4) }, { often: always }, { relation: 'stricter' }],
  ['a second demand taken away frees nobody whom the first still asks', { mfa: {}, device: { grant: ['compliantDevice'] } }, { mfa: {} }, { relation: 'looser' }],
  ['a longer frequency beside a shorter one is equivalent', { often: frequency(4) }, { often: frequency(4), seldom: frequency(24) }, { relation: 'equivalent' }]
]

function tenantOf(policies: Readonly<Record<string, PolicyParts>>): Tenant {
  return lantern(Object.entries(policies).map(([id, parts]) => policyOf(id, parts)))
}

for (const [what, from, to, { relation, blocked = 0, challenged = 0, free = 0 }] of cases) {
  test(what, t => {
    const [before, after] = [tenantOf(from), tenantOf(to)]
    const found = compare(before, after)
    t.equal(found.relation, relation)
    t.strictSame([found.newlyBlocked.count, found.newlyChallenged.count, found.newlyFree.count], [blocked, challenged, free])
    t.equal(found.regions.length > 0, relation !== 'equivalent')
    for (const { change, demand, witness } of found.regions) {
      const asked = [before, after].map(tenant => evaluate(compile(tenant), witness).outcome)
      t.notSame(asked[0], asked[1], `${change}: ${demand}`)
    }
    t.end()
  })
}

test('a region names who, where and under which conditions, and its witness is one of them', t => {
  const before = lantern([policyOf('mfa')])
  const after = lantern([policyOf('mfa', { users: { includeUsers: ['All'], excludeGroups: [ids.excluded] }, when: { clientAppTypes: ['browser'] } })])
  const regions = compare(before, after).regions
  const ofBen = regions.find(({ users }) => users.count === 1)
  t.match(ofBen, { change: 'looser', demand: 'mfa', words: 'always', apps: { anyOther: true }, witness: { signInIdentity: { userId: ids.ben } } })
  const ofOthers = regions.find(({ users }) => users.count === 6)
  t.strictSame(ofOthers?.conditions, { clientAppTypes: ['mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other'] })
  t.equal(regions.length, 2)
  t.end()
})

test('a policy for one application or one action changes that one only', t => {
  const [app, ...others] = compare(lantern([]), lantern([policyOf('wiki', { apps: { includeApplications: [ids.wiki] } })])).regions
  t.match(app, { change: 'stricter', apps: { count: 1, appIds: [ids.wiki], anyOther: false }, witness: { signInContext: { includeApplications: [ids.wiki] } } })
  const [action, ...more] = compare(lantern([]), lantern([policyOf('action', { apps: { includeUserActions: ['urn:user:registerdevice'] } })])).regions
  t.match(action, { change: 'stricter', apps: { count: 0, anyOther: false }, witness: { signInContext: { userAction: 'registerOrJoinDevices' } } })
  t.strictSame([...others, ...more], [])
  t.end()
})

test('the policies that differ are named, and no others', t => {
  const found = compare(lantern([policyOf('same'), policyOf('patched'), policyOf('gone')]), lantern([policyOf('patched', clerk), policyOf('same'), policyOf('come')]))
  t.strictSame([...found.policies].sort(), ['come', 'gone', 'patched'])
  t.end()
})

test('a condition that is not known, changed or gone, is no proof of equivalence', t => {
  const times = (...hours: string[]): PolicyParts => ({ when: hours.length === 0 ? {} : { times: { includeHours: hours } } })
  for (const [from, to] of [[times('night'), times()], [times(), times('night')], [times('night'), times('day')]]) {
    t.not(compare(lantern([policyOf('mfa', from)]), lantern([policyOf('mfa', to)])).relation, 'equivalent')
  }
  t.equal(compare(lantern([policyOf('mfa', times('night'))]), lantern([policyOf('mfa', times('night'))])).relation, 'equivalent')
  t.end()
})

const office = { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'office', displayName: 'Office', isTrusted: true, ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' }] }

/** Policies that are alike in something that is not known, and differ beside it: where the one surely applies, the other does perhaps. */
const unlike: readonly (readonly [what: string, from: PolicyParts, to: PolicyParts, relation: Comparison['relation']])[] = [
  ['one person less beside a group that was not read', { users: { includeGroups: ['not-read'], includeUsers: [ids.cleo] } }, { users: { includeGroups: ['not-read'] } }, 'looser'],
  ['a group that was not read, excluded from everyone', {}, { users: { includeUsers: ['All'], excludeGroups: ['not-read'] } }, 'looser'],
  ['one application less beside the admin portals, whose ids are not published', { apps: { includeApplications: ['MicrosoftAdminPortals', 'elsewhere'] } }, { apps: { includeApplications: ['MicrosoftAdminPortals'] } }, 'looser'],
  ['one location that was not read in place of another', { when: { locations: { includeLocations: ['gone'] } } }, { when: { locations: { includeLocations: ['lost'] } } }, 'incomparable'],
  ['one location that was not read less beside one that was', { when: { locations: { includeLocations: ['office', 'gone'] } } }, { when: { locations: { includeLocations: ['office'] } } }, 'looser'],
  ['one filter that cannot be read in place of another', { when: { devices: { deviceFilter: { mode: 'include', rule: 'one' } } } }, { when: { devices: { deviceFilter: { mode: 'include', rule: 'two' } } } }, 'incomparable']
]

for (const [what, from, to, relation] of unlike) {
  test(`${what} is ${relation}`, t => {
    const at = (id: string, parts: PolicyParts): Tenant => lantern([policyOf(id, parts)], { namedLocations: [office] })
    t.equal(compare(at('mfa', from), at('mfa', to)).relation, relation)
    t.equal(compare(at('one', to), at('other', to)).relation, 'equivalent', 'the same under another id')
    t.end()
  })
}

test('an application excluded and asked by itself differs for requests for baseline scopes only, as the tenant treats them', t => {
  const parts = [policyOf('most', { apps: { includeApplications: ['All'], excludeApplications: [ids.wiki] } }), policyOf('wiki', { apps: { includeApplications: [ids.wiki] } })]
  const under = (baselineScopes: string): Comparison => compare(lantern([policyOf('mfa')], { settings: { baselineScopes } }), lantern(parts, { settings: { baselineScopes } }))
  t.equal(under('enforced').relation, 'equivalent')
  const { relation, regions } = under('legacy')
  t.equal(relation, 'looser')
  t.strictSame(regions.map(({ conditions, apps }) => [conditions.requestedScopes, apps.appIds, apps.anyOther]), [[['openid'], [ids.mail], true], [['User.Read'], [ids.mail], true]])
  t.end()
})

test('people of another tenant without an account are told by that tenant', t => {
  const externalTenants = { '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants', membershipKind: 'enumerated', members: ['partner'] }
  const partner = { users: { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'b2bCollaborationGuest,otherExternalUser', externalTenants } } }
  const { relation, regions: [region, ...more] } = compare(lantern([]), lantern([policyOf('partner', partner)]))
  t.match({ relation, more, region }, {
    relation: 'stricter', more: [],
    region: { externals: ['b2bCollaborationGuest of tenant `partner`', 'otherExternalUser of tenant `partner`'], witness: { signInIdentity: { externalTenantId: 'partner' } } }
  })
  t.end()
})

test('who cannot sign in does not count, people of other tenants without an account do not either but are told', t => {
  const users = [{ id: ids.cleo, userPrincipalName: 'cleo@lantern.example', displayName: 'Cleo', userType: 'Member', accountEnabled: false }]
  const { relation, newlyChallenged, regions } = compare(lantern([], { users }), lantern([policyOf('mfa')], { users }))
  t.match({ relation, newlyChallenged }, { relation: 'stricter', newlyChallenged: { count: 0 } })
  t.ok(regions.every(({ users: accounts, externals }) => accounts.count === 0 && externals.length > 0))
  t.match(compare(lantern([], { users }), lantern([policyOf('mfa', { users: { includeGroups: [ids.excluded] } })], { users })), { relation: 'equivalent' })
  t.end()
})
