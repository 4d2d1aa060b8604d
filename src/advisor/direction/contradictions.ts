import { standingWishes, isSame, type Wish } from './wish.ts'
import { hasExpired, type DirectoryObject, type TenantSettings } from '#src/domain/settings.ts'
import { memberTruth, membershipsOf } from '#src/engine/membership.ts'
import { TRUE } from '#src/engine/truth.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What stands that a wish contradicts: something that was said before, or that an object is a declared emergency account. */
export type Contradicted = { readonly standing: Wish } | { readonly emergency: DirectoryObject }

/** The first thing in the settings that cannot hold beside the wish; exceptions that have expired contradict nothing. */
export function contradictedBy(wish: Wish, settings: TenantSettings, tenant: Tenant | undefined, now: Date): Contradicted | undefined {
  const held = standingWishes(settings).filter(other => other.sets !== 'exception' || !hasExpired(other.exception, now.toISOString()))
  const standing = held.find(other => !isSame(other, wish) && excludesEachOther(wish, other))
  if (standing !== undefined) return { standing }
  if (wish.sets !== 'direction' || wish.direction.do !== 'include') return undefined
  const emergency = wish.direction.objects.find(object => isDeclaredEmergency(object, settings, tenant))
  return emergency === undefined ? undefined : { emergency }
}

/** Whether no tenant can follow both. */
export function excludesEachOther(a: Wish, b: Wish): boolean {
  if (a.sets === 'namingConvention' || b.sets === 'namingConvention') return a.sets === b.sets && !isSame(a, b)
  const [one, other] = [aboutOf(a), aboutOf(b)]
  if (!overlaps(one.requirements, other.requirements) || !one.objects.some(object => other.objects.some(found => isSameObject(object, found)))) return false
  if (a.sets === 'exception' && b.sets === 'exception') return a.exception.expiresAt !== b.exception.expiresAt
  return (one.verb === 'include') !== (other.verb === 'include')
}

function aboutOf(wish: Exclude<Wish, { sets: 'namingConvention' }>) {
  const { objects, requirements } = wish.sets === 'direction' ? wish.direction : wish.exception
  return { objects, requirements, verb: wish.sets === 'direction' ? wish.direction.do : 'accept' }
}

function overlaps(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a === null || b === null || a.some(id => b.includes(id))
}

export function isSameObject(a: DirectoryObject, b: DirectoryObject): boolean {
  return a.kind === b.kind && a.id.toLowerCase() === b.id.toLowerCase()
}

/** A declared account or group, or an account that is surely in such a group. */
function isDeclaredEmergency(object: DirectoryObject, { emergencyAccess }: TenantSettings, tenant: Tenant | undefined): boolean {
  const { users = [], groups = [] } = emergencyAccess ?? {}
  const isOneOf = (ids: readonly string[]): boolean => ids.some(id => id.toLowerCase() === object.id.toLowerCase())
  if (object.kind === 'group') return isOneOf(groups)
  if (object.kind !== 'user') return false
  const user = tenant?.users.indexOf(object.id) ?? -1
  if (isOneOf(users) || tenant === undefined || user < 0) return isOneOf(users)
  const memberships = membershipsOf(tenant)
  return groups.some(id => memberTruth(memberships.group(id), user) === TRUE)
}
