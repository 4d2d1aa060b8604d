import { test } from 'tap'
import { startService, textAt, type Service } from '#test/fixtures/service.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

async function started(t: { teardown: (ended: () => Promise<void>) => void }): Promise<Service> {
  const service = await startService()
  t.teardown(() => service.app.close())
  return service
}

test('any one write is drafted with what it does, what it changes and what it needs', async t => {
  const { call } = await started(t)
  const cases = [
    { wish: { kind: 'setPolicyState', policy: ids.legacy, state: 'enabled' }, draft: { kind: 'setPolicyState', patch: { state: 'enabled' }, effect: { relation: 'stricter' } } },
    { wish: { kind: 'deletePolicy', policy: ids.mfa }, draft: { kind: 'deletePolicy', patch: null, effect: { relation: 'looser' }, before: { displayName: 'Require MFA' } } },
    {
      wish: { kind: 'createNamedLocation', body: { '@odata.type': '#microsoft.graph.countryNamedLocation', displayName: 'Home', countriesAndRegions: ['DE'] } },
      draft: { kind: 'createNamedLocation', target: null, effect: { relation: 'equivalent' } }
    },
    { wish: { kind: 'addGroupMembers', group: ids.excluded, members: [ids.cleo] }, draft: { kind: 'addGroupMembers', body: { displayName: 'MFA exceptions', members: [ids.cleo] }, effect: { relation: 'looser', newlyFree: 1 } } }
  ]
  for (const { wish, draft } of cases) {
    t.match(await call('POST', '/v1/drafts/writes', { body: wish }), { status: 201, body: { existing: false, draft: { ...draft, lockout: { status: 'safe' }, needs: { roles: Array, permissions: Array } } } }, wish.kind)
    t.match(await call('POST', '/v1/drafts/writes', { body: wish }), { status: 200, body: { existing: true } })
  }
})

test('a wish that cannot be is refused with a pointer, and drafts nothing', async t => {
  const { call, memory } = await started(t)
  const { conditions, ...policy } = { displayName: 'On at once', state: 'enabled', conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } }, grantControls: { operator: 'OR', builtInControls: ['mfa'] } }
  const cases = [
    { wish: { kind: 'deletePolicy', policy: 'none' }, pointer: '/body/policy' }, { wish: { kind: 'createPolicy', body: { ...policy, conditions } }, pointer: '/body/body/state' },
    { wish: { kind: 'removeGroupMember', group: ids.excluded, member: ids.cleo }, pointer: '/body/member' }
  ]
  for (const { wish, pointer } of cases) {
    const answer = await call('POST', '/v1/drafts/writes', { body: wish })
    t.match([answer.status, answer.body], [409, { detail: String, errors: [{ pointer }] }], wish.kind)
  }
  t.match(await call('POST', '/v1/drafts/writes', { body: { kind: 'launchPolicy' } }), { status: 400 })
  t.match(await call('POST', '/v1/drafts/writes', { body: { kind: 'deletePolicy', policy: ids.mfa, force: true } }), { status: 400 })
  t.equal(memory.drafts.size, 0)
})

test('a change is commented, and one of which it is not known whether it was written is settled by a person', async t => {
  const { call } = await started(t)
  const draft = await call('POST', '/v1/drafts/writes', { body: { kind: 'setPolicyState', policy: ids.legacy, state: 'enabled' } })
  const change = await call('POST', '/v1/changes', { body: { draft: textAt(draft.body, 'draft', 'id'), justification: 'needed', override: 'lockout' } })
  t.match(change, { status: 201, body: { kind: 'setPolicyState', override: 'lockout', comments: [] } })
  const url = `/v1/changes/${textAt(change.body, 'id')}`
  t.match(await call('POST', `${url}/comments`, { body: { text: 'why now?' } }), { status: 200, body: { state: 'submitted', comments: [{ text: 'why now?' }] } })
  t.match(await call('POST', `${url}/comments`, { body: { text: '' } }), { status: 400, body: { errors: [{ pointer: '/body/text' }] } })
  t.match(await call('POST', `${url}/resolve`, { body: { objectId: ids.legacy, text: 'it is on' } }), { status: 200, body: { state: 'applied', objectId: ids.legacy } })
  t.match(await call('POST', `${url}/resolve`, { body: { objectId: null } }), { status: 400 }, 'what was looked at is said')
  t.match(await call('POST', '/v1/changes/none/comments', { body: { text: 'why?' } }), { status: 404 })
})

