import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Value } from 'typebox/value'
import { Analysis } from '#src/domain/analysis.ts'
import { lacuna } from '#test/fixtures/command.ts'

const tenants = fileURLToPath(new URL('../../../shared/tenants/', import.meta.url))

async function analysed(name: string): Promise<{ code: number | null, analysis: Analysis }> {
  const { code, output } = await lacuna(['analyze', `${tenants}${name}`])
  return { code, analysis: Value.Parse(Analysis, JSON.parse(output)) }
}

if (!existsSync(tenants)) t.comment('not run: the real policies are not beside the checkout')
else {
  await t.test('a tenant file and the exports it was made of say the same', async t => {
    const [file, exports] = await Promise.all([analysed('lantern-works.json'), analysed('joeyv-baseline')])
    t.equal(file.code, 1)
    t.same(exports.analysis.requirements, file.analysis.requirements)
    t.same(exports.analysis.findings, file.analysis.findings)
    t.equal(file.analysis.tenant.policies, 36)
  })
  await t.test('the report names the people who are left out through the nested project group, by path, and says that nothing makes up for them', async t => {
    const { output } = await lacuna(['analyze', `${tenants}lantern-works.json`, '--format', 'markdown'])
    const section = output.slice(output.indexOf('\n## Who is left out, and how\n'), output.indexOf('\n## Findings\n'))
    const path = section.slice(section.indexOf('`Project Kestrel` › `Project Kestrel contractors`: 12 people; no other policy makes up for any of them'))
    for (const name of ['Ola Costa', 'Mia Diaz', 'Kim Tan', 'Eva Novak']) t.ok(path.includes(`- \`${name} <`), name)
    t.match(section, /leaves out 26 of 374 accounts that it includes; no other policy makes up for 19 of them/)
    t.match(section, /`Dan Novak <[^>]+>`; another policy makes up/)
  })
  await t.test('policies alone decide nothing, and what could not be read is named by its file', async t => {
    const { code, analysis } = await analysed('filipin-aadp2')
    t.equal(code, 3)
    t.equal(analysis.tenant.policies, 54)
    t.ok(analysis.requirements.every(({ status }) => status === 'unknown'))
    t.ok(analysis.tenant.unread.length > 0)
    for (const { id, reason } of analysis.tenant.unread) t.ok(id?.endsWith('.json') === true && reason !== '', id ?? reason)
  })
}
