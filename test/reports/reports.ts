import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { renderReport } from '#src/reports/report.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const hostile = '<img src=x onerror=alert(1)> | *bold* `code`'
const { analysis } = analyseTenant(tenantOf({ ...smallTenant, organization: { id: 'tenant', displayName: hostile } }))
const empty: Analysis = {
  tenant: { id: null, displayName: null, collectedAt: null, collectedBy: null, users: 0, groups: 0, apps: 0, policies: 0, unread: [] },
  requirements: [], findings: [], suggestions: [], unknowns: []
}
const many = Array.from({ length: 100_000 }, (_, index) => `user-${index}`)
const huge: Analysis = {
  ...analysis, requirements: analysis.requirements.map(one => ({ ...one, uncoveredUsers: { count: many.length, ids: many } }))
}

t.test('data is the analysis as it is, whole', t => {
  t.same(JSON.parse(renderReport(huge, 'json')), JSON.parse(JSON.stringify(huge)))
  t.end()
})

for (const format of ['markdown', 'html'] as const) {
  t.test(`${format} tells every requirement, its numbers, a witness, and every suggestion`, t => {
    const report = renderReport(analysis, format)
    for (const { title } of analysis.requirements) t.ok(report.includes(title), title)
    for (const { title } of analysis.suggestions) t.ok(report.includes(title), title)
    const gap = analysis.requirements.flatMap(({ gaps }) => gaps)[0]
    t.ok(report.includes(gap?.witness.signInIdentity.userId ?? 'no witness'))
    t.match(report, /Why: `Require MFA` leaves out Ben Both/)
    t.end()
  })
  t.test(`${format} takes what the tenant says for text`, t => {
    const report = renderReport(analysis, format)
    t.notMatch(report, /(?<!\\)<img/)
    t.match(report, /img src=x onerror=alert/)
    t.end()
  })
  t.test(`${format} names each file that could not be read once, with its reasons`, t => {
    const unread = [
      { collection: 'policies', id: 'a.json', reason: 'first reason' }, { collection: 'policies', id: 'a.json', reason: 'first reason' },
      { collection: 'policies', id: 'a.json', reason: 'second reason' }, { collection: 'users', status: 403, reason: 'not allowed' }
    ]
    const lines = renderReport({ ...analysis, tenant: { ...analysis.tenant, unread } }, format).split('\n')
    t.equal(lines.filter(line => line.includes('a.json')).length, 1)
    t.match(lines.find(line => line.includes('a.json')), /first reason; second reason/)
    t.match(lines.find(line => line.includes('not allowed')), /users/)
    t.end()
  })
  t.test(`${format} of nothing says so, and of very much shows the first`, t => {
    t.match(renderReport(empty, format), /An unnamed tenant: 0 users[^]*None was judged/)
    const report = renderReport(huge, format)
    t.match(report, /user-49[^]*and 99,950 more/)
    t.notMatch(report, /user-50\b/)
    t.end()
  })
}

t.test('the page stands alone: no script, nothing loaded, a bar with words for each requirement', t => {
  const page = renderReport(analysis, 'html')
  t.notMatch(page, /<(script|link|img|iframe)|https?:|url\(/i)
  t.equal(page.match(/<svg role="img" aria-label="[^"]+"/g)?.length, analysis.requirements.length)
  t.match(page, /^<!doctype html>\n<html lang="en">/)
  t.end()
})
