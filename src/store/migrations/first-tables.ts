import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const columns = {
  snapshot: `id text not null, run_id text not null, collected_at timestamptz not null, collected_by text not null, partial boolean not null,
    complete boolean not null, summary jsonb not null, primary key (tenant_id, id)`,
  snapshot_chunk: `snapshot_id text not null, part integer not null, position integer not null, bytes bytea not null,
    primary key (tenant_id, snapshot_id, part, position),
    foreign key (tenant_id, snapshot_id) references snapshot (tenant_id, id) on delete cascade`,
  run: `id text not null, state text not null, started_at timestamptz not null, heartbeat_at timestamptz not null, document jsonb not null,
    primary key (tenant_id, id)`,
  draft: `id text not null, created_by text not null, created_at timestamptz not null, content_hash text not null, document jsonb not null,
    primary key (tenant_id, id)`,
  change: `id text not null, version integer not null, state text not null, submitted_by text not null, submitted_at timestamptz not null,
    submission_hash text not null, leased_until timestamptz not null, document jsonb not null, primary key (tenant_id, id)`,
  decision: `change_id text not null, person text not null, at timestamptz not null, document jsonb not null,
    primary key (tenant_id, change_id, person), foreign key (tenant_id, change_id) references change (tenant_id, id)`,
  intent: `change_id text not null, client_request_id text not null, content_hash text not null, recorded_at timestamptz not null,
    primary key (tenant_id, change_id), foreign key (tenant_id, change_id) references change (tenant_id, id)`,
  token: `change_id text not null, sealed bytea not null, expires_at timestamptz not null,
    primary key (tenant_id, change_id), foreign key (tenant_id, change_id) references change (tenant_id, id)`,
  audit: `sequence integer not null, at timestamptz not null, actor text not null, action text not null, subject text not null,
    detail jsonb not null, previous_hash text not null, hash text not null, primary key (tenant_id, sequence)`,
  idempotency: `caller text not null, key text not null, request_hash text not null, claimed_at timestamptz not null, answer jsonb,
    primary key (tenant_id, caller, key)`,
  settings: 'document jsonb not null, updated_by text not null, updated_at timestamptz not null, primary key (tenant_id)'
}

const grants: Record<keyof typeof columns, string> = {
  snapshot: 'select, insert, update, delete', snapshot_chunk: 'select, insert, delete', run: 'select, insert, update',
  draft: 'select, insert', change: 'select, insert, update', decision: 'select, insert', intent: 'select, insert, delete',
  token: 'select, insert, update, delete', audit: 'select, insert', idempotency: 'select, insert, update, delete',
  settings: 'select, insert, update'
}

const indexes = [
  `create unique index one_run_at_a_time on run (tenant_id) where state in ('queued', 'running')`,
  'create index draft_by_content on draft (tenant_id, created_by, content_hash, created_at)',
  'create index change_by_submission on change (tenant_id, submission_hash, submitted_at)',
  'create index change_by_time on change (tenant_id, submitted_at)'
]

const role = `do $$ begin
  if not exists (select from pg_roles where rolname = 'lacuna_app') then create role lacuna_app nologin; end if;
  if not pg_has_role(current_user, 'lacuna_app', 'member') then execute format('grant lacuna_app to %I', current_user); end if;
end $$`

const auditIsFinal = [
  `create function audit_is_final() returns trigger language plpgsql as $$
   begin raise exception 'an audit entry is final: it can be neither changed nor deleted'; end $$`,
  'create trigger audit_rows_are_final before update or delete on audit for each row execute function audit_is_final()',
  'create trigger audit_is_never_emptied before truncate on audit for each statement execute function audit_is_final()'
]

async function execute(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** The tables, row-level security on each, and the role under which the service asks. */
export const firstTables: Migration = {
  async up(db) {
    await execute(db, [role, 'grant usage on schema public to lacuna_app'])
    for (const [table, definition] of Object.entries(columns)) {
      await execute(db, [
        `create table ${table} (tenant_id text not null check (tenant_id <> ''), ${definition})`,
        `alter table ${table} enable row level security`,
        `alter table ${table} force row level security`,
        `create policy own_rows on ${table} using (tenant_id = current_setting('lacuna.tenant', true))
         with check (tenant_id = current_setting('lacuna.tenant', true))`
      ])
    }
    await execute(db, Object.entries(grants).map(([table, granted]) => `grant ${granted} on ${table} to lacuna_app`))
    await execute(db, [...indexes, ...auditIsFinal])
  }
}
