import { Type, type Static } from 'typebox'
import { createTenantBuilder } from './builder.ts'
import type { Tenant } from './tenant.ts'

/** Policies and named locations as Graph shows them. */
export const State = Type.Object({ policies: Type.Array(Type.Unknown()), namedLocations: Type.Array(Type.Unknown()) })
export type State = { readonly [K in keyof Static<typeof State>]: readonly unknown[] }

/** The tenant with its policies and named locations as they were read again; everything else as it was. */
export function withState(tenant: Tenant, { policies, namedLocations }: State): Tenant {
  const builder = createTenantBuilder()
  for (const [name, list] of [['policies', policies], ['namedLocations', namedLocations]] as const) {
    builder.begin(name)
    for (const value of list) builder.add(name, value)
  }
  const again = builder.finish()
  const unread = tenant.unread.filter(({ collection }) => collection !== 'policies' && collection !== 'namedLocations')
  return { ...tenant, policies: again.policies, policiesRead: true, locations: again.locations, unread: [...unread, ...again.unread] }
}
