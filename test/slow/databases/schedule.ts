import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createOptimizeWorker, nightly, scheduleRuns } from '#src/runs/schedule.ts'
import { startJobs } from '#src/store/jobs.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { runsIn } from '#test/fixtures/runs.ts'

t.test('tenants are read once a day, spread over the first four hours', t => {
  const tenants = Array.from({ length: 500 }, (_, index) => `tenant-${index}`)
  const times = tenants.map(nightly)
  for (const time of times) t.match(time, /^([0-5]?\d) [0-3] \* \* \*$/)
  t.ok(new Set(times).size > 100)
  t.equal(nightly('tenant-1'), nightly('tenant-1'))
  t.end()
})

onEachDatabase(async (t, database) => {
  const house = runsIn(database)
  const idle = async (): Promise<void> => {}
  const done = Promise.withResolvers<void>()
  const optimize = createOptimizeWorker(house.runs, 'application')
  await startJobs(database, {
    apply: idle, expire: idle, optimize: (data, signal) => optimize(data, signal).then(done.resolve, done.reject)
  }, error => t.comment(error.message))
  const scheduled = async (): Promise<unknown[]> => (await database.jobs.getSchedules('optimize')).map(({ key, cron }) => [key, cron])

  await t.test('with an identity each tenant is read every night; without one, none is', async t => {
    const tenants = [randomUUID(), randomUUID()]
    await scheduleRuns(database, tenants, 'application')
    t.same((await scheduled()).sort(), tenants.map(tenant => [tenant, nightly(tenant)]).sort())
    await scheduleRuns(database, tenants, 'none')
    t.same(await scheduled(), [])
  })
  await t.test('when the time has come, the application reads the tenant', async t => {
    await database.jobs.send('optimize', { tenantId: house.tenantId, subject: 'schedule' })
    await done.promise
    t.match(house.readers, [{ tenantId: house.tenantId, id: 'application' }])
    t.match(await house.snapshots.latest(house.tenantId), { collectedBy: 'application', partial: false })
  })
})
