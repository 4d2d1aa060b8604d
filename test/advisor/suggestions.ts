import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { allButEmergency, lanternFile, policyOf, reportOnly } from '#test/fixtures/lantern.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

type Body = Record<string, unknown>

function analysed(file: Body): Analysis {
  return analyseTenant(tenantOf(file)).analysis
}

/** The same tenant with every list in it turned round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned).reverse()
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner)])) : value
}

const mfa = policyOf('mfa', { users: allButEmergency })

test('every gap has one suggestion, and nothing else has', t => {
  for (const file of [lanternFile([]), lanternFile([mfa]), lanternFile([], { subscribedSkus: [] }), smallTenant]) {
    const { requirements, suggestions } = analysed(file)
    t.strictSame(suggestions.map(({ requirement }) => requirement).sort(), requirements.filter(({ status }) => status === 'gap').map(({ id }) => id).sort())
  }
  t.end()
})

test('a requirement that is met, unknown or not applicable has no suggestion', t => {
  const suggested = (file: Body): string[] => analysed(file).suggestions.map(({ requirement }) => requirement)
  t.ok(suggested(lanternFile([])).includes('mfa-all-users'))
  t.notOk(suggested(lanternFile([mfa])).includes('mfa-all-users'), 'met')
  t.notOk(suggested(lanternFile([policyOf('mfa', { users: { includeUsers: ['All'], excludeGroups: ['unread'] } })])).includes('mfa-all-users'), 'unknown')
  t.strictSame(suggested(lanternFile([], { subscribedSkus: [] })), [], 'not applicable')
  t.end()
})

test('suggestions are ranked by severity, then by who is exposed, then by how many applications', t => {
  const order = ['critical', 'high', 'medium', 'low']
  const exceptOne = policyOf('mfa', { users: { includeUsers: ['All'], excludeUsers: [ids.cleo] }, when: { clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'] } })
  const { suggestions, requirements } = analysed(lanternFile([exceptOne]))
  const places = suggestions.map(({ severity, requirement }) => [order.indexOf(severity), -(requirements.find(({ id }) => id === requirement)?.uncoveredUsers.count ?? 0)])
  t.strictSame(places, [...places].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d))
  t.strictSame(suggestions.map(({ rank }) => rank), suggestions.map((_, index) => index + 1))
  t.strictSame(suggestions.slice(0, 2).map(({ requirement }) => requirement), ['block-legacy-authentication', 'mfa-all-users'], 'six exposed before one')
  t.end()
})

test('a suggestion says why, what to create, what that would do, and where it comes from', t => {
  const [one] = analysed(lanternFile([policyOf('standing', { users: allButEmergency, state: reportOnly })])).suggestions.filter(({ requirement }) => requirement === 'mfa-all-users')
  t.match(one, {
    id: 'mfa-all-users:createPolicy', kind: 'createPolicy', severity: 'critical', source: requirementOf('mfa-all-users')?.source.name, licence: ['Microsoft Entra ID P1'],
    reasons: ['severity critical', '6 of 6 users are exposed', '2 applications and any other', 'under every condition'],
    policies: ['standing'], body: { state: reportOnly }, effect: { relation: 'equivalent', whenEnforced: { newlyChallenged: 6, newlyBlocked: 0 } }, lockout: { status: 'safe' }
  })
  t.match(one?.summary, /^create `.*` in report-only mode; no outcome changes now; enforced, it would ask more of 6 users; report-only `standing` would already cover part of it$/)
  t.end()
})

test('a gap under a condition names it among the reasons', t => {
  const browser = policyOf('browser', { users: allButEmergency, when: { clientAppTypes: ['browser'] } })
  const [one] = analysed(lanternFile([browser])).suggestions.filter(({ requirement }) => requirement === 'mfa-all-users')
  t.equal(one?.reasons.at(-1), 'under the condition: with client mobileAppsAndDesktopClients')
  t.end()
})

test('ids and ranks stay the same whatever the order of the lists of the tenant', t => {
  const file = lanternFile([mfa, policyOf('stale', { users: { includeUsers: ['gone', ids.emergency], includeGroups: ['gone-too'] } }), policyOf('legacy', { state: reportOnly, grant: ['block'] }), ...smallTenant.policies])
  const [one, other] = [analysed(file), analysed(Object(turned(file)))]
  t.strictSame(other.suggestions.map(({ id, rank }) => [id, rank]), one.suggestions.map(({ id, rank }) => [id, rank]))
  t.strictSame(other.findings.map(({ id, severity }) => [id, severity]).sort(), one.findings.map(({ id, severity }) => [id, severity]).sort())
  t.ok(one.findings.length >= 5 && one.suggestions.length >= 3)
  t.end()
})
