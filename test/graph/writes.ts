import { test, type Test } from 'tap'
import { createPolicy, findCreated, listPolicies, readPolicy } from '#src/graph/apply.ts'
import { createChangeGraph } from '#src/graph/change-graph.ts'
import { createGraphClient } from '#src/graph/client.ts'
import { createPace } from '#src/graph/pace.ts'
import { createIdentity } from '#src/graph/token.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import { requirements } from '#src/requirements/all.ts'
import type { FaultRule } from '#src/simulator/faults.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator, type StartedSimulator } from '#src/simulator/server.ts'
import { clientWith, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { guardedTenant } from '#test/fixtures/guarded-tenant.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const body: PolicyBody = {
  displayName: 'Lacuna: MFA', state: 'enabledForReportingButNotEnforced',
  conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] } },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] }
}

const past = new Date('2026-01-01T00:00:00Z')

const uncertain: readonly [string, FaultRule][] = [
  ['503', { kind: 'unavailable', method: 'POST', when: 'after', times: 1 }],
  ['a dropped connection', { kind: 'dropped', method: 'POST', when: 'after', times: 1 }],
  ['half an answer', { kind: 'truncated', method: 'POST', times: 1 }]
]

for (const [name, fault] of uncertain) {
  test(`after ${name} a write that took effect is uncertain, sent once, and found by its content`, async t => {
    const { client, simulator } = await served(t, smallTenant(), { faults: [fault] })
    t.match(await createPolicy(client, body, {}), { uncertain: /Microsoft Graph/ })
    t.equal(simulator.state.collections.policies.size, 3)
    t.equal(simulator.log.exchanges().filter(({ method }) => method === 'POST').length, 1)
    t.match(await findCreated(client, { body, since: past }), { displayName: 'Lacuna: MFA', state: body.state })
  })
}

test('after 503 or a connection dropped before the write the answer is uncertain too, and nothing is found', async t => {
  for (const kind of ['unavailable', 'dropped'] as const) {
    const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind, method: 'POST', times: 1 }] })
    t.match(await createPolicy(client, body, {}), { uncertain: /Microsoft Graph/ })
    t.equal(simulator.state.collections.policies.size, 2)
    t.equal(await findCreated(client, { body, since: past }), undefined)
  }
})

test('a write that Graph refuses is refused with its code, and one that is throttled is not sent again', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'throttled', method: 'POST', times: 1 }] })
  t.match(await createPolicy(client, body, {}), { refused: { status: 429, code: 'TooManyRequests' } })
  t.match(await createPolicy(client, { ...body, state: 'sometimes' }, {}), { refused: { status: 400 } })
  t.equal(simulator.state.collections.policies.size, 2)
})

test('a write for which no connection could be made was never sent', async t => {
  const simulator = await startSimulator({ tenant: smallTenant() })
  t.teardown(routeTo(simulator.port))
  await simulator.close()
  t.match(await createPolicy(clientWith(instantTiming()), body, {}), { refused: { status: 0, code: 'notSent' } })
})

test('a write that is stopped before it is sent rejects, one stopped on its way is uncertain', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'slow', path: '/policies', method: 'POST', milliseconds: 100 }] })
  const reason = new Error('stopped')
  await t.rejects(createPolicy(client, body, { signal: AbortSignal.abort(reason) }), reason)
  t.strictSame(simulator.faults.list().map(({ struck }) => struck), [0])
  const stop = new AbortController()
  const answer = createPolicy(client, body, { signal: stop.signal })
  while (simulator.faults.list()[0]?.struck !== 1) await new Promise(resolve => { setImmediate(resolve) })
  stop.abort(reason)
  t.match(await answer, { uncertain: /broke after the policy was sent/ })
})

test('a write that is stopped while its token is fetched rejects: it never left', async t => {
  const { simulator, timing } = await served(t, smallTenant())
  const [stop, reason] = [new AbortController(), new Error('stopped')]
  const tokens = {
    async token() {
      stop.abort(reason)
      return { accessToken: 'token', expiresOn: new Date('2100-01-01') }
    }
  }
  const client = createGraphClient({ tenantId: 'tenant', tokens, pace: createPace(timing), timing })
  await t.rejects(createPolicy(client, body, { signal: stop.signal }), reason)
  t.equal(simulator.state.collections.policies.size, 2)
})

