import { sql } from 'kysely'
import type { TenantRows } from '../in-tenant.ts'

/** Lets transactions of a tenant that do the same thing follow one another; released when the transaction ends. */
export async function holdKey({ rows, tenantId }: TenantRows, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenantId} ${key}`}, 0))`.execute(rows)
}
