import { collections, createTenantBuilder, type TenantBuilder } from './builder.ts'
import { isObject, type JsonObject } from './json.ts'
import type { Tenant } from './tenant.ts'

const known = new Set<string>(collections)

/** A tenant from a tenant file that is in memory already. */
export function tenantOf(file: unknown): Tenant {
  const builder = createTenantBuilder()
  addTenantFile(isObject(file) ? file : {}, builder)
  return builder.finish()
}

/** Gives the members of a tenant file to the builder. A collection that is null counts as missing: it was not read. */
export function addTenantFile(file: JsonObject, builder: TenantBuilder): void {
  for (const [name, value] of Object.entries(file)) {
    if (!known.has(name)) builder.add(name, value)
    else if (Array.isArray(value)) {
      builder.begin(name)
      for (const entry of value) builder.add(name, entry)
    } else if (value !== null) builder.unread({ collection: name, reason: 'it is not a list' })
  }
}
