import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { renderReport } from '#src/reports/report.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const { analysis, compiled } = analyseTenant(tenantOf(smallTenant))
const page = renderReport(analysis, 'html', compiled)

t.test('the page stands alone: no script, and nothing that is loaded', t => {
  t.match(page, /^<!doctype html>\n<html lang="en">/)
  t.notMatch(page, /<(script|link|img|iframe|object|embed|base|form)\b|https?:|url\(|@import/i)
  t.match(page, /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/)
  t.end()
})

t.test('headings go down by one level at a time, and the contents lead to each section', t => {
  const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level))
  t.equal(levels[0], 1)
  t.ok(levels.every((level, index) => index === 0 || (level > 1 && level <= (levels[index - 1] ?? 0) + 1)), levels.join(' '))
  const ids = [...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)
  t.same([...page.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id), ids)
  t.equal(new Set(ids).size, ids.length)
  t.end()
})

t.test('tables have a caption and heads of rows and columns', t => {
  const tables = [...page.matchAll(/<table>[^]*?<\/table>/g)].map(([table]) => table)
  t.ok(tables.length > 0)
  for (const table of tables) {
    t.match(table, /<caption>[^<]/)
    t.equal(table.match(/<tr>/g)?.length, (table.match(/<th scope="row">/g)?.length ?? 0) + 1)
    t.match(table, /<th scope="col">/)
  }
  t.end()
})

t.test('the picture says what it is, has a row for each requirement and a legend, and its bars are in proportion', t => {
  const pictures = [...page.matchAll(/<svg class="matrix \w+" role="img" aria-label="([^"]+)"[^]*?<\/svg>/g)]
  t.equal(pictures.length, 2, 'one for narrow pages and one for wide ones')
  for (const [picture, label] of pictures) {
    t.match(label, new RegExp(`^Coverage: of ${analysis.requirements.length} requirements \\d+ have gaps\\.`))
    t.equal(picture.match(/class="mark (gap|met|unknown|notApplicable)"/g)?.length, analysis.requirements.length)
    t.equal(picture.match(/class="track"/g)?.length, analysis.requirements.length * 6)
    const mfa = picture.slice(picture.indexOf('Require multifactor authentication for all'))
    const width = (kind: string): number => Number(new RegExp(`rect class="${kind}"[^>]* width="([\\d.]+)%"`).exec(mfa)?.[1])
    t.ok(Math.abs(width('covered') / width('accepted') - 5) < 0.1, `five are covered, one is accepted: ${width('covered')} and ${width('accepted')}`)
    t.ok(Math.abs(width('covered') / (width('notCovered')) - 5) < 0.1, 'one is not covered')
  }
  for (const state of ['not covered', 'covered except', 'covered', 'not decided', 'accepted', 'outside']) t.ok(page.includes(`</svg> ${state}:`), state)
  t.end()
})
