import { randomUUID } from 'node:crypto'
import { inTenant } from '#src/store/in-tenant.ts'
import { startJobs } from '#src/store/jobs.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

onEachDatabase(async (t, database) => {
  const done = new Map<string, PromiseWithResolvers<void>>()
  const failuresLeft = new Map<string, number>()
  const work = async ({ subject }: { subject: string }): Promise<void> => {
    const left = failuresLeft.get(subject) ?? 0
    failuresLeft.set(subject, left - 1)
    if (left > 0) throw new Error('not this time')
    done.get(subject)?.resolve()
  }
  const expected = (subject: string) => {
    const promise = Promise.withResolvers<void>()
    done.set(subject, promise)
    return promise.promise
  }
  await startJobs(database, { apply: work, expire: work, optimize: work }, error => t.comment(error.message))

  await t.test('a job of a transaction that commits is done', async t => {
    const [tenantId, finished] = [randomUUID(), expected('committed')]
    await inTenant(database, tenantId, async ({ enqueue }) => enqueue({ queue: 'apply', data: { tenantId, subject: 'committed' } }))
    await finished
    t.pass()
  })
  await t.test('a job of a transaction that fails is never sent', async t => {
    const tenantId = randomUUID()
    const failing = inTenant(database, tenantId, async ({ enqueue }) => {
      enqueue({ queue: 'expire', data: { tenantId, subject: 'rolled back' } })
      throw new Error('stopped here')
    })
    await t.rejects(failing, /stopped here/)
    t.equal((await database.jobs.findJobs('expire')).length, 0)
  })
  await t.test('a job that throws is done again', async () => {
    const [tenantId, finished] = [randomUUID(), expected('second time')]
    failuresLeft.set('second time', 1)
    await inTenant(database, tenantId, async ({ enqueue }) => enqueue({ queue: 'optimize', data: { tenantId, subject: 'second time' } }))
    await finished
  })
  await t.test('the rows are still guarded after a job was sent', async t => {
    const tenantId = randomUUID()
    await inTenant(database, tenantId, async ({ enqueue, rows }) => {
      enqueue({ queue: 'apply', data: { tenantId, subject: 'any' } })
      await rows.insertInto('settings').values({ tenant_id: tenantId, document: '{}', updated_by: 'x', updated_at: new Date(0) }).execute()
    })
    t.equal((await inTenant(database, randomUUID(), ({ rows }) => rows.selectFrom('settings').selectAll().execute())).length, 0)
  })
})
