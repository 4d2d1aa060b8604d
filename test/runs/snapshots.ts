import { createSnapshots } from '#src/runs/snapshots.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { entriesOf, runsIn } from '#test/fixtures/runs.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const patience = { milliseconds: 20_000, signal: new AbortController().signal }

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a snapshot read back says what it said when it was analysed', async t => {
    const house = runsIn(database)
    const { id } = await house.runs.start(house.caller, 'hand')
    await house.runs.settled(house.caller, id, patience)
    const kept = await house.snapshots.latest(house.tenantId)
    const readBack = await createSnapshots(database, house.settings).latest(house.tenantId)
    t.not(readBack, kept)
    t.strictSame(readBack?.analysis, kept?.analysis)
    t.equal(await house.snapshots.latest(house.tenantId), kept)
  })
  await t.test('policies that were read again stand in the latest snapshot, which is not read back for them, and say the same when it is', async t => {
    const house = runsIn(database)
    const { id } = await house.runs.start(house.caller, 'hand')
    await house.runs.settled(house.caller, id, patience)
    const collected = await house.snapshots.latest(house.tenantId)
    const policies = smallTenant.policies.map(policy => ({ ...policy, state: 'disabled' }))
    const again = await house.snapshots.reread(house.tenantId, { at: '2026-11-23T09:00:00.000Z', state: { policies, namedLocations: [] } })
    t.equal(again?.before, collected)
    t.ok(again?.after.tenant.policies.every(({ policy }) => policy.state === 'disabled'))
    t.equal(await house.snapshots.latest(house.tenantId), again?.after)
    t.strictSame((await createSnapshots(database, house.settings).latest(house.tenantId))?.analysis, again?.after.analysis)
    t.equal(await house.snapshots.reread('another tenant', { at: '2026-11-23T09:00:00.000Z', state: { policies, namedLocations: [] } }), undefined)
  })
  await t.test('what is declared later counts at once, and is in the trail', async t => {
    const house = runsIn(database)
    const { id } = await house.runs.start(house.caller, 'hand')
    await house.runs.settled(house.caller, id, patience)
    const accepted = async (): Promise<number | undefined> =>
      (await house.snapshots.latest(house.tenantId))?.analysis.requirements.find(({ id: name }) => name === 'mfa-all-users')?.acceptedUsers
    t.equal(await accepted(), 0)
    await house.settings.declare(house.caller, { emergencyAccess: { users: [ids.emergency] } })
    t.equal(await accepted(), 1)
    t.strictSame(await house.settings.declared(house.caller), { emergencyAccess: { users: [ids.emergency] } })
    t.match(await house.settings.of(house.tenantId), { namingConvention: '{title}' })
  })
  await t.test('a tenant of many chunks is read back whole, in whatever order its parts came', async t => {
    const house = runsIn(database)
    const filler = 'x'.repeat(1000)
    const users = Array.from({ length: 3000 }, (_, index) => ({
      id: `90000000-0000-4000-8000-${String(index).padStart(12, '0')}`, displayName: `${filler} ${index}`, userPrincipalName: `user${index}@lantern.example`,
      userType: 'Member', accountEnabled: true
    }))
    house.collect = async function* () {
      yield* entriesOf({ ...smallTenant, users: [...smallTenant.users, ...users] })
    }
    const { id } = await house.runs.start(house.caller, 'hand')
    t.match(await house.runs.settled(house.caller, id, patience), { state: 'finished' })
    const readBack = await createSnapshots(database, house.settings).latest(house.tenantId)
    t.equal(readBack?.tenant.users.count, 3007)
    t.strictSame(readBack?.analysis, (await house.snapshots.latest(house.tenantId))?.analysis)
  })
  await t.test('a reading that lacks a part is partial, and names it', async t => {
    const house = runsIn(database)
    const { groups: _, ...rest } = smallTenant
    await house.settings.declare(house.caller, { emergencyAccess: { users: [ids.emergency] } })
    house.collect = async function* () {
      yield* entriesOf({ ...rest, unread: [{ collection: 'groups', reason: 'Authorization_RequestDenied: not allowed', status: 403 }] })
    }
    const { id } = await house.runs.start(house.caller, 'hand')
    await house.runs.settled(house.caller, id, patience)
    const snapshot = await house.snapshots.latest(house.tenantId)
    t.match(snapshot, { partial: true, analysis: { tenant: { unread: [{ collection: 'groups', status: 403 }] } } })
    t.equal(snapshot?.analysis.requirements.find(({ id: name }) => name === 'mfa-all-users')?.status, 'unknown')
  })
})
