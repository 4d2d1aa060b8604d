import type { AcceptedException, TenantSettings } from '#src/domain/settings.ts'
import type { Caller, DecidingPorts } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { holdKey } from '#src/store/queries/locks.ts'
import { readSettings, writeSettings } from '#src/store/queries/settings.ts'

/** What the tenants' people declare about them; `defaults` hold where nobody declared anything. */
export interface Settings {
  /** What holds in a tenant now. */
  of(tenantId: string): Promise<TenantSettings>
  declared(caller: Caller): Promise<TenantSettings>
  /** Replaces what was declared; each declaration is in the trail. */
  readonly declare: DecidingPorts['declare']
  readonly remember: DecidingPorts['remember']
}

export function createSettings(database: Database, now: () => Date, defaults: TenantSettings): Settings {
  return {
    of: async tenantId => ({ ...defaults, ...await inTenant(database, tenantId, readSettings) }),
    declared: ({ operator }) => inTenant(database, operator.tid, readSettings),
    declare: ({ operator: { tid, oid } }, settings, seen) => inTenant(database, tid, async tenant => {
      const at = now()
      await holdKey(tenant, 'settings')
      if (seen !== undefined && JSON.stringify(await readSettings(tenant)) !== JSON.stringify(seen)) {
        return { refused: 'settings-changed', detail: 'the settings were changed at the same time; look again' }
      }
      await writeSettings(tenant, settings, { id: oid, at })
      await appendAudit(tenant, { at, actor: oid, action: 'declare', subject: 'settings', detail: { declared: Object.keys(settings) } })
      return undefined
    }),
    remember: ({ operator: { tid, oid } }, exception) => inTenant(database, tid, async tenant => {
      const at = now()
      await holdKey(tenant, 'settings')
      const settings = await readSettings(tenant)
      const remembered: AcceptedException = { ...exception, author: oid, acceptedAt: at.toISOString() }
      const others = (settings.exceptions ?? []).filter(other => scopeOf(other) !== scopeOf(remembered))
      await writeSettings(tenant, { ...settings, exceptions: [...others, remembered] }, { id: oid, at })
      await appendAudit(tenant, { at, actor: oid, action: 'remember', subject: 'settings', detail: { requirements: exception.requirements, objects: exception.objects.length } })
    })
  }
}

function scopeOf({ objects, requirements }: Pick<AcceptedException, 'objects' | 'requirements'>): string {
  return JSON.stringify([objects.map(({ kind, id }) => `${kind} ${id.toLowerCase()}`).sort(), requirements === null ? null : [...requirements].sort()])
}