test('what is found has the content that was sent and was created since', async t => {
  const { client } = await served(t, smallTenant())
  const answer = await createPolicy(client, body, {})
  t.match(answer, { created: { displayName: 'Lacuna: MFA' } })
  t.ok(await findCreated(client, { body, since: past }))
  t.equal(await findCreated(client, { body, since: new Date('2100-01-01') }), undefined, 'older than the write')
  t.equal(await findCreated(client, { body: { ...body, state: 'disabled' }, since: past }), undefined, 'another content')
  t.equal((await listPolicies(client)).length, 3)
})

test('a policy that is not there, or not yet, is undefined; a refusal is not', async t => {
  const { client, simulator } = await served(t, smallTenant())
  t.equal(await readPolicy(client, ids.people[0] ?? ''), undefined)
  simulator.faults.add({ kind: 'forbidden' })
  await t.rejects(readPolicy(client, ids.mfaPolicy), { name: 'GraphProblem', status: 403 })
})

async function changeGraph(t: Test, options: { ownReader: boolean }) {
  const simulator = await startSimulator({ tenant: guardedTenant() })
  const undo = routeTo(simulator.port)
  t.teardown(async () => {
    await undo()
    await simulator.close()
  })
  const { clientId, secret } = simulator.registrations.lacuna
  const identity = createIdentity({ clientId, credential: { secret }, authority: 'https://login.microsoftonline.com' })
  const graph = createChangeGraph({ identity, pace: createPace(instantTiming()) }, options)
  return { simulator, graph, presented: async (person: string) => ({ operator: { tid: ids.tenant }, assertion: await simulator.tokenFor(person) }) }
}

const signal = new AbortController().signal
const clientRequestId = '0b8e3a1c-6d7f-4a57-9d3e-2f4e5a6b7c8d'

/** The id of the policy of the last write that the simulator saw. */
function lastWritten(simulator: StartedSimulator): string {
  return String(Object(simulator.log.exchanges().findLast(({ method }) => method === 'POST')?.responseBody)['id'])
}

test('every template, created report-only with an approver\'s token, agrees with what is read back', async t => {
  const { simulator, graph, presented } = await changeGraph(t, { ownReader: true })
  const { accessToken, expiresAt } = await graph.tokenOf(await presented('admin'))
  t.ok(expiresAt.getTime() > Date.now())
  const access = graph.as(ids.tenant, accessToken)
  for (const { id, template } of requirements) {
    t.match(await access.create(template, { clientRequestId, signal }), { created: { state: 'enabledForReportingButNotEnforced' } }, id)
    const read = await access.read(lastWritten(simulator), signal)
    t.ok(graph.agrees(template, read), id)
    t.notOk(graph.agrees({ ...template, state: 'enabled' }, read), `${id} in another state`)
    t.ok(graph.agrees(template, await graph.reader(ids.tenant)?.findCreated({ body: template, since: past }, signal)), `${id} found by the application itself`)
  }
  const writes = simulator.log.exchanges().filter(({ method }) => method === 'POST')
  t.ok(writes.every(({ headers }) => headers['client-request-id'] === clientRequestId))
})

test('the application looks for writes only where that is wanted', async t => {
  const { graph } = await changeGraph(t, { ownReader: false })
  t.equal(graph.reader(ids.tenant), undefined)
})

test('the roles of the approver are those held now, through a group too', async t => {
  const { graph, presented } = await changeGraph(t, { ownReader: false })
  t.ok((await graph.rolesOf(await presented('admin'), signal)).length > 0)
  const throughGroup = await graph.rolesOf(await presented(ids.people[2] ?? ''), signal)
  t.strictSame(throughGroup, ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'])
  t.strictSame(await graph.rolesOf(await presented(ids.people[3] ?? ''), signal), [], 'an eligible role is not held')
})
