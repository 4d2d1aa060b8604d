import { test } from 'tap'
import { generate } from '#src/simulator/generate/generate.ts'
import type { FaultRule } from '#src/simulator/faults.ts'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { contentsOf } from '#test/fixtures/tenant-contents.ts'

const grouped = smallTenant({
  policies: [{
    id: ids.mfaPolicy, displayName: 'MFA for the outer group', state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z',
    conditions: { clientAppTypes: ['all'], users: { includeGroups: [ids.outer] }, applications: { includeApplications: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }]
})

const generated: Record<string, unknown> = JSON.parse([...generate({ users: 300, apps: 40, policies: 20, seed: 9 })].join(''))
const first = Object(generated['roleAssignments'])[0]

for (const seed of [1, 2, 3]) {
  test(`with one request in ten throttled and one in twenty dropped the tenant is the same (seed ${seed})`, async t => {
    for (const [file, oid] of [[grouped, ids.admin], [generated, String(first.principalId)]] as const) {
      const calm = await served(t, file, { claims: { oid }, pageSize: 20 })
      const { tenant: expected } = await collected(calm.client)
      const faults: FaultRule[] = [
        { kind: 'throttled', probability: 0.05, seed }, { kind: 'throttled', probability: 0.05, retryAfter: 3, seed: seed + 100 },
        { kind: 'dropped', probability: 0.05, seed: seed + 200 }
      ]
      const { client, simulator } = await served(t, file, { claims: { oid }, pageSize: 20, faults })
      const { tenant } = await collected(client)
      t.strictSame(contentsOf(tenant), contentsOf(expected))
      const struck = simulator.faults.list().map(({ kind, struck: times }) => `${kind} ${times}`)
      t.comment(`seed ${seed}: ${struck.join(', ')} of ${simulator.log.exchanges().length} exchanges`)
      t.ok(simulator.faults.list().some(({ struck: times }) => times > 0), 'something was struck')
    }
  })
}

const trouble: readonly FaultRule[] = [
  { kind: 'throttled', retryAfter: 7 }, { kind: 'throttled' }, { kind: 'unavailable', retryAfter: 2 }, { kind: 'unavailable', when: 'after' }, { kind: 'dropped' },
  { kind: 'dropped', when: 'after' }, { kind: 'truncated' }, { kind: 'slow', milliseconds: 20 }
]

for (const fault of trouble) {
  const name = Object.entries(fault).map(([, value]) => value).join(' ')
  test(`each kind of answer may fail twice and the tenant is the same: ${name}`, async t => {
    const { tenant: expected } = await collected((await served(t, grouped)).client)
    const paths = ['conditionalAccess/policies', '/users\\?', '/servicePrincipals', '/groups\\?', 'batch$', '/roleAssignments', '/crossTenantAccessPolicy/default']
    const faults = paths.map(path => ({ ...fault, path, times: 2 }))
    const { client, simulator } = await served(t, grouped, { faults })
    const { tenant } = await collected(client)
    t.strictSame(contentsOf(tenant), contentsOf(expected))
    t.strictSame(simulator.faults.list().filter(({ struck, kind }) => kind !== 'slow' && struck !== 2), [], 'every fault struck twice')
  })
}

test('the time that Graph asks for is waited, and not less', async t => {
  const { client, timing } = await served(t, smallTenant(), { faults: [{ kind: 'throttled', path: '/users\\?', retryAfter: 42, times: 2 }] })
  await collected(client)
  t.strictSame(timing.waits.filter(wait => wait !== 1000), [42_000, 42_000])
})

test('where Graph asks for no time the waits grow, between half and the whole of a doubling step', async t => {
  const { client, timing } = await served(t, smallTenant(), { faults: [{ kind: 'throttled', path: '/users\\?', times: 4 }] })
  await collected(client)
  t.strictSame(timing.waits.filter(wait => wait !== 1000), [750, 1500, 3000, 6000])
})

test('a service that stays away is a failure of the collection, not a part that was not read', async t => {
  for (const kind of ['throttled', 'unavailable', 'dropped'] as const) {
    const { client } = await served(t, smallTenant(), { faults: [{ kind, path: '/roleDefinitions' }] })
    await t.rejects(collected(client), { name: kind === 'dropped' ? 'ConnectionLost' : 'GraphProblem' })
  }
})

test('users that end half way are a failure of the collection, not a smaller tenant', async t => {
  const { users } = smallTenant()
  const [one] = Array.isArray(users) ? users : []
  const many = Array.from({ length: 1200 }, (_, index) => ({ ...one, id: `22222222-0000-4000-8000-${String(index + 1).padStart(12, '0')}` }))
  const { client } = await served(t, smallTenant({ users: many }), { faults: [{ kind: 'forbidden', path: '/users\\?', after: 1 }] })
  await t.rejects(collected(client), { name: 'GraphProblem', status: 403 })
})
