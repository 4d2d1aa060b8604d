import { randomUUID } from 'node:crypto'
import { inTenant } from '#src/store/in-tenant.ts'
import { addChunk, beginSnapshot, completeSnapshot, dropSnapshot, latestSnapshot, pruneSnapshots, readChunks } from '#src/store/queries/snapshots.ts'
import type { Database } from '#src/store/database.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

async function write(database: Database, tenantId: string, day: number): Promise<string> {
  const id = randomUUID()
  await inTenant(database, tenantId, tenant => beginSnapshot(tenant, { id, runId: 'run', collectedAt: `2026-11-0${day}T00:00:00.000Z`, collectedBy: 'reader' }))
  for (const [part, position] of [[1, 1], [0, 0], [2, 0], [1, 0]] as const) {
    await inTenant(database, tenantId, tenant => addChunk(tenant, id, { part, position, bytes: new Uint8Array([part, position, 255, 0]) }))
  }
  return id
}

async function chunksOf(database: Database, tenantId: string, id: string): Promise<number[][]> {
  const chunks: number[][] = []
  for await (const bytes of readChunks(database, tenantId, id)) chunks.push([...bytes])
  return chunks
}

async function complete(database: Database, tenantId: string, id: string): Promise<void> {
  await inTenant(database, tenantId, tenant => completeSnapshot(tenant, id, { partial: false, summary: { users: 3 } }))
}

async function idsOf(database: Database, tenantId: string): Promise<string[]> {
  const found = await inTenant(database, tenantId, ({ rows }) => rows.selectFrom('snapshot').select('id').orderBy('collected_at').execute())
  return found.map(({ id }) => id)
}

onEachDatabase(async (t, database) => {
  await t.test('a snapshot is read back as it was written, in the order of its parts', async t => {
    const tenantId = randomUUID()
    const id = await write(database, tenantId, 1)
    t.strictSame(await chunksOf(database, tenantId, id), [[0, 0, 255, 0], [1, 0, 255, 0], [1, 1, 255, 0], [2, 0, 255, 0]])
  })
  await t.test('the latest snapshot is the newest complete one', async t => {
    const tenantId = randomUUID()
    t.equal(await inTenant(database, tenantId, latestSnapshot), undefined)
    const first = await write(database, tenantId, 1)
    await complete(database, tenantId, first)
    const second = await write(database, tenantId, 2)
    const expected = { id: first, runId: 'run', collectedAt: '2026-11-01T00:00:00.000Z', collectedBy: 'reader', partial: false, summary: { users: 3 } }
    t.strictSame(await inTenant(database, tenantId, latestSnapshot), expected)
    await complete(database, tenantId, second)
    t.equal((await inTenant(database, tenantId, latestSnapshot))?.id, second)
  })
  await t.test('the last three are kept, with their chunks', async t => {
    const tenantId = randomUUID()
    const ids: string[] = []
    for (const day of [1, 2, 3, 4, 5]) {
      const id = await write(database, tenantId, day)
      await complete(database, tenantId, id)
      ids.push(id)
    }
    await inTenant(database, tenantId, tenant => pruneSnapshots(tenant, 3))
    t.strictSame(await idsOf(database, tenantId), ids.slice(2))
    t.equal((await chunksOf(database, tenantId, ids[0] ?? '')).length, 0)
    t.equal((await chunksOf(database, tenantId, ids[4] ?? '')).length, 4)
  })
  await t.test('a snapshot that was not finished can be dropped, a complete one stays', async t => {
    const tenantId = randomUUID()
    const [kept, dropped] = [await write(database, tenantId, 1), await write(database, tenantId, 2)]
    await complete(database, tenantId, kept)
    for (const id of [kept, dropped]) await inTenant(database, tenantId, tenant => dropSnapshot(tenant, id))
    t.strictSame(await idsOf(database, tenantId), [kept])
  })
})
