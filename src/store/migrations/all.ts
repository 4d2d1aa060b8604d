import type { Migration } from 'kysely/migration'
import { firstTables } from './first-tables.ts'
import { plans } from './plans.ts'
import { suggestionMemory } from './suggestion-memory.ts'
import { usage } from './usage.ts'

/** Every migration by name, in order. A name, once released, is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-suggestion-memory': suggestionMemory,
  '0003-plans': plans,
  '0004-usage': usage
}
