import { test } from 'tap'
import { ids } from '#test/fixtures/small-tenant.ts'
import { startService } from '#test/fixtures/service.ts'

test('requirements are told in total, and one in full', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const all = await call('GET', '/v1/requirements')
  t.match(all, { status: 200, body: { snapshot: 'snapshot-1',
    requirements: [{ id: 'mfa-all-users', status: 'gap', uncoveredUsers: { count: 1 } }] } })
  t.notMatch(all.text, /"ids"|"gaps"/)
  t.match(await call('GET', '/v1/requirements/mfa-all-users'), {
    body: { uncoveredUsers: { ids: [ids.ben] }, gaps: [{ users: 1, words: 'always', witness: { signInIdentity: { userId: ids.ben } } }] }
  })
  t.match(await call('GET', '/v1/requirements/mfa-all-users/uncovered-users'),
    { body: { total: 1, users: [{ id: ids.ben, when: ['always'] }] } })
})

test('uncovered users page to the end, each once', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const found: string[] = []
  let cursor = ''
  do {
    const { body } = await call('GET', `/v1/requirements/block-device-code-flow/uncovered-users?top=2${cursor}`)
    const { users, next } = Object(body)
    found.push(...users.map(({ id }: { id: string }) => id))
    cursor = next === undefined ? '' : `&cursor=${next}`
  } while (cursor !== '')
  t.same(found.sort(), [ids.ada, ids.ben, ids.cleo, ids.guest, ids.twin, ids.otherTwin].sort())
})

test('a policy is told with its body, reach, exclusions and what it protects', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  t.match(await call('GET', `/v1/policies/${ids.mfa.toUpperCase()}`), {
    status: 200,
    body: {
      displayName: 'Require MFA', body: { grantControls: { builtInControls: ['mfa'] } }, protects: /mfa-all-users/,
      reach: { users: { included: 5 }, apps: { anyOther: true },
        excluded: [{ kind: 'user' }, { name: 'MFA exceptions' }, { path: ['MFA exceptions', 'Contractors'] }] }
    }
  })
})

test('the analysis comes as data and as a report in three formats', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const analysis = await call('GET', '/v1/analysis')
  t.match(analysis.body, { tenant: { displayName: 'Lantern' }, findings: Array, suggestions: [{ rank: 1 }], unknowns: Array })
  t.notMatch(analysis.text, /"ids"/)
  t.match(await call('GET', '/v1/report'), { status: 200, headers: { 'content-type': /^text\/markdown/ } })
  t.match(await call('GET', '/v1/report?format=html'),
    { status: 200, headers: { 'content-type': /^text\/html/, 'content-security-policy': /default-src 'none'/ } })
  t.match(await call('GET', '/v1/report?format=json'), { status: 200, headers: { 'content-type': /^application\/json/ } })
  t.match(await call('GET', '/v1/report?format=pdf'), { status: 400 })
})

test('many sign-ins are judged in their order, a bad one with pointers', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const signIn = (userId: string) => ({
    signInIdentity: { userId }, signInContext: { includeApplications: [ids.mail] },
    signInConditions: { clientAppType: 'browser', devicePlatform: 'windows' }
  })
  const answer = await call('POST', '/v1/what-if', { body: { signIns: [signIn(ids.ben), {}, signIn(ids.cleo)] } })
  t.match(answer, {
    status: 200,
    body: {
      verdicts: [
        { verdict: { outcome: { result: 'granted' }, policies: [{ id: ids.mfa, policyApplies: false }, {}] } },
        { errors: [{ pointer: String, detail: String }] },
        { verdict: { outcome: { result: 'grantedWith', controls: [['mfa']] } } }
      ]
    }
  })
  t.match(await call('POST', '/v1/what-if', { body: { signIns: Array.from({ length: 1001 }, () => ({})) } }), { status: 400 })
})

test('without a snapshot, reading says so', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  memory.snapshot = undefined
  for (const url of ['/v1/requirements', '/v1/analysis', '/v1/report', `/v1/policies/${ids.mfa}`]) {
    t.match(await call('GET', url), { status: 409, body: { type: 'urn:lacuna:problem:no-snapshot' } }, url)
  }
})

test('a run is started, watched and cancelled', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  t.match(await call('POST', '/v1/runs'), { status: 202, body: { id: 'run-1' } })
  t.match(await call('GET', '/v1/runs/run-1'), { status: 200, body: { step: 'collect', done: 3, total: 9 } })
  t.match(await call('POST', '/v1/runs/run-1/cancel'), { status: 200, body: { state: 'cancelled' } })
})

test('what is told in full is what was found, to the last member of a witness', async t => {
  const { app, call, memory: { snapshot } } = await startService()
  t.teardown(() => app.close())
  const [requirement] = snapshot?.analysis.requirements ?? []
  const [gap] = requirement?.gaps ?? []
  t.ok(gap, 'the small tenant has a gap')
  const deviceInfo = { isCompliant: false, physicalIds: null, systemLabels: ['x'], trustType: 'ServerAD', extensionAttribute1: null }
  Object.assign(gap?.witness ?? {}, { requestedScopes: ['openid'], publicClient: true })
  Object.assign(gap?.witness.signInConditions ?? {}, { deviceInfo, country: null, authenticationFlow: { transferMethod: 'deviceCodeFlow' } })
  Object.assign(gap?.conditions ?? {}, { platforms: ['windows'], devices: ['unregistered'] })
  t.same((await call('GET', '/v1/requirements/mfa-all-users')).body, JSON.parse(JSON.stringify(requirement)))
})
