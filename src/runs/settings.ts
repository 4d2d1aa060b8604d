import type { TenantSettings } from '#src/domain/settings.ts'
import type { Caller } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { readSettings, writeSettings } from '#src/store/queries/settings.ts'

/** What the tenants' people declare about them; `defaults` hold where nobody declared anything. */
export interface Settings {
  /** What holds in a tenant now. */
  of(tenantId: string): Promise<TenantSettings>
  declared(caller: Caller): Promise<TenantSettings>
  /** Replaces what was declared; each declaration is in the trail. */
  declare(caller: Caller, settings: TenantSettings): Promise<void>
}

export function createSettings(database: Database, now: () => Date, defaults: TenantSettings): Settings {
  return {
    of: async tenantId => ({ ...defaults, ...await inTenant(database, tenantId, readSettings) }),
    declared: ({ operator }) => inTenant(database, operator.tid, readSettings),
    declare: ({ operator: { tid, oid } }, settings) => inTenant(database, tid, async tenant => {
      const at = now()
      await writeSettings(tenant, settings, { id: oid, at })
      await appendAudit(tenant, { at, actor: oid, action: 'declare', subject: 'settings', detail: { declared: Object.keys(settings) } })
    })
  }
}
