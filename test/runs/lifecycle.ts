import { onEachDatabase } from '#test/fixtures/databases.ts'
import { callerOf } from '#test/fixtures/changes.ts'
import { runsIn, stuck, type RunsUnderTest } from '#test/fixtures/runs.ts'

const patience = { milliseconds: 20_000, signal: new AbortController().signal }

async function settled({ runs, caller }: RunsUnderTest, id: string) {
  return runs.settled(caller, id, patience)
}

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a run reads the tenant in the name of who started it, and ends with a snapshot', async t => {
    const house = runsIn(database)
    const started = await house.runs.start(house.caller, 'hand')
    t.match(started, { state: 'queued', trigger: 'hand', startedBy: 'reader', finishedAt: null, snapshotId: null })
    const run = await settled(house, started.id)
    t.match(run, { id: started.id, state: 'finished', finishedAt: '2026-11-23T08:00:00.000Z', error: null })
    t.match(house.readers, [{ tenantId: house.tenantId, id: 'reader', assertion: house.caller.assertion }])
    const snapshot = await house.snapshots.latest(house.tenantId)
    t.match(snapshot, { id: run?.snapshotId ?? 'none', collectedBy: 'reader', partial: false })
    t.equal(snapshot?.tenant.users.count, 7)
  })
  await t.test('a second start answers the run that is under way', async t => {
    const house = runsIn(database)
    house.collect = stuck
    const first = await house.runs.start(house.caller, 'hand')
    t.equal((await house.runs.start(callerOf(house.tenantId, 'another'), 'skill')).id, first.id)
    t.match(await house.runs.settled(house.caller, first.id, { ...patience, milliseconds: 300 }), { state: 'running', step: 'collect' })
    t.match(await house.runs.underWay(house.caller), { id: first.id, trigger: 'hand', state: 'running' })
    await house.runs.close()
  })
  await t.test('a cancelled run ends and leaves no snapshot', async t => {
    const house = runsIn(database)
    house.collect = stuck
    const { id } = await house.runs.start(house.caller, 'hand')
    t.match(await house.runs.cancel(house.caller, id), { state: 'cancelled' })
    await house.runs.close()
    t.match(await settled(house, id), { state: 'cancelled', snapshotId: null, error: 'it was cancelled' })
    t.equal(await house.runs.underWay(house.caller), undefined)
    t.equal(await house.snapshots.latest(house.tenantId), undefined)
    t.match(await house.runs.cancel(house.caller, id), { state: 'cancelled' })
    t.equal(await house.runs.cancel(house.caller, 'no such run'), undefined)
  })
  await t.test('a run that fails says why without telling what is inside', async t => {
    const house = runsIn(database)
    const problem = Object.assign(new Error('Microsoft Graph answered 503'), { name: 'GraphProblem' })
    for (const [error, words] of [[problem, 'Microsoft Graph answered 503'], [new Error('token abc'), 'it failed inside the service; the log has the reason']] as const) {
      house.collect = async function* () {
        yield { collection: 'users' }
        throw error
      }
      const { id } = await house.runs.start(house.caller, 'hand')
      t.match(await settled(house, id), { state: 'failed', error: words, snapshotId: null })
    }
    t.strictSame(house.errors, [problem, new Error('token abc')])
    t.equal(await house.snapshots.latest(house.tenantId), undefined)
  })
  await t.test('after a process is gone its run counts as failed, and the next one begins', async t => {
    const [gone, house] = [runsIn(database), runsIn(database)]
    gone.collect = stuck
    const caller = callerOf(gone.tenantId, 'reader')
    const first = await gone.runs.start(caller, 'hand')
    t.equal((await house.runs.start(caller, 'hand')).id, first.id)
    house.clock = new Date(house.clock.getTime() + 61_000)
    const next = await house.runs.start(caller, 'hand')
    t.not(next.id, first.id)
    t.match(await house.runs.get(caller, first.id), { state: 'failed', error: 'the process that ran it ended' })
    t.match(await house.runs.settled(caller, next.id, patience), { state: 'finished' })
    await gone.runs.close()
    t.match(await house.runs.get(caller, first.id), { state: 'failed' })
  })
  await t.test('what another tenant does is not there', async t => {
    const house = runsIn(database)
    const { id } = await house.runs.start(house.caller, 'hand')
    const stranger = callerOf('another-tenant', 'reader')
    t.equal(await house.runs.get(stranger, id), undefined)
    t.equal(await house.runs.cancel(stranger, id), undefined)
    t.equal(await house.snapshots.latest('another-tenant'), undefined)
    await settled(house, id)
  })
  await t.test('a scheduled run reads with the identity of the service', async t => {
    const house = runsIn(database)
    await house.runs.scheduled({ tenantId: house.tenantId, id: 'application' }, new AbortController().signal)
    t.match(house.readers, [{ id: 'application' }])
    t.notHas(house.readers[0], { assertion: '' })
    t.match(await house.snapshots.latest(house.tenantId), { collectedBy: 'application' })
  })
})