test('a change is taken back by a change of its own', async t => {
  const { call, memory } = await started(t)
  const draft = await call('POST', '/v1/drafts/writes', { body: { kind: 'setPolicyState', policy: ids.legacy, state: 'disabled' } })
  const change = await call('POST', '/v1/changes', { body: { draft: textAt(draft.body, 'draft', 'id'), justification: 'needed' } })
  const id = textAt(change.body, 'id')
  const url = `/v1/changes/${id}/rollback`
  const kept = memory.changes.get(id)
  if (kept === undefined) return void t.fail('no change')
  t.match(await call('POST', url, { body: { justification: 'not meant' } }), { status: 409 }, 'the policy does not stand as the change would leave it')
  memory.changes.set(id, { ...kept, state: 'failed', objectId: ids.legacy, before: { ...kept.body, state: 'enabled' } })
  t.match(await call('POST', url, { body: { justification: 'not meant' } }), { status: 201, body: { kind: 'setPolicyState', rollbackOf: id, body: { state: 'enabled' } } })
  t.match(await call('POST', '/v1/changes/none/rollback', { body: { justification: 'not meant' } }), { status: 404 })
})

test('a suggestion is carried out by a plan whose next step is drafted', async t => {
  const { call, memory } = await started(t)
  const suggestion = memory.snapshot?.analysis.suggestions.find(({ steps }) => steps.some(step => step.do === 'enable' || step.do === 'patch'))
  if (suggestion === undefined) return void t.fail('no suggestion with steps')
  const plan = await call('POST', '/v1/plans', { body: { suggestion: suggestion.id } })
  t.match(plan, { status: 200, body: { suggestion: suggestion.id, next: 1, waitsFor: null, summary: /0 of \d+ steps are done/, steps: [{ position: 1, proof: { protectedStays: Boolean } }] } })
  const url = `/v1/plans/${textAt(plan.body, 'id')}`
  t.match(await call('GET', url), { status: 200, body: { title: suggestion.title } })
  t.match(await call('GET', '/v1/plans'), { status: 200, body: { total: 1, plans: [{ title: suggestion.title }] } })
  t.match(await call('POST', `${url}/draft`), { status: 201, body: { plan: { id: textAt(plan.body, 'id'), step: 1 }, suggestion: suggestion.id } })
  t.match(await call('POST', `${url}/draft`), { status: 200 }, 'the same step is the same draft')
  t.match(await call('POST', '/v1/plans', { body: { suggestion: 'none' } }), { status: 404 })
  for (const path of ['', '/draft', '/give-up']) t.match(await call(path === '' ? 'GET' : 'POST', `/v1/plans/none${path}`), { status: 404 }, path)
})

test('people get a group of their own in a policy by a plan', async t => {
  const { call } = await started(t)
  const group = { policy: ids.mfa, side: 'exclude', name: 'MFA exceptions by contract', members: [ids.cleo], protection: 'none' }
  const plan = await call('POST', '/v1/plans', { body: { group } })
  t.match(plan, { status: 200, body: { next: 1, steps: [{ wish: { kind: 'createGroup' } }, { wish: { kind: 'addGroupMembers', group: 'step:1' } }, { wish: { kind: 'patchPolicy' } }] } })
  t.match(await call('POST', '/v1/plans', { body: { group: { ...group, policy: 'none' } } }), { status: 409, body: { errors: [{ pointer: '/body/group/policy' }] } })
  t.match(await call('POST', '/v1/plans', { body: { group, suggestion: 'one of the two' } }), { status: 400 })
  t.match(await call('POST', '/v1/plans', { body: {} }), { status: 400 })
})
