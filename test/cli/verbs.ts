import { join } from 'node:path'
import t from 'tap'
import { lacuna } from '#test/fixtures/command.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const [policy] = smallTenant.policies
const folder = t.testdir({
  'tenant.json': JSON.stringify(smallTenant),
  'off.json': JSON.stringify({ ...policy, state: 'disabled' }),
  'new.json': JSON.stringify({ ...policy, id: undefined, displayName: 'New', state: 'enabledForReportingButNotEnforced', conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] }, grantControls: { operator: 'OR', builtInControls: ['block'] } }),
  'none.json': '[]'
})
const tenant = join(folder, 'tenant.json')

t.test('what-if answers a line a sign-in, names the lines that are none, and ends with 2 then', async t => {
  const signIn = JSON.stringify({ signInIdentity: { userId: ids.emergency }, signInContext: { includeApplications: ['some-app'] } })
  const good = await lacuna(['what-if', tenant, '--sign-ins', '-'], `${signIn}\n\n${signIn}\n`)
  t.equal(good.code, 0)
  t.equal(good.output.trim().split('\n').length, 2)
  t.match(JSON.parse(good.output.split('\n')[0] ?? ''), { policies: [{ id: policy?.id, policyApplies: Boolean }], outcome: { result: String, controls: Array } })
  const bad = await lacuna(['what-if', tenant, '--sign-ins', '-'], `nonsense\n${signIn}\n{"signInIdentity":{}}\n`)
  t.match(bad, { code: 2, complaints: /line 1 is no sign-in: it is not JSON[^]*line 3 is no sign-in: / })
  t.equal(bad.output.trim().split('\n').length, 1)
  t.match(await lacuna(['what-if', tenant, '--sign-ins', join(folder, 'gone')]), { code: 2, complaints: /cannot be read \(ENOENT\)/ })
})

t.test('compare tells what one policy would change, added or in place of one', async t => {
  const off = await lacuna(['compare', tenant, '--with', join(folder, 'off.json')])
  t.equal(off.code, 0)
  t.match(JSON.parse(off.output), { policy: { replaces: true }, relation: 'looser', newlyFree: { count: Number, ids: Array }, regions: [{ change: 'looser', witness: {} }] })
  const added = JSON.parse((await lacuna(['compare', tenant, '--with', join(folder, 'new.json')])).output)
  t.match(added, { policy: { id: 'added', replaces: false }, relation: 'equivalent', regions: [], whenEnforced: { relation: 'stricter', lockout: { status: 'locked' } } })
  t.match(await lacuna(['compare', tenant, '--with', join(folder, 'none.json')]), { code: 2, complaints: /is no policy/ })
})

t.test('without a verb it shows how it is used', async t => {
  t.match(await lacuna([]), { code: 2, output: '', complaints: /a verb is missing[^]*lacuna analyze {2}TENANT/ })
  t.match(await lacuna(['--help']), { code: 0, output: /lacuna analyze {2}TENANT/, complaints: '' })
  t.match(await lacuna(['analyse']), { code: 2, complaints: /`analyse` is no verb/ })
  t.match(await lacuna(['compare', tenant]), { code: 2, complaints: /give `--with`/ })
  t.match(await lacuna(['generate', '--users', 'many']), { code: 2, complaints: /give `--users` a whole number/ })
})
