import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { test } from 'tap'
import { openDatabase, type Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { appendAudit, noHash, readAudit, verifyAudit } from '#src/store/queries/audit.ts'
import { kinds, onEachDatabase } from '#test/fixtures/databases.ts'

const at = new Date('2026-11-23T10:00:00.123Z')

async function append(database: Database, tenantId: string, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => inTenant(database, tenantId, tenant =>
    appendAudit(tenant, { at, actor: 'someone', action: 'approved', subject: `change ${index}`, detail: { z: index, a: { y: null, b: [1, 'two'] } } }))))
}

onEachDatabase(async (t, database) => {
  await t.test('each entry holds the hash of the one before, whoever appends at the same time', async t => {
    const tenantId = randomUUID()
    const heads = await append(database, tenantId, 25)
    const entries = await inTenant(database, tenantId, tenant => readAudit(tenant, 0, 100))
    t.strictSame(entries.map(({ sequence }) => sequence), Array.from({ length: 25 }, (_, index) => index + 1))
    t.strictSame(entries.map(({ previousHash }) => previousHash), [noHash, ...entries.map(({ hash }) => hash).slice(0, -1)])
    const check = await inTenant(database, tenantId, verifyAudit)
    t.strictSame(check, { entries: 25, head: entries.at(-1)?.hash, broken: null })
    t.ok(heads.includes(check.head))
  })
  await t.test('an empty trail is intact', async t => {
    t.strictSame(await inTenant(database, randomUUID(), verifyAudit), { entries: 0, head: noHash, broken: null })
  })
  await t.test('the service can neither change nor delete entries', async t => {
    const tenantId = randomUUID()
    await append(database, tenantId, 1)
    await t.rejects(inTenant(database, tenantId, ({ rows }) => rows.updateTable('audit').set({ actor: 'nobody' }).execute()), /permission denied/)
    await t.rejects(inTenant(database, tenantId, ({ rows }) => rows.deleteFrom('audit').execute()), /permission denied/)
  })
})

async function asOwner(url: string, statements: readonly string[]): Promise<void> {
  if (url.startsWith('pglite:')) {
    const embedded = await PGlite.create(url.slice('pglite:'.length))
    for (const statement of statements) await embedded.query(statement).catch(async error => { await embedded.close(); throw error })
    return embedded.close()
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement).catch(async error => { await client.end(); throw error })
  return client.end()
}

const tampering = [
  { what: 'changed', statement: `update audit set detail = '{"z": 99}' where sequence = 3`, sequence: 3, reason: 'its content was changed' },
  { what: 'taken out', statement: 'delete from audit where sequence = 3', sequence: 3, reason: 'the entry is missing' },
  { what: 'replaced with a fresh hash', statement: `update audit set hash = repeat('a', 64) where sequence = 3`, sequence: 3, reason: 'its content was changed' },
  { what: 'attached elsewhere', statement: `update audit set previous_hash = repeat('b', 64) where sequence = 3`, sequence: 3, reason: 'it does not follow the entry before it' }
]

for (const { name, fresh } of kinds) {
  void test(`${name}: tampering by the owner of the database`, async t => {
    const { url, remove } = await fresh()
    t.teardown(remove)
    await t.rejects(asOwner(url, [`insert into audit values ('t', 1, now(), 'a', 'b', 'c', '{}', 'd', 'e')`, 'delete from audit']), /can be neither changed/,
      'the trigger refuses even the owner')
    const write = await openDatabase(url, { migrate: false })
    for (const { what } of tampering) await append(write, what, 5)
    await write.close()
    await asOwner(url, ['alter table audit disable trigger user', ...tampering.map(({ what, statement }) => `${statement} and tenant_id = '${what}'`)])
    const read = await openDatabase(url, { migrate: false })
    for (const { what, sequence, reason } of tampering) {
      t.strictSame((await inTenant(read, what, verifyAudit)).broken, { sequence, reason }, `an entry that was ${what} is named`)
    }
    await read.close()
  })
}
