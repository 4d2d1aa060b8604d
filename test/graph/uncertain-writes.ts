import { test } from 'tap'
import { isCreation, type WriteKind } from '#src/domain/write.ts'
import { sendWrite } from '#src/graph/apply.ts'
import { createGraphClient } from '#src/graph/client.ts'
import { createPace } from '#src/graph/pace.ts'
import type { FaultRule } from '#src/simulator/faults.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator } from '#src/simulator/server.ts'
import { clientWith, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, newPolicy, writeCases, writeOf, writer } from '#test/fixtures/writes.ts'

const creation = writeOf('createPolicy', newPolicy)
const faults: readonly FaultRule[] = [{ kind: 'unavailable', when: 'after' }, { kind: 'dropped', when: 'after' }, { kind: 'unavailable' }, { kind: 'dropped' }]

for (const { write, prepare } of writeCases) {
  const { kind, target } = write
  test(`${kind} is sent once whatever becomes of its answer, and what became of it is seen`, async t => {
    for (const fault of faults) {
      const { client, simulator } = await served(t, smallTenant(), { claims: writer })
      const { write: send, look } = accessOf(client)
      if (prepare !== undefined) await send(prepare)
      simulator.faults.add({ ...fault, method: methodOf(kind), times: 2 })
      t.match(await send(write), { uncertain: /Microsoft Graph/ }, `${fault.kind} ${fault.when ?? 'before'}`)
      t.equal(simulator.faults.list()[0]?.struck, 1)
      t.match(await look(write), { stands: fault.when ?? 'before', id: fault.when === 'after' ? target ?? String : isCreation(kind) ? null : target })
    }
  })
}

function methodOf(kind: WriteKind): string {
  return /^(patch|set|add)/.test(kind) ? 'PATCH' : /^(delete|remove)/.test(kind) ? 'DELETE' : 'POST'
}

test('half an answer is uncertain', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'truncated', method: 'POST', times: 1 }] })
  t.match(await accessOf(client).write(creation), { uncertain: /broke after the write of the policy was sent/ })
  t.equal(simulator.state.collections.policies.size, 3)
})

test('a write for which no connection could be made was never sent', async t => {
  const simulator = await startSimulator({ tenant: smallTenant() })
  t.teardown(routeTo(simulator.port))
  await simulator.close()
  t.match(await sendWrite(clientWith(instantTiming()), creation, {}), { refused: { status: 0, code: 'notSent' } })
})

test('a write that is stopped before it is sent rejects, one stopped on its way is uncertain', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'slow', path: '/policies', method: 'POST', milliseconds: 100 }] })
  const reason = new Error('stopped')
  await t.rejects(sendWrite(client, creation, { signal: AbortSignal.abort(reason) }), reason)
  t.strictSame(simulator.faults.list().map(({ struck }) => struck), [0])
  const stop = new AbortController()
  const answer = sendWrite(client, creation, { signal: stop.signal })
  while (simulator.faults.list()[0]?.struck !== 1) await new Promise(resolve => { setImmediate(resolve) })
  stop.abort(reason)
  t.match(await answer, { uncertain: /broke after the write of the policy was sent/ })
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
  await t.rejects(sendWrite(client, creation, { signal: stop.signal }), reason)
  t.equal(simulator.state.collections.policies.size, 2)
})
