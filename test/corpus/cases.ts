import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'tap'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { checkComparison, checkFindings, checkRequirement, checkVerdict } from './case/expectations.ts'
import { judged } from './case/judge.ts'
import { Cases, type Case } from './case/schema.ts'
import { tenantFile } from './case/tenant.ts'

const folder = import.meta.dirname
const only = process.argv[2] ?? ''
const files = readdirSync(folder).filter(name => name.endsWith('.yaml') && name.includes(only)).sort()
const all: Case[] = []

for (const file of files) {
  test(file, t => {
    const cases = Value.Parse(Cases, parse(readFileSync(`${folder}/${file}`, 'utf8')))
    all.push(...cases)
    for (const one of cases) {
      void t.test(one.name, t => {
        const tenant = judged(tenantFile(one.tenant))
        for (const verdict of one.verdicts ?? []) checkVerdict(t, tenant, verdict)
        for (const [id, expected] of Object.entries(one.requirements ?? {})) checkRequirement(t, tenant, id, expected)
        if (one.findings !== undefined || one.noFindings !== undefined) checkFindings(t, tenant, one)
        if (one.comparison !== undefined) checkComparison(t, tenant, one.comparison)
        t.end()
      })
    }
    t.end()
  })
}

test('every case says why and expects something, under a name of its own', t => {
  for (const { name, why, verdicts, requirements, findings, noFindings, comparison } of all) {
    t.match(why, /\b(?:[SCO]\d+|reference \d+|design)\b/, `${name}: why`)
    t.ok([verdicts, requirements, findings, noFindings, comparison].some(part => part !== undefined), `${name}: expectations`)
  }
  t.equal(new Set(all.map(({ name }) => name)).size, all.length)
  if (only === '') t.ok(all.length >= 60, `${all.length} cases`)
  t.end()
})

test('a case with a member that is not known is no case', t => {
  const plain = { name: 'a case', why: 'C1', tenant: { policies: {} }, verdicts: [{ outcome: 'granted' }] }
  t.strictSame(Value.Parse(Cases, [plain]), [plain])
  const strange: readonly object[] = [
    { surprise: 1 }, { tenant: { policies: {}, peple: {} } }, { tenant: { policies: {}, people: { ada: { isGuest: true } } } },
    { verdicts: [{ outcome: 'granted', given: { risk: 'high' } }] }, { requirements: { 'mfa-all-users': { status: 'gap', uncoverd: [] } } },
    { findings: [{ kind: 'vacuos', policies: [] }] }, { comparison: { relation: 'equivalent', newlyblocked: 0 } }
  ]
  for (const part of strange) t.throws(() => Value.Parse(Cases, [{ ...plain, ...part }]), JSON.stringify(part))
  t.end()
})
