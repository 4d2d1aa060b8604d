import type { Migration } from 'kysely/migration'
import { createGuarded } from './guarded-table.ts'

/** Plans: the ordered changes that belong together. Their steps never change; which change a step became does. */
export const plans: Migration = {
  async up(db) {
    await createGuarded(db, {
      name: 'plan', granted: 'select, insert, update',
      columns: 'id text not null, created_at timestamptz not null, document jsonb not null, primary key (tenant_id, id)'
    })
  }
}
