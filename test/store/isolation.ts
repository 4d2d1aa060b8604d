import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'

const own = randomUUID()
const other = randomUUID()

interface Column { readonly table_name: string, readonly column_name: string, readonly data_type: string, readonly is_nullable: string }

/** Every table of ours, from the catalogue, parents before children. */
async function columnsByTable({ rows }: TenantRows): Promise<Map<string, Column[]>> {
  const found = await sql<Column>`select c.table_name, c.column_name, c.data_type, c.is_nullable from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by c.table_name, c.ordinal_position`.execute(rows)
  return Map.groupBy(found.rows, column => column.table_name)
}

const values: Readonly<Record<string, string>> = {
  text: `'x'`, integer: '1', boolean: 'false', jsonb: `'{}'`, bytea: `'\\x00'`, 'timestamp with time zone': 'now()'
}

function insertion(table: string, columns: readonly Column[], tenantId: string): string {
  const given = columns.map(({ column_name: name, data_type: type }) => name === 'tenant_id' ? `'${tenantId}'` : values[type] ?? 'null')
  return `insert into ${table} (${columns.map(({ column_name: name }) => name).join(', ')}) values (${given.join(', ')})`
}

onEachDatabase(async (t, database) => {
  const tables = await inTenant(database, own, columnsByTable)
  const parentsFirst = [...tables.keys()].sort((a, b) => Number(!['snapshot', 'change'].includes(a)) - Number(!['snapshot', 'change'].includes(b)))
  await t.test('each table has rows of the tenant', async t => {
    t.ok(parentsFirst.length >= 11, `${parentsFirst.length} tables`)
    await inTenant(database, own, async ({ rows }) => {
      for (const table of parentsFirst) await sql.raw(insertion(table, tables.get(table) ?? [], own)).execute(rows)
    })
  })
  for (const table of parentsFirst) {
    const count = sql.raw<{ n: number }>(`select count(*)::integer as n from ${table}`)
    await t.test(`another tenant can neither read, write, change nor delete rows of \`${table}\``, async t => {
      t.equal((await inTenant(database, own, ({ rows }) => count.execute(rows))).rows[0]?.n, 1)
      t.equal((await inTenant(database, other, ({ rows }) => count.execute(rows))).rows[0]?.n, 0)
      const foreign = insertion(table, tables.get(table) ?? [], own)
      await t.rejects(inTenant(database, other, ({ rows }) => sql.raw(foreign).execute(rows)), /row-level security/)
      await inTenant(database, other, ({ rows }) => sql.raw(`update ${table} set tenant_id = '${other}'`).execute(rows)).catch(() => undefined)
      await inTenant(database, other, ({ rows }) => sql.raw(`delete from ${table}`).execute(rows)).catch(() => undefined)
      t.equal((await inTenant(database, own, ({ rows }) => count.execute(rows))).rows[0]?.n, 1)
    })
  }
  await t.test('row-level security is forced on every table, and there is none that these tests do not see', async t => {
    const found = await inTenant(database, own, ({ rows }) => sql<{ name: string, forced: boolean }>`
      select relname as name, relrowsecurity and relforcerowsecurity as forced from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname not like 'kysely_%'`.execute(rows))
    t.strictSame(found.rows.map(({ name }) => name).sort(), [...tables.keys()].sort())
    t.ok(found.rows.every(({ forced }) => forced))
  })
  await t.test('a tenant cannot hand its rows to another', async t => {
    await t.rejects(inTenant(database, own, ({ rows }) => sql.raw(`update settings set tenant_id = '${other}'`).execute(rows)), /row-level security/)
  })
  await t.test('the tenant and the role end with the transaction', async t => {
    const after = await inTenant(database, other, async ({ rows }) =>
      (await sql<{ role: string, tenant: string }>`select current_user as role, current_setting('lacuna.tenant', true) as tenant`.execute(rows)).rows[0])
    t.strictSame(after, { role: 'lacuna_app', tenant: other })
  })
  await t.test('the role of the service can neither create tables nor read the jobs', async t => {
    await t.rejects(inTenant(database, own, ({ rows }) => sql.raw('create table public.mine (n integer)').execute(rows)), /permission denied/)
    await t.rejects(inTenant(database, own, ({ rows }) => sql.raw('select * from pgboss.job').execute(rows)), /permission denied|does not exist/)
  })
  await t.test('nothing of a transaction that fails is kept', async t => {
    await t.rejects(inTenant(database, other, async ({ rows }) => {
      await sql.raw(insertion('settings', tables.get('settings') ?? [], other)).execute(rows)
      throw new Error('stopped here')
    }), /stopped here/)
    t.equal((await inTenant(database, other, ({ rows }) => rows.selectFrom('settings').selectAll().execute())).length, 0)
  })
})
