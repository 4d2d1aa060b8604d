import { policyNeeds } from './approvers.ts'
import { locationBody, locationIn, locationRefusal } from './location-form.ts'
import { isRefused, refusal, sameId, type Made } from './made.ts'
import { placedOutlook } from './placed.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { WishFor, WishRefused } from '#src/domain/wish.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { locationForm } from '#src/tenant/base.ts'
import type { GraphBody } from '#src/domain/write.ts'

type LocationWish = WishFor<'createNamedLocation' | 'patchNamedLocation' | 'deleteNamedLocation' | 'restoreNamedLocation'>

/** A tenant holds at most this many named locations (reference, section 5). */
const mostLocations = 195

export function locationWrite(compiled: Compiled, wish: LocationWish): Made | WishRefused {
  const { locations } = compiled.tenant
  if (locations === undefined || !compiled.tenant.policiesRead) return refusal('locations-not-read', 'the named locations or the policies of the tenant were not read, so nothing can be said of what this would do')
  if (wish.kind === 'createNamedLocation') return fresh(compiled, locations, wish)
  const standing = locations.find(({ id }) => sameId(id, wish.location))
  if (wish.kind === 'restoreNamedLocation') return standing === undefined ? fresh(compiled, locations, wish) : refusal('location-stands', `the named location \`${wish.location}\` stands in the tenant; only a deleted one is restored`, '/location')
  if (standing === undefined) return refusal('location-not-found', `the tenant has no named location with the id \`${wish.location}\``, '/location')
  return wish.kind === 'deleteNamedLocation' ? deleted(compiled, standing) : changed(compiled, standing, wish.body)
}

function fresh(compiled: Compiled, locations: readonly NamedLocation[], wish: WishFor<'createNamedLocation' | 'restoreNamedLocation'>): Made | WishRefused {
  const target = wish.kind === 'restoreNamedLocation' ? wish.location : null
  const location = locationIn(wish.body, target ?? 'new location')
  if (locations.length >= mostLocations) return refusal('too-many-locations', `the tenant holds ${locations.length} named locations; Graph takes ${mostLocations}`)
  if (isRefused(location)) return location
  return {
    ...placedOutlook(compiled, undefined, location), needs: policyNeeds, warnings: trustWarnings(compiled, location),
    write: { kind: wish.kind, target, body: locationBody(location), patch: null, before: null }
  }
}

function changed(compiled: Compiled, standing: NamedLocation, body: GraphBody): Made | WishRefused {
  const location = locationIn(body, standing.id)
  if (isRefused(location)) return location
  if (location.kind !== standing.kind) return refusal('changes-type', 'Graph does not change the type of a named location; create another one', '/body/@odata.type')
  if (JSON.stringify(locationForm(location)) === JSON.stringify(locationForm(standing))) return refusal('changes-nothing', `\`${standing.displayName}\` is so already`, '/body')
  const [before, after] = [locationBody(standing), locationBody(location)]
  const differing = Object.keys(after).filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return {
    ...placedOutlook(compiled, standing, location), needs: policyNeeds, warnings: trustWarnings(compiled, location, standing),
    write: { kind: 'patchNamedLocation', target: standing.id, body: after, before, patch: { '@odata.type': after['@odata.type'], ...Object.fromEntries(differing.map(name => [name, after[name]])) } }
  }
}

function deleted(compiled: Compiled, standing: NamedLocation): Made | WishRefused {
  const wrong = locationRefusal(compiled, standing)
  if (wrong !== undefined) return wrong
  const body = locationBody(standing)
  return { ...placedOutlook(compiled, standing, undefined), needs: policyNeeds, warnings: [], write: { kind: 'deleteNamedLocation', target: standing.id, body, patch: null, before: body } }
}

/** A place that becomes trusted, or is wider and trusted, may free whoever signs in from there. */
function trustWarnings({ policies }: Compiled, location: NamedLocation, standing?: NamedLocation): string[] {
  const uses = policies.filter(({ policy: { conditions: { locations } } }) => [...locations?.includeLocations ?? [], ...locations?.excludeLocations ?? []].some(id => id.toLowerCase() === 'alltrusted'))
  return location.isTrusted && standing?.isTrusted !== true && uses.length > 0 ? [`it becomes trusted: ${uses.map(({ policy }) => `\`${policy.displayName}\``).join(', ')} ${uses.length === 1 ? 'is' : 'are'} about all trusted locations`] : []
}
