import type { Seen } from '../effect.ts'
import { patched } from '../suggest/patch.ts'
import { atOnce, sameId, type Outlook } from './made.ts'
import { compareIn, type Comparison } from '#src/engine/compare.ts'
import { recompile, type Compiled } from '#src/engine/compile.ts'
import { locationsOf, mfaTrustedIps } from '#src/engine/conditions/locations.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { UserSet } from '#src/engine/user-set.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { PolicyConditions } from '#src/domain/policy.ts'
import { locationForm } from '#src/tenant/base.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'

/** Every address, so that whether the MFA trusted IPs hold one is settled either way. */
const everywhere = ['0.0.0.0/0', '::/0']

/**
 * What it does that a named location comes, goes or changes. Both stand side by side in one tenant, the one to come under an id of its own, and
 * the policies that use the old one, or all trusted ones, are compared with policies that use what is there afterwards.
 */
export function placedOutlook(compiled: Compiled, old: NamedLocation | undefined, fresh: NamedLocation | undefined): Outlook {
  const { tenant } = compiled
  const id = old?.id ?? fresh?.id ?? ''
  const others = (tenant.locations ?? []).filter(location => location !== old)
  const freshId = `${id} afterwards`
  const locations = [...others, ...old === undefined ? [] : [old], ...fresh === undefined ? [] : [{ ...fresh, id: freshId, isTrusted: false, displayName: old === undefined ? fresh.displayName : `${fresh.displayName} (changed)` }]]
  const trusted = [...others.filter(({ isTrusted }) => isTrusted).map(location => location.id), ...fresh?.isTrusted === true ? [freshId] : [], mfaTrustedIps]
  const concernsTrust = old?.isTrusted === true || fresh?.isTrusted === true
  const instead = (one: string): readonly string[] => sameId(one, id) && fresh !== undefined ? [freshId] : concernsTrust && one.toLowerCase() === 'alltrusted' ? trusted : [one]
  const after = isAlike(old, fresh) ? tenant.policies : tenant.policies.map(read => moved(read, instead))
  const both = inTenant(compiled, { ...tenant, locations })
  return atOnce(placedComparison(both, after), lockoutIn(recompile(both, after)))
}

/** Whether they are about the same addresses, whatever they are called. */
function isAlike(one: NamedLocation | undefined, other: NamedLocation | undefined): boolean {
  return one !== undefined && other !== undefined && JSON.stringify(locationForm({ ...one, displayName: '' })) === JSON.stringify(locationForm({ ...other, displayName: '' }))
}

/** The same tenant with other locations or settings: whom the policies tell apart stays. */
function inTenant(compiled: Compiled, tenant: Tenant): Compiled {
  return recompile({ ...compiled, tenant, locations: locationsOf(tenant) }, tenant.policies)
}

function moved(read: ReadPolicy, instead: (id: string) => readonly string[]): ReadPolicy {
  const { locations } = read.policy.conditions
  if (locations === null) return read
  const { includeLocations, excludeLocations } = locations
  const places: PolicyConditions['locations'] = { includeLocations: includeLocations.flatMap(instead), excludeLocations: excludeLocations.flatMap(instead) }
  return JSON.stringify(places) === JSON.stringify(locations) ? read : patched(read, { conditions: { locations: places } })
}

/** Where a policy that changes is about MFA trusted IPs that nobody declared, an address is in them or not, before as after: both are compared. */
function placedComparison(both: Compiled, after: readonly ReadPolicy[]): Seen {
  const { tenant } = both
  const isOpen = both.locations.mfaTrusted === undefined && after.some((read, index) => read !== tenant.policies[index] && mentionsMfaTrusted(read))
  if (!isOpen) return compareIn(both, after)
  const [none, all] = [[], everywhere].map(mfaTrustedIps => compareIn(inTenant(both, { ...tenant, settings: { ...tenant.settings, mfaTrustedIps } }), after))
  return none === undefined || all === undefined ? compareIn(both, after) : either(tenant, none, all)
}

function mentionsMfaTrusted({ policy: { conditions: { locations } } }: ReadPolicy): boolean {
  return [...locations?.includeLocations ?? [], ...locations?.excludeLocations ?? []].some(id => id === mfaTrustedIps || id.toLowerCase() === 'alltrusted')
}

function either({ users: { count } }: Tenant, one: Comparison, other: Comparison): Seen {
  const sides = new Set([one.relation, other.relation].filter(relation => relation !== 'equivalent'))
  const [relation = 'equivalent'] = sides
  const among = (name: 'newlyBlocked' | 'newlyChallenged' | 'newlyFree'): { count: number } => ({ count: union(count, one[name], other[name]) })
  return {
    relation: sides.size > 1 ? 'incomparable' : relation, get regions() { return [...one.regions, ...other.regions] },
    newlyBlocked: among('newlyBlocked'), newlyChallenged: among('newlyChallenged'), newlyFree: among('newlyFree')
  }
}

function union(size: number, one: UserSet, other: UserSet): number {
  if (one.count === 0 || other.count === 0) return one.count + other.count
  let both = 0
  for (let user = 0; user < size; user++) if (one.has(user) && other.has(user)) both++
  return one.count + other.count - both
}
