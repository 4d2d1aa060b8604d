import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { Value } from 'typebox/value'
import { Analysis } from '#src/domain/analysis.ts'
import { requirements } from '#src/requirements/all.ts'
import { lacuna } from '#test/fixtures/command.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const { groups: _, ...groupless } = smallTenant
const enforced = smallTenant.policies.map(policy => ({ ...policy, conditions: { ...policy.conditions, users: { includeUsers: ['All'], excludeGroups: ['gone'] } } }))
const folder = t.testdir({
  'tenant.json': JSON.stringify(smallTenant),
  'unknown.json': JSON.stringify({ ...groupless, settings: {}, policies: enforced }),
  'formulas.json': JSON.stringify({ ...smallTenant, users: smallTenant.users.map(user => user.id === ids.ben ? { ...user, displayName: '=1+1' } : user) }),
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
  t.ok(complaints.includes(`judged ${requirements.length} of ${requirements.length} requirements`))
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

t.test('as CSV it is a line for each user in a gap, of one requirement or of all, safe to open in a spreadsheet', async t => {
  const whole = JSON.parse((await lacuna(['analyze', join(folder, 'tenant.json')])).output)
  const { code, output, complaints } = await lacuna(['analyze', join(folder, 'formulas.json'), '--format', 'csv'])
  const lines = output.split('\r\n')
  t.equal(code, 1)
  t.ok(complaints.includes(`judged ${requirements.length} of ${requirements.length} requirements`))
  t.equal(lines[0], 'requirement,userId,userPrincipalName,displayName,state,conditions')
  t.equal(lines.pop(), '')
  const counted = whole.requirements.filter(({ status }: { status: string }) => status === 'gap').map(({ id, uncoveredUsers }: { id: string, uncoveredUsers: { count: number } }) => [id, uncoveredUsers.count])
  t.same(Object.entries(Object.groupBy(lines.slice(1), line => line.split(',')[0] ?? '')).map(([id, of]) => [id, of?.length]), counted)
  const alone = await lacuna(['analyze', join(folder, 'formulas.json'), '--format', 'csv', '--requirement', 'mfa-all-users'])
  t.equal(alone.output, `${lines[0]}\r\nmfa-all-users,${ids.ben},ben.both.2@lantern.example,"'=1+1",not covered,always\r\n`)
  const met = await lacuna(['analyze', join(folder, 'unknown.json'), '--format', 'csv', '--requirement', 'mfa-all-users'])
  t.match(met, { code: 3, output: `${lines[0]}\r\n` })
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
