import { inTenant } from '#src/store/in-tenant.ts'
import { readAudit } from '#src/store/queries/audit.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { runsIn } from '#test/fixtures/runs.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const ben = { objects: [{ kind: 'user' as const, id: ids.ben }], requirements: ['mfa-all-users'], expiresAt: null }

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a remembered exception counts at once: its people are accepted, and the gap that they made is gone', async t => {
    const house = runsIn(database)
    await house.settings.declare(house.caller, { emergencyAccess: { users: [ids.emergency] } })
    const { id } = await house.runs.start(house.caller, 'hand')
    await house.runs.settled(house.caller, id, { milliseconds: 20_000, signal: new AbortController().signal })
    const result = async () => (await house.snapshots.latest(house.tenantId))?.analysis.requirements.find(one => one.id === 'mfa-all-users')
    t.match(await result(), { status: 'gap', acceptedUsers: 1 })
    await house.settings.remember(house.caller, { ...ben, reason: 'governed elsewhere' })
    t.match(await result(), { status: 'met', acceptedUsers: 2 })
    t.match(await house.settings.declared(house.caller), { emergencyAccess: { users: [ids.emergency] }, exceptions: [{ ...ben, author: 'reader', acceptedAt: '2026-11-23T08:00:00.000Z' }] })
  })
  await t.test('one for the same people and requirements replaces the one before, others stay, and each is in the trail', async t => {
    const house = runsIn(database)
    await house.settings.remember(house.caller, { ...ben, reason: 'first' })
    await house.settings.remember(house.caller, { ...ben, requirements: ['risky-users'], reason: 'another' })
    await house.settings.remember(house.caller, { ...ben, objects: [{ kind: 'user', id: ids.ben.toUpperCase() }], reason: 'second' })
    const { exceptions = [] } = await house.settings.declared(house.caller)
    t.same(exceptions.map(({ reason }) => reason), ['another', 'second'])
    const trail = await inTenant(database, house.tenantId, tenant => readAudit(tenant, 0, 10))
    t.match(trail, Array.from({ length: 3 }, () => ({ action: 'remember', actor: 'reader', subject: 'settings' })))
    t.notMatch(JSON.stringify(trail), ids.ben)
  })
  await t.test('of two remembered at once neither is lost', async t => {
    const house = runsIn(database)
    await Promise.all(['mfa-admins', 'risky-users'].map(requirement => house.settings.remember(house.caller, { ...ben, requirements: [requirement], reason: 'both' })))
    t.equal((await house.settings.declared(house.caller)).exceptions?.length, 2)
  })
})
