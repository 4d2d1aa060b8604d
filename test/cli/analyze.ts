import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { Value } from 'typebox/value'
import { Analysis } from '#src/domain/analysis.ts'
import { lacuna } from '#test/fixtures/command.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const { groups: _, ...groupless } = smallTenant
const enforced = smallTenant.policies.map(policy => ({ ...policy, conditions: { ...policy.conditions, users: { includeUsers: ['All'], excludeGroups: ['gone'] } } }))
const folder = t.testdir({
  'tenant.json': JSON.stringify(smallTenant),
  'unknown.json': JSON.stringify({ ...groupless, settings: {}, policies: enforced }),
  'nothing.json': '{"policies": []}',
  exports: { 'one.json': JSON.stringify(smallTenant.policies[0]), 'broken.json': '{' }
})
writeFileSync(join(folder, 'tenant.json.gz'), gzipSync(JSON.stringify(smallTenant)))
writeFileSync(join(folder, 'half.json.gz'), gzipSync(JSON.stringify(smallTenant)).subarray(0, 300))

t.test('a gap ends with 1, the analysis is complete, and progress stays off standard output', async t => {
  const { code, output, complaints } = await lacuna(['analyze', join(folder, 'tenant.json')])
  const analysis = Value.Parse(Analysis, JSON.parse(output))
  t.equal(code, 1)
  for (const { id, uncoveredUsers, gaps } of analysis.requirements) {
    t.equal(uncoveredUsers.ids?.length, uncoveredUsers.count, `${id} lists everyone`)
    t.ok(gaps.length > 0 || uncoveredUsers.count === 0, `${id} has a gap for them`)
  }
  t.match(complaints, /judged 7 of 7 requirements/)
})

t.test('a packed file says the same, one requirement is judged alone, and a summary leaves counts', async t => {
  const whole = JSON.parse((await lacuna(['analyze', join(folder, 'tenant.json')])).output)
  const { code, output } = await lacuna(['analyze', join(folder, 'tenant.json.gz'), '--requirement', 'mfa-all-users', '--summary'])
  const { requirements } = JSON.parse(output)
  t.equal(code, 1)
  t.equal(requirements.length, 1)
  t.equal(requirements[0].uncoveredUsers.count, whole.requirements[0].uncoveredUsers.count)
  t.notHas(requirements[0].uncoveredUsers, { ids: [] })
})

t.test('without a gap, something unknown or unreadable ends with 3', async t => {
  const { code, output } = await lacuna(['analyze', join(folder, 'unknown.json'), '--requirement', 'mfa-all-users'])
  t.match(JSON.parse(output), { requirements: [{ status: 'unknown' }] })
  t.equal(code, 3)
})

t.test('a directory of exports is taken, and what is damaged is named', async t => {
  const { code, output } = await lacuna(['analyze', join(folder, 'exports')])
  t.match(JSON.parse(output), { tenant: { policies: 1, unread: [{ id: 'broken.json', reason: /not JSON/ }] } })
  t.equal(code, 3)
})

t.test('where nothing can be used it ends with 2 and says what to do', async t => {
  t.match(await lacuna(['analyze', join(folder, 'nothing.json')]), { code: 2, output: '', complaints: /no policy and no user/ })
  t.match(await lacuna(['analyze', join(folder, 'missing.json')]), { code: 2, complaints: /cannot be read \(ENOENT\)/ })
  t.match(await lacuna(['analyze', join(folder, 'half.json.gz')]), { code: 2, complaints: /its compression is damaged/ })
  t.match(await lacuna(['analyze', join(folder, 'tenant.json'), '--requirement', 'mfa']), { code: 2, complaints: /`mfa` is no requirement; give one of mfa-all-users/ })
  t.match(await lacuna(['analyze', join(folder, 'tenant.json'), '--format', 'pdf']), { code: 2, complaints: /`pdf` is no format/ })
})
