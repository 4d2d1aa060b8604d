import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { renderReport } from '#src/reports/report.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const names = [
  '<img src=x onerror=alert(1)>', '</style><script>alert(1)</script>', '"><svg onload=alert(1)>', '`</code><b>`', '````\n# heading\n````',
  '**bold** [link](javascript:alert(1)) | cell', 'line\nbreak\r\n- item', '&lt;b&gt;', '\u0000\u001b[31m', '--> </pre><h1>'
]

/** The small tenant with every name in it replaced. */
function called(name: string) {
  const renamed = <T extends object>(objects: readonly T[]): T[] => objects.map(object => ({ ...object, displayName: name }))
  const { analysis, compiled } = analyseTenant(tenantOf({
    ...smallTenant, organization: { ...smallTenant.organization, displayName: name }, users: renamed(smallTenant.users), groups: renamed(smallTenant.groups),
    servicePrincipals: renamed(smallTenant.servicePrincipals), policies: renamed(smallTenant.policies), roleDefinitions: renamed(smallTenant.roleDefinitions)
  }))
  return { page: renderReport(analysis, 'html', compiled), text: renderReport(analysis, 'markdown', compiled) }
}

const tags = (page: string): string[] => [...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([tag]) => tag)
const plain = called('plain')
const elements = new Set(tags(plain.page))

for (const name of names) {
  t.test(`the page takes ${JSON.stringify(name)} for text wherever it stands`, t => {
    const { page } = called(name)
    t.same(tags(page).filter(tag => !elements.has(tag)), [], 'no element that a harmless name does not give')
    t.equal(tags(page).filter(tag => tag === '<h1').length, 1)
    t.notOk(/<[^>]* on(error|load)=/.test(page.replaceAll(/"[^"]*"/g, '""')), 'no handler outside of a quoted value')
    t.notOk(/[^\P{Cc}\n]/u.test(page), 'no control character')
    t.end()
  })
  t.test(`markdown takes ${JSON.stringify(name)} for text wherever it stands`, t => {
    const { text } = called(name)
    const outside = text.replaceAll(/^( *)(`{3,})diff\n[^]*?\n\1\2$/gm, '').replaceAll(/(?<![\\`])`[^`\n]*`(?!`)/g, '')
    t.notMatch(outside, /(?<!\\)<(?!\/?code)/, 'no element begins')
    t.notMatch(outside, /(?<!\\)\[link/)
    const headings = (whole: string): number => whole.match(/^ *#+ /gm)?.length ?? 0
    t.equal(headings(text), headings(plain.text), 'no heading of its own')
    t.end()
  })
}
