import { Value } from 'typebox/value'
import { TenantSettings } from '#src/domain/settings.ts'
import type { TenantRows } from '../in-tenant.ts'

/** What the tenant's people declared; nothing declared is an empty object. */
export async function readSettings({ rows }: TenantRows): Promise<TenantSettings> {
  const row = await rows.selectFrom('settings').select('document').executeTakeFirst()
  return row === undefined ? {} : Value.Parse(TenantSettings, row.document)
}

/** Replaces the declared settings. */
export async function writeSettings({ rows, tenantId }: TenantRows, settings: TenantSettings, by: { readonly id: string, readonly at: Date }): Promise<void> {
  const values = { document: JSON.stringify(settings), updated_by: by.id, updated_at: by.at }
  await rows.insertInto('settings').values({ tenant_id: tenantId, ...values })
    .onConflict(conflict => conflict.column('tenant_id').doUpdateSet(values)).execute()
}
