import type { Migration } from 'kysely/migration'
import { createGuarded, execute, type GuardedTable } from './guarded-table.ts'

const tables: readonly GuardedTable[] = [
  {
    name: 'snapshot', granted: 'select, insert, update, delete',
    columns: `id text not null, run_id text not null, collected_at timestamptz not null, collected_by text not null, partial boolean not null,
    complete boolean not null, summary jsonb not null, primary key (tenant_id, id)`
  },
  {
    name: 'snapshot_chunk', granted: 'select, insert, delete',
    columns: `snapshot_id text not null, part integer not null, position integer not null, bytes bytea not null,
    primary key (tenant_id, snapshot_id, part, position),
    foreign key (tenant_id, snapshot_id) references snapshot (tenant_id, id) on delete cascade`
  },
  {
    name: 'run', granted: 'select, insert, update',
    columns: `id text not null, state text not null, started_at timestamptz not null, heartbeat_at timestamptz not null, document jsonb not null,
    primary key (tenant_id, id)`
  },
  {
    name: 'draft', granted: 'select, insert',
    columns: `id text not null, created_by text not null, created_at timestamptz not null, content_hash text not null, document jsonb not null,
    primary key (tenant_id, id)`
  },
  {
    name: 'change', granted: 'select, insert, update',
    columns: `id text not null, version integer not null, state text not null, submitted_by text not null, submitted_at timestamptz not null,
    submission_hash text not null, leased_until timestamptz not null, document jsonb not null, primary key (tenant_id, id)`
  },
  {
    name: 'decision', granted: 'select, insert',
    columns: `change_id text not null, person text not null, at timestamptz not null, document jsonb not null,
    primary key (tenant_id, change_id, person), foreign key (tenant_id, change_id) references change (tenant_id, id)`
  },
  {
    name: 'intent', granted: 'select, insert, delete',
    columns: `change_id text not null, client_request_id text not null, content_hash text not null, recorded_at timestamptz not null,
    primary key (tenant_id, change_id), foreign key (tenant_id, change_id) references change (tenant_id, id)`
  },
  {
    name: 'token', granted: 'select, insert, update, delete',
    columns: `change_id text not null, sealed bytea not null, expires_at timestamptz not null,
    primary key (tenant_id, change_id), foreign key (tenant_id, change_id) references change (tenant_id, id)`
  },
  {
    name: 'audit', granted: 'select, insert',
    columns: `sequence integer not null, at timestamptz not null, actor text not null, action text not null, subject text not null,
    detail jsonb not null, previous_hash text not null, hash text not null, primary key (tenant_id, sequence)`
  },
  {
    name: 'idempotency', granted: 'select, insert, update, delete',
    columns: `caller text not null, key text not null, request_hash text not null, claimed_at timestamptz not null, answer jsonb,
    primary key (tenant_id, caller, key)`
  },
  {
    name: 'settings', granted: 'select, insert, update',
    columns: 'document jsonb not null, updated_by text not null, updated_at timestamptz not null, primary key (tenant_id)'
  }
]

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

/** The tables, row-level security on each, and the role under which the service asks. */
export const firstTables: Migration = {
  async up(db) {
    await execute(db, [role, 'grant usage on schema public to lacuna_app'])
    for (const table of tables) await createGuarded(db, table)
    await execute(db, [...indexes, ...auditIsFinal])
  }
}
