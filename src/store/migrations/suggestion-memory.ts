import type { Migration } from 'kysely/migration'
import { createGuarded } from './guarded-table.ts'

/** What people said of suggestions. Notes can be added, and neither changed nor deleted. */
export const suggestionMemory: Migration = {
  async up(db) {
    await createGuarded(db, {
      name: 'suggestion', granted: 'select, insert, update',
      columns: `id text not null, state text not null, snoozed_until timestamptz, reason text, author text not null, at timestamptz not null,
        fingerprint text not null, primary key (tenant_id, id)`
    })
    await createGuarded(db, {
      name: 'suggestion_note', granted: 'select, insert',
      columns: `suggestion_id text not null, position integer not null, author text not null, at timestamptz not null, note text not null,
        primary key (tenant_id, suggestion_id, position), foreign key (tenant_id, suggestion_id) references suggestion (tenant_id, id)`
    })
  }
}
