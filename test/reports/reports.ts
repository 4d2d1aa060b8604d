import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { renderReport } from '#src/reports/report.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const { analysis, compiled } = analyseTenant(tenantOf(smallTenant))
const empty: Analysis = {
  tenant: { id: null, displayName: null, collectedAt: null, collectedBy: null, users: 0, groups: 0, apps: 0, policies: 0, unread: [], personas: [] },
  requirements: [], findings: [], suggestions: [], unknowns: []
}
const many = Array.from({ length: 100_000 }, (_, index) => `user-${index}`)
const gaps = analysis.requirements.flatMap(one => one.gaps)
const huge: Analysis = {
  ...analysis, findings: Array.from({ length: 3_000 }, () => analysis.findings).flat(), suggestions: Array.from({ length: 300 }, () => analysis.suggestions).flat(),
  requirements: analysis.requirements.map(one => ({
    ...one, uncoveredUsers: { count: many.length, ids: many }, gaps: Array.from({ length: 500 }, () => gaps).flat(), possible: Array.from({ length: 500 }, () => gaps).flat()
  }))
}
const sections = ['What was read', 'Coverage', 'Requirements', 'Who is left out, and how', 'Findings', 'Suggestions', 'What is not known']

t.test('data is the analysis as it is, whole', t => {
  const whole = { ...analysis, requirements: analysis.requirements.map(one => ({ ...one, uncoveredUsers: { count: many.length, ids: many } })) }
  t.same(JSON.parse(renderReport(whole, 'json', compiled)), JSON.parse(JSON.stringify(whole)))
  t.end()
})

for (const format of ['markdown', 'html'] as const) {
  const report = renderReport({ ...analysis, unknowns: [{ what: 'the tide', why: 'nobody looked', requirements: ['mfa-all-users'] }] }, format, compiled)
  t.test(`${format} has its sections in one order`, t => {
    const found = [...report.matchAll(format === 'html' ? /<h2[^>]*>(.*)<\/h2>/g : /^## (.*)$/gm)].map(([, title]) => title)
    t.same(found, sections)
    t.end()
  })
  t.test(`${format} tells every requirement, its numbers, a witness with its name, and every suggestion`, t => {
    for (const { title } of analysis.requirements) t.ok(report.includes(title), title)
    for (const { title } of analysis.suggestions) t.ok(report.includes(title), title)
    t.match(report, /Ben Both (&lt;|<)ben\.both\.2@lantern\.example/)
    t.match(report, /Why no policy catches it:[^]{0,20}Require MFA[^]{0,10} leaves out Ben Both/)
    t.match(report, /read 2026-11-23 08:00 UTC by [^]{0,6}Ada Admin/)
    t.match(report, /the tide:.*nobody looked.*Require multifactor authentication for all users/)
    t.end()
  })
  t.test(`${format} says who is left out through which groups, and whether another policy makes up`, t => {
    t.match(report, /through the group .{0,6}MFA exceptions.{0,15}›.{0,15}Contractors.{0,8}: .{0,6}Ben Both .*no other policy makes up/)
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
  t.test(`${format} of nothing says so, and of very much shows the first and counts the rest`, t => {
    t.match(renderReport(empty, format), /An unnamed tenant: 0 users[^]*None was judged/)
    const long = renderReport(huge, format, compiled)
    t.match(long, /user-39\b[^]*and 99,960 more/)
    t.notMatch(long, /user-40\b/)
    t.ok(long.length < 2_000_000, `${long.length} characters`)
    t.end()
  })
}

t.test('both tell the same words in the same order', t => {
  const words = (text: string): string[] => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim().split(' ')
  const page = renderReport(analysis, 'html', compiled)
  const shown = page.slice(page.indexOf('<h2 id="section-3"')).replaceAll(/<[^>]*>/g, ' ').replaceAll(/&(?:lt|gt|amp|quot|#39);/g, ' ')
  const text = renderReport(analysis, 'markdown', compiled)
  const plain = text.slice(text.indexOf('## Requirements')).replaceAll(/^ *`+(?:diff)?$/gm, ' ').replaceAll(/^ *\|[-:|]+\|$/gm, ' ').replaceAll('Users who stand alike', ' ').replaceAll(/^ *\d+\. /gm, ' ')
  t.same(words(shown.replaceAll('Users who stand alike', ' ')).filter(word => !/^\d+$/.test(word)), words(plain).filter(word => !/^\d+$/.test(word)))
  t.end()
})
