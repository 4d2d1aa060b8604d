import { collections, createTenantBuilder } from './builder.ts'
import { isObject } from './json.ts'
import type { Tenant } from './tenant.ts'

const known = new Set<string>(collections)

/** A tenant from a tenant file that is in memory already. */
export function tenantOf(file: unknown): Tenant {
  const builder = createTenantBuilder()
  for (const [name, value] of Object.entries(isObject(file) ? file : {})) {
    if (!known.has(name)) builder.add(name, value)
    else if (Array.isArray(value)) {
      builder.begin(name)
      for (const entry of value) builder.add(name, entry)
    } else if (value !== null) builder.unread({ collection: name, reason: 'it is not a list' })
  }
  return builder.finish()
}
