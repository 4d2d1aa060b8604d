import { inCidr, inRange, parseAddress } from './addresses.ts'
import { type Json, names, object, objects, same, text, texts } from './json.ts'
import { all, any, not, type Truth } from './truth.ts'
import { isOfType } from './workloads.ts'

const mfaTrustedIps = '00000000-0000-0000-0000-000000000000'

/** §2.6, C17. */
export function locationCondition(tenant: Json, locations: Json, conditions: Json): Truth {
  const included = texts(locations['includeLocations'])
  const excluded = texts(locations['excludeLocations'])
  const matches = (id: string): Truth => locationMatches(tenant, id, conditions)
  return all([included.length === 0 ? true : any(included.map(matches)), not(any(excluded.map(matches)))])
}

function locationMatches(tenant: Json, id: string, conditions: Json): Truth {
  if (same(id, 'All')) return true
  if (same(id, mfaTrustedIps)) return mfaTrustedIpsMatch(tenant, conditions)
  const every = objects(tenant['namedLocations'])
  if (same(id, 'AllTrusted')) {
    const trusted = every.filter((one) => one['isTrusted'] === true).map((one) => holds(one, conditions))
    const named = Array.isArray(tenant['namedLocations']) ? any(trusted) : null // C17: nothing is known of locations that were not read
    return any([mfaTrustedIpsMatch(tenant, conditions), named])
  }
  const location = every.find((one) => same(one['id'], id))
  return location === undefined ? null : holds(location, conditions)
}

function mfaTrustedIpsMatch(tenant: Json, conditions: Json): Truth {
  const list = object(tenant['settings'])['mfaTrustedIps']
  if (!Array.isArray(list)) return null
  const address = parseAddress(text(conditions['ipAddress']) ?? '')
  return any(texts(list).map((cidr) => address === null ? null : inCidr(address, cidr)))
}

function holds(location: Json, conditions: Json): Truth {
  if (isOfType(location, 'ipNamedLocation')) {
    const address = parseAddress(text(conditions['ipAddress']) ?? '')
    return address === null ? null : any(objects(location['ipRanges']).map((range) => inRange(address, range))) // S6
  }
  if (!isOfType(location, 'countryNamedLocation') || !same(location['countryLookupMethod'] ?? 'clientIpAddress', 'clientIpAddress')) return null
  const country = text(conditions['country'])
  if (country !== null) return names(texts(location['countriesAndRegions']), country)
  const isUnmapped = conditions['country'] === null && text(conditions['ipAddress']) !== null // S6
  return isUnmapped ? location['includeUnknownCountriesAndRegions'] === true : null
}
