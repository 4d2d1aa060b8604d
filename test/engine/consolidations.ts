import { test } from 'tap'
import { analysePolicies } from '#src/engine/analyse/analyse.ts'
import { compile } from '#src/engine/compile.ts'
import type { GapRegion } from '#src/engine/gap-region.ts'
import { lantern, policyOf, reportOnly, type PolicyParts } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

type Body = Record<string, unknown>

/** What is said of two policies, whichever comes first: the body that could replace them with what it would change, or nothing. */
function replacing(one: Body, other: Body, settings: Body = {}): { bodies: Body[], stricter: unknown[], looser: unknown[] } {
  const told = (regions: readonly GapRegion[]): unknown[] => regions.map(({ conditions, apps }) => [conditions.requestedScopes, apps.appIds, apps.anyOther])
  const found = [[one, other], [other, one]].map(policies => analysePolicies(compile(lantern(policies, { settings }))).consolidations)
  const [first = [], second = []] = found.map(list => list.map(({ body, stricter, looser }) => ({ body, stricter: told(stricter), looser: told(looser) })))
  return { bodies: [...first, ...second].map(({ body }) => body), stricter: first.flatMap(({ stricter }) => stricter), looser: first.flatMap(({ looser }) => looser) }
}

const frequency = (value: number): PolicyParts => ({ grant: [], session: { signInFrequency: { isEnabled: true, frequencyInterval: 'timeBased', type: 'hours', value } } })
const browser = (mode: string): PolicyParts => ({ grant: [], session: { persistentBrowser: { isEnabled: true, mode } } })
const strong = { ...policyOf('strong'), grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: 'own', allowedCombinations: ['fido2'] } } }
const on = (...includePlatforms: string[]): PolicyParts => ({ when: { platforms: { includePlatforms } } })

test('two halves become one, whichever comes first', t => {
  const { bodies, ...changes } = replacing(policyOf('one', on('iOS', 'windows')), policyOf('other', on('macOS', 'android')))
  t.match(bodies, [1, 2].map(() => ({ state: 'enabled', grantControls: { builtInControls: ['mfa'] }, conditions: { platforms: { includePlatforms: { length: 4 } } } })))
  t.strictSame(changes, { stricter: [], looser: [] })
  t.end()
})

test('of two frequencies the shorter stays, whichever comes first', t => {
  const { bodies, ...changes } = replacing(policyOf('often', frequency(1)), policyOf('seldom', frequency(12)))
  t.match(bodies, [1, 2].map(() => ({ sessionControls: { signInFrequency: { value: 1 } } })))
  t.equal(bodies.length, 2)
  t.strictSame(changes, { stricter: [], looser: [] })
  t.end()
})

test('a strength and a control are both kept', t => {
  const { bodies } = replacing(strong, policyOf('device', { grant: ['compliantDevice'] }))
  t.match(bodies, [1, 2].map(() => ({ grantControls: { operator: 'AND', builtInControls: ['compliantDevice'], authenticationStrength: { id: 'own' } } })))
  t.equal(bodies.length, 2)
  t.end()
})

const apart: readonly (readonly [what: string, one: Body, other: Body])[] = [
  ['session controls that contradict each other', policyOf('one', browser('always')), policyOf('other', browser('never'))],
  ['a choice of controls and another control', policyOf('one', { grant: ['mfa', 'compliantDevice'] }), policyOf('other', { grant: ['compliantApplication'] })],
  ['a strength and MFA', strong, policyOf('other')],
  ['a block and MFA', policyOf('one', { grant: ['block'] }), policyOf('other')],
  ['halves in different states', policyOf('one', on('iOS')), policyOf('other', { ...on('macOS'), state: reportOnly })],
  ['halves with different controls', policyOf('one', on('iOS')), policyOf('other', { ...on('macOS'), grant: ['compliantDevice'] })],
  ['halves with different session controls', policyOf('one', { ...on('iOS'), ...frequency(1) }), policyOf('other', { ...on('macOS'), ...frequency(12) })],
  ['quarters that do not touch', policyOf('one', { ...on('iOS'), apps: { includeApplications: [ids.mail] } }), policyOf('other', { ...on('macOS'), apps: { includeApplications: [ids.wiki] } })]
]

for (const [what, one, other] of apart) {
  test(`${what} do not become one policy`, t => {
    t.strictSame(replacing(one, other).bodies, [])
    t.end()
  })
}

const allBut = (...excludeApplications: string[]): Body => policyOf('most', { apps: { includeApplications: ['All'], excludeApplications } })
const wiki = policyOf('wiki', { apps: { includeApplications: [ids.wiki] } })

test('an application put back changes requests for baseline scopes, where the tenant lets them pass', t => {
  const narrow = (...apps: string[]): unknown[] => [['openid'], ['User.Read']].map(scopes => [scopes, apps, apps.includes(ids.mail)])
  const changes = (most: Body, baselineScopes: string): unknown => {
    const { bodies, ...differences } = replacing(most, wiki, { baselineScopes })
    return { merged: bodies.length, ...differences }
  }
  t.strictSame(changes(allBut(ids.wiki), 'enforced'), { merged: 2, stricter: [], looser: [] })
  t.strictSame(changes(allBut(ids.wiki), 'legacy'), { merged: 2, stricter: narrow(ids.mail), looser: [] })
  t.strictSame(changes(allBut(ids.wiki, 'other'), 'legacy'), { merged: 2, stricter: [], looser: narrow(ids.wiki) })
  t.end()
})
