import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import { test } from 'tap'
import { noHash, type AuditEntry } from '#src/domain/audit.ts'
import type { Ports } from '#src/skills/ports.ts'
import { createAuditTrail } from '#src/store/audit-trail.ts'
import { openDatabase, type Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { appendAudit, auditHead, readAudit, verifyAudit } from '#src/store/queries/audit.ts'
import { lacuna } from '#test/fixtures/command.ts'
import { kinds, onEachDatabase } from '#test/fixtures/databases.ts'
import { Memory, memoryPorts } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'
import { rehashed } from '#test/fixtures/trail.ts'

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
  await t.test('a trail of several pages is exported whole, as it stood when it was asked for', async t => {
    const tenantId = randomUUID()
    await inTenant(database, tenantId, async tenant => {
      for (let count = 0; count < 2001; count++) await appendAudit(tenant, { at, actor: 'someone', action: 'approved', subject: 'change', detail: {} })
    })
    const { entries, head, trail } = await createAuditTrail(database).whole({ operator: { tid: tenantId } })
    await append(database, tenantId, 1)
    const exported: AuditEntry[] = []
    for await (const entry of trail) exported.push(entry)
    t.strictSame([entries, exported.length, exported.at(-1)?.hash, exported[1000]?.sequence], [2001, 2001, head, 1001])
    t.strictSame(await createAuditTrail(database).verify({ operator: { tid: tenantId } }, head), { ...await inTenant(database, tenantId, auditHead), broken: null })
  })
  await t.test('an empty trail is intact', async t => {
    t.strictSame(await inTenant(database, randomUUID(), verifyAudit), { entries: 0, head: noHash, broken: null })
  })
  await t.test('the service can neither change nor delete entries', async t => {
    const tenantId = randomUUID()
    await append(database, tenantId, 1)
    await t.rejects(inTenant(database, tenantId, ({ rows }) => rows.updateTable('audit').set({ actor: 'nobody' }).execute()), /permission denied/)
    await t.rejects(inTenant(database, tenantId, ({ rows }) => rows.deleteFrom('audit').execute()), /permission denied/)
    await t.rejects(inTenant(database, tenantId, ({ rows }) => sql`truncate audit`.execute(rows)), /permission denied/)
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

interface Tampering {
  readonly what: string
  readonly statement: (entries: readonly AuditEntry[]) => string
  readonly found: { readonly sequence: number, readonly reason: string }
}

/** What somebody does by hand; a statement is completed by the tenant. */
const tampering: readonly Tampering[] = [
  { what: 'changed', statement: () => `update audit set detail = '{"z": 99}' where sequence = 3`, found: { sequence: 3, reason: 'its content was changed' } },
  { what: 'dated otherwise', statement: () => `update audit set at = at + interval '1 millisecond' where sequence = 3`, found: { sequence: 3, reason: 'its content was changed' } },
  { what: 'taken out', statement: () => 'delete from audit where sequence = 3', found: { sequence: 3, reason: 'the entry is missing' } },
  { what: 'hashed at random', statement: () => `update audit set hash = repeat('a', 64) where sequence = 3`, found: { sequence: 3, reason: 'its content was changed' } },
  { what: 'attached elsewhere', statement: () => `update audit set previous_hash = repeat('b', 64) where sequence = 3`, found: { sequence: 3, reason: 'it does not follow the entry before it' } },
  {
    what: 'changed and hashed again', found: { sequence: 4, reason: 'it does not follow the entry before it' },
    statement: entries => entries.filter(({ sequence }) => sequence === 3).map(entry => rehashed({ ...entry, actor: 'nobody' }))
      .map(({ actor, hash }) => `update audit set actor = '${actor}', hash = '${hash}' where sequence = 3`).join('')
  },
  { what: 'taken off the end', statement: () => 'delete from audit where sequence = 5', found: { sequence: 5, reason: 'no entry before it has the published head: the last entries were taken out or written anew' } }
]

for (const { name, fresh } of kinds) {
  void test(`${name}: tampering by the owner of the database is found, here and from an export, and the entry is named`, async t => {
    const { url, remove } = await fresh()
    t.teardown(remove)
    await t.rejects(asOwner(url, [`insert into audit values ('t', 1, now(), 'a', 'b', 'c', '{}', 'd', 'e')`, 'delete from audit']), /can be neither changed/,
      'the trigger refuses even the owner')
    await t.rejects(asOwner(url, ['truncate audit']), /can be neither changed/)
    const write = await openDatabase(url, { migrate: false })
    const [published, statements] = [new Map<string, string>(), new Array<string>()]
    for (const { what, statement } of tampering) {
      await append(write, what, 5)
      published.set(what, (await inTenant(write, what, auditHead)).head)
      statements.push(`${statement(await inTenant(write, what, tenant => readAudit(tenant, 0, 10)))} and tenant_id = '${what}'`)
    }
    await write.close()
    await asOwner(url, ['alter table audit disable trigger user', ...statements])
    const read = await openDatabase(url, { migrate: false })
    const service = await serviceOver(read)
    t.teardown(() => service.app.close())
    for (const { what, found } of tampering) {
      service.tenantId = what
      const head = published.get(what) ?? ''
      t.match((await service.call('GET', `/v1/audit/verification?head=${head}`)).body, { broken: found }, `an entry that was ${what}, by the endpoint`)
      const exported = await service.call('GET', '/v1/audit/export')
      t.match(await lacuna(['verify-audit', '-', '--head', head], exported.text), { code: 1, complaints: `broken at entry ${found.sequence}: ${found.reason}\n` }, `an entry that was ${what}, by the command`)
    }
    await read.close()
  })
}

/** The service over the audit trails of a database, for the tenant that is set. */
async function serviceOver(database: Database) {
  const trail = createAuditTrail(database)
  const asked = () => ({ operator: { tid: served.tenantId } })
  const audit: Ports['audit'] = {
    page: (_caller, after, top) => trail.page(asked(), after, top), whole: () => trail.whole(asked()), verify: (_caller, head) => trail.verify(asked(), head)
  }
  const served = { ...await startService({ ports: { ...memoryPorts(new Memory()), audit } }), tenantId: '' }
  return served
}
