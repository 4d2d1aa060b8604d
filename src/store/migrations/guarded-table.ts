import { sql, type Kysely } from 'kysely'

/** A table of tenants' rows: its columns besides the tenant's, and what the role of the service may do with it. */
export interface GuardedTable {
  readonly name: string
  readonly columns: string
  readonly granted: string
}

export async function execute(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Creates a table whose rows are seen and written by their own tenant alone: row-level security holds for its owner too. */
export async function createGuarded(db: Kysely<unknown>, { name, columns, granted }: GuardedTable): Promise<void> {
  await execute(db, [
    `create table ${name} (tenant_id text not null check (tenant_id <> ''), ${columns})`,
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    `create policy own_rows on ${name} using (tenant_id = current_setting('lacuna.tenant', true))
     with check (tenant_id = current_setting('lacuna.tenant', true))`,
    `grant ${granted} on ${name} to lacuna_app`
  ])
}
