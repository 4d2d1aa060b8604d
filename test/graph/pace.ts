import { setImmediate } from 'node:timers/promises'
import { test } from 'tap'
import { createPace, isPaced } from '#src/graph/pace.ts'
import { createGraphClient } from '#src/graph/client.ts'
import { served } from '#test/fixtures/graph-client.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

test('the Conditional Access APIs take turns, whatever version or query', t => {
  for (const path of ['/identity/conditionalAccess/policies', '/identity/conditionalAccess/namedLocations?$top=5', '/identityProtection/riskyUsers', '/Identity/ConditionalAccess']) {
    t.ok(isPaced(path), path)
  }
  for (const path of ['/identity/conditionalAccessOther', '/users', '/policies/authenticationStrengthPolicies', '/users?$filter=/identity/conditionalAccess']) {
    t.notOk(isPaced(path), path)
  }
  t.end()
})

/** A pace whose seconds pass when told to; `turns` are those that were had, `waits` what is waited for. */
function stepping() {
  const [turns, waits, open]: [string[], number[], (() => void)[]] = [[], [], []]
  const pace = createPace({
    wait(milliseconds) {
      waits.push(milliseconds)
      return new Promise(resolve => { open.push(resolve) })
    }
  })
  const take = (name: string, tenant = 'tenant', signal?: AbortSignal): Promise<void> => pace.turn(tenant, signal).then(() => void turns.push(name))
  return {
    turns, waits, take,
    async pass() {
      open.shift()?.()
      await setImmediate()
    }
  }
}

test('each turn in a tenant is a second after the one before, in the order of asking', async t => {
  const { turns, waits, take, pass } = stepping()
  const all = ['first', 'second', 'third'].map(name => take(name))
  await setImmediate()
  t.strictSame([turns, waits], [['first'], [1000]])
  await pass()
  t.strictSame([turns, waits], [['first', 'second'], [1000, 1000]])
  await pass()
  t.strictSame(turns, ['first', 'second', 'third'])
  await Promise.all(all)
})

test('a turn after the second has passed is had at once, one before it is not', async t => {
  const { turns, take, pass } = stepping()
  await take('first')
  const second = take('second')
  await setImmediate()
  t.strictSame(turns, ['first'])
  await pass()
  await second
  await pass()
  await take('third')
  t.strictSame(turns, ['first', 'second', 'third'])
})

test('tenants do not wait for each other', async t => {
  const { turns, take } = stepping()
  await take('one', 'a')
  void take('two', 'a')
  await take('three', 'b')
  t.strictSame(turns, ['one', 'three'])
})

test('who stops waiting takes no turn, and the next one gets it', async t => {
  const { turns, take, pass } = stepping()
  const stop = new AbortController()
  await take('first')
  const gone = take('gone', 'tenant', stop.signal)
  const last = take('last')
  stop.abort(new Error('no more'))
  await t.rejects(gone, { message: 'no more' })
  await pass()
  await last
  t.strictSame(turns, ['first', 'last'])
  await t.rejects(take('late', 'tenant', stop.signal), { message: 'no more' })
})

test('two clients of one tenant share the pace, and every try takes a turn', async t => {
  const { simulator, timing } = await served(t, smallTenant(), { faults: [{ kind: 'throttled', path: 'namedLocations', times: 2, retryAfter: 0 }] })
  const pace = createPace(timing)
  const tokens = { token: async () => ({ accessToken: 'token', expiresOn: new Date('2100-01-01') }) }
  const [one, two] = [1, 2].map(() => createGraphClient({ tenantId: 'tenant', tokens, pace, timing }))
  await Promise.all([one?.get('/identity/conditionalAccess/policies'), two?.get('/identity/conditionalAccess/namedLocations')])
  t.equal(simulator.log.exchanges().length, 4)
  t.ok(timing.waits.filter(wait => wait === 1000).length >= 3, String(timing.waits))
})

test('requests of other APIs do not wait for a turn', async t => {
  const { client, timing } = await served(t, smallTenant())
  await client.get('/users')
  await client.get('/organization')
  t.strictSame(timing.waits, [])
})
