import { setImmediate } from 'node:timers/promises'
import { test, type Test } from 'tap'
import { createGraphClient, type GraphClient } from '#src/graph/client.ts'
import { collect } from '#src/graph/collect.ts'
import { createPace } from '#src/graph/pace.ts'
import { realTiming, type Timing } from '#src/graph/timing.ts'
import type { FaultRule } from '#src/simulator/faults.ts'
import type { Simulator } from '#src/simulator/serve.ts'
import { collected, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

interface Counted {
  readonly client: GraphClient
  readonly simulator: Simulator
  readonly stop: AbortController
  /** Requests that were sent: each takes a token first. */
  sent(): number
}

async function counting(t: Test, timing: Timing, faults: readonly FaultRule[] = []): Promise<Counted> {
  const { simulator } = await served(t, smallTenant(), { faults })
  let count = 0
  const tokens = { token: async () => ({ accessToken: `token ${++count}`, expiresOn: new Date('2100-01-01') }) }
  return { client: createGraphClient({ tenantId: 'tenant', tokens, pace: createPace(timing), timing }), simulator, stop: new AbortController(), sent: () => count }
}

const reason = new Error('the operator stopped the run')

/** What is sent once the collection has ended: nothing, if it stops what it began. */
async function sentAfterwards({ sent, simulator }: Counted): Promise<number> {
  const before = sent()
  await simulator.close()
  await setImmediate()
  return sent() - before
}

for (const path of ['/conditionalAccess/policies', '/roleDefinitions', '/users?', '/servicePrincipals', '/groups?']) {
  test(`stopped when ${path} was answered, the collection ends with the reason and asks for nothing more`, async t => {
    const counted = await counting(t, instantTiming())
    let last = 0
    counted.simulator.log.listen(({ url }) => {
      if (!url.includes(path)) return
      last = counted.sent()
      counted.stop.abort(reason)
    })
    await t.rejects(collected(counted.client, { signal: counted.stop.signal }), reason)
    t.equal(counted.sent(), last)
    t.equal(await sentAfterwards(counted), 0)
  })
}

test('a signal that is aborted already lets no request out', async t => {
  const counted = await counting(t, instantTiming())
  await t.rejects(collected(counted.client, { signal: AbortSignal.abort(reason) }), reason)
  await counted.simulator.close()
  t.strictSame(counted.simulator.log.exchanges(), [])
})

test('an hour that Graph asks to wait ends when the collection is stopped', async t => {
  const counted = await counting(t, realTiming, [{ kind: 'throttled', path: '/roleDefinitions', retryAfter: 3600 }])
  counted.simulator.log.listen(({ status }) => status === 429 && counted.stop.abort(reason))
  await t.rejects(collected(counted.client, { signal: counted.stop.signal }), reason)
  t.equal(await sentAfterwards(counted), 0)
})

test('a request on its way is given up when the collection is stopped', async t => {
  const counted = await counting(t, instantTiming(), [{ kind: 'slow', path: '/roleDefinitions', milliseconds: 60_000 }])
  counted.simulator.log.listen(({ url }) => url.includes('/subscribedSkus') && counted.stop.abort(reason))
  await t.rejects(collected(counted.client, { signal: counted.stop.signal }), reason)
})

test('a caller who stops taking entries stops the requests too', async t => {
  const counted = await counting(t, instantTiming())
  const options = { signal: counted.stop.signal, collectedBy: 'reader', now: () => new Date(0), settings: {} }
  for await (const { collection } of collect(counted.client, options)) if (collection === 'users') break
  t.equal(await sentAfterwards(counted), 0)
})
