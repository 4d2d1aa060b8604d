import type { Migration } from 'kysely/migration'
import { createGuarded } from './guarded-table.ts'

/** The ledger of tokens: a row for each day, operator, run (empty where a call concerns none) and skill. */
export const usage: Migration = {
  async up(db) {
    await createGuarded(db, {
      name: 'usage', granted: 'select, insert, update',
      columns: `day text not null, operator text not null, run_id text not null, skill text not null, calls integer not null, reply_tokens integer not null,
        input_tokens integer not null, primary key (tenant_id, day, operator, run_id, skill)`
    })
  }
}
