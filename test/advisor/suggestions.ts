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

test('every gap is closed by one suggestion, and nothing else is', t => {
  for (const file of [lanternFile([]), lanternFile([mfa]), lanternFile([], { subscribedSkus: [] }), smallTenant]) {
    const { requirements, suggestions } = analysed(file)
    t.strictSame(suggestions.flatMap(({ closes }) => closes).sort(), requirements.filter(({ status }) => status === 'gap').map(({ id }) => id).sort())
  }
  t.end()
})

test('a requirement that is met, unknown or not applicable has no suggestion', t => {
  const suggested = (file: Body): string[] => analysed(file).suggestions.flatMap(({ closes }) => closes)
  t.ok(suggested(lanternFile([])).includes('mfa-all-users'))
  t.notOk(suggested(lanternFile([mfa])).includes('mfa-all-users'), 'met')
  t.notOk(suggested(lanternFile([policyOf('mfa', { users: { includeUsers: ['All'], excludeGroups: ['unread'] } })])).includes('mfa-all-users'), 'unknown')
  t.strictSame(suggested(lanternFile([], { subscribedSkus: [] })), [], 'not applicable')
  t.end()
})

test('suggestions are ranked by severity, then by the administrators, the users and the applications that are exposed', t => {
  const order = ['critical', 'high', 'medium', 'low']
  const exceptOne = policyOf('mfa', { users: { includeUsers: ['All'], excludeUsers: [ids.cleo] }, when: { clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'] } })
  const { suggestions } = analysed(lanternFile([exceptOne]))
  const number = (reasons: readonly string[], pattern: RegExp): number => Number(reasons.map(reason => pattern.exec(reason)?.[1]).find(found => found !== undefined) ?? 0)
  const places = suggestions.map(({ severity, reasons }) => [order.indexOf(severity), -number(reasons, /^(\d+) administrators? among/), -number(reasons, /^(\d+) of \d+ users/)])
  t.strictSame(places.filter(([, , users]) => users !== 0), places.filter(([, , users]) => users !== 0).sort(([a = 0, b = 0, c = 0], [d = 0, e = 0, f = 0]) => a - d || b - e || c - f))
  t.strictSame(suggestions.map(({ rank }) => rank), suggestions.map((_, index) => index + 1))
  t.ok(new Set(places.map(([severity]) => severity)).size > 2)
  t.end()
})

test('a suggestion says why, what to create, what that would do, and where it comes from', t => {
  const [one] = analysed(lanternFile([policyOf('standing', { users: { ...allButEmergency, excludeGroups: [ids.excluded] }, state: reportOnly })])).suggestions.filter(({ requirement }) => requirement === 'mfa-all-users')
  t.match(one, {
    id: 'mfa-all-users:createPolicy', kind: 'createPolicy', severity: 'critical', source: requirementOf('mfa-all-users')?.source.name, licence: ['Microsoft Entra ID P1'],
    reasons: ['severity critical', '1 administrator among the exposed', '6 of 6 users are exposed', '2 applications and any other', 'under every condition'],
    policies: ['standing'], body: { state: reportOnly }, effect: { relation: 'equivalent', whenEnforced: { newlyChallenged: 6, newlyBlocked: 0 } }, lockout: { status: 'safe' },
    confidence: 'proven', unknowns: [], steps: [{ do: 'create', body: { state: reportOnly } }, { do: 'enable', body: { state: 'enabled' } }]
  })
  t.match(one?.summary, /^create `.*` in report-only mode; report-only `standing` would already cover part of it; no outcome changes now; enforced, it would ask more of 6 users$/)
  t.match(one?.reversible, /^turn off or delete/)
  t.end()
})

test('a gap under a condition names it among the reasons', t => {
  const browser = policyOf('browser', { users: allButEmergency, when: { clientAppTypes: ['browser'] } })
  const [one] = analysed(lanternFile([browser])).suggestions.filter(({ requirement }) => requirement === 'mfa-all-users')
  t.ok(one?.reasons.includes('under the condition: with client mobileAppsAndDesktopClients'), one?.reasons.join('; ') ?? 'none')
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
