import { randomUUID } from 'node:crypto'
import { inTenant } from '#src/store/in-tenant.ts'
import { claimKey, keepAnswer, releaseKey, type ClaimTimes } from '#src/store/queries/idempotency.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

const minute = 60_000
const day = 24 * 60 * minute
const answer = { status: 201, contentType: 'application/json', body: '{"id":"1"}' }

function at(milliseconds: number): ClaimTimes {
  const now = Date.parse('2026-11-23T10:00:00Z') + milliseconds
  return { now: new Date(now), keptSince: new Date(now - day), busySince: new Date(now - minute) }
}

onEachDatabase(async (t, database) => {
  const fresh = () => {
    const [tenantId, key] = [randomUUID(), { caller: 'someone', key: randomUUID() }]
    return {
      key, claim: (hash: string, after: number, by = key) => inTenant(database, tenantId, tenant => claimKey(tenant, by, hash, at(after))),
      keep: () => inTenant(database, tenantId, tenant => keepAnswer(tenant, key, answer)),
      release: () => inTenant(database, tenantId, tenant => releaseKey(tenant, key))
    }
  }
  await t.test('of many requests at once with one key, one is done', async t => {
    const { claim } = fresh()
    const answers = await Promise.all(Array.from({ length: 10 }, () => claim('hash', 0)))
    t.strictSame(answers.sort(), [...Array.from({ length: 9 }, () => 'busy'), 'claimed'])
  })
  await t.test('the answer is kept for a day, for the same request only', async t => {
    const { claim, keep } = fresh()
    t.equal(await claim('hash', 0), 'claimed')
    await keep()
    t.strictSame(await claim('hash', day - 1), answer)
    t.equal(await claim('another hash', day - 1), 'other')
    t.equal(await claim('hash', day + 1), 'claimed')
  })
  await t.test('a claim without an answer can be claimed again after a minute, or when it was given up', async t => {
    const { claim, release } = fresh()
    t.equal(await claim('hash', 0), 'claimed')
    t.equal(await claim('hash', minute - 1), 'busy')
    t.equal(await claim('hash', minute + 1), 'claimed')
    await release()
    t.equal(await claim('hash', minute + 2), 'claimed')
  })
  await t.test('a key belongs to its caller', async t => {
    const { claim, key } = fresh()
    t.equal(await claim('hash', 0), 'claimed')
    t.equal(await claim('hash', 0, { ...key, caller: 'somebody else' }), 'claimed')
  })
})
