import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { fromPglite, PgBoss } from 'pg-boss'
import { lockDirectory } from './directory-lock.ts'
import { hold } from './in-tenant.ts'
import { migrations } from './migrations/all.ts'
import type { Tables } from './tables.ts'

/** An open database. Its rows are reached by `inTenant` alone; `jobs` is started by `startJobs`. */
export interface Database {
  /** `embedded` belongs to this process alone; `server` may be shared by several. */
  readonly kind: 'embedded' | 'server'
  readonly jobs: PgBoss
  close(): Promise<void>
}

async function migrate(kysely: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'unknown'
  throw new Error(`the migration \`${failed}\` failed; the database stands as it was before it`, { cause: error })
}

async function openEmbedded(location: string): Promise<{ database: Database, kysely: Kysely<Tables> }> {
  const directory = location === '' ? undefined : resolve(location)
  const unlock = directory === undefined ? async () => {} : await lockDirectory(directory)
  if (directory !== undefined) await mkdir(dirname(directory), { recursive: true })
  const pglite = await PGlite.create(directory ?? 'memory://')
  const kysely = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  const jobs = new PgBoss({ backend: 'pglite', db: fromPglite(pglite), useListenNotify: true })
  const close = async (): Promise<void> => {
    await stopJobs(jobs)
    await kysely.destroy()
    await unlock()
  }
  return { database: { kind: 'embedded', jobs, close }, kysely }
}

function openServer(url: string): { database: Database, kysely: Kysely<Tables> } {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', ignoreLostIdleConnection)
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const jobs = new PgBoss({ connectionString: url, max: 4, useListenNotify: true })
  const close = async (): Promise<void> => {
    await stopJobs(jobs)
    await kysely.destroy()
  }
  return { database: { kind: 'server', jobs, close }, kysely }
}

/** The pool has replaced it already; without a listener Node would end the process. */
function ignoreLostIdleConnection(): void {}

async function stopJobs(jobs: PgBoss): Promise<void> {
  await jobs.stop({ graceful: true, timeout: 10_000 })
}

/**
 * Opens `pglite:DIRECTORY` (embedded, held by a lock), `pglite:` (embedded, in memory) or a PostgreSQL address, and brings its
 * tables up to date if asked. The PostgreSQL user must be able to create the role `lacuna_app`, or be a member of it.
 */
export async function openDatabase(url: string, options: { readonly migrate: boolean }): Promise<Database> {
  const { database, kysely } = url.startsWith('pglite:') ? await openEmbedded(url.slice('pglite:'.length)) : openServer(url)
  if (options.migrate) {
    try {
      await migrate(kysely)
    } catch (error) {
      await database.close()
      throw error
    }
  }
  hold(database, kysely)
  return database
}
