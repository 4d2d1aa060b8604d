import { idOf } from './draw.ts'

/** The named locations of a generated tenant. */
export const locationNames = ['office', 'branch', 'allowed', 'blocked'] as const

export function locationId(seed: number, name: (typeof locationNames)[number]): string {
  return idOf(seed, 'location', locationNames.indexOf(name))
}

const dates = { createdDateTime: '2024-01-05T08:00:00Z', modifiedDateTime: '2024-01-05T08:00:00Z' }

function range(type: 'iPv4CidrRange' | 'iPv6CidrRange', cidrAddress: string): object {
  return { '@odata.type': `#microsoft.graph.${type}`, cidrAddress }
}

function countries(id: string, displayName: string, countriesAndRegions: readonly string[]): object {
  return {
    '@odata.type': '#microsoft.graph.countryNamedLocation', id, displayName, ...dates, countriesAndRegions,
    countryLookupMethod: 'clientIpAddress', includeUnknownCountriesAndRegions: false
  }
}

/** An office that is trusted, a branch that is not, where people work and where nobody does. Addresses are those for documentation. */
export function namedLocations(seed: number): object[] {
  return [
    {
      '@odata.type': '#microsoft.graph.ipNamedLocation', id: locationId(seed, 'office'), displayName: 'Head office', ...dates, isTrusted: true,
      ipRanges: [range('iPv4CidrRange', '198.51.100.0/24'), range('iPv6CidrRange', '2001:db8:100::/48')]
    },
    {
      '@odata.type': '#microsoft.graph.ipNamedLocation', id: locationId(seed, 'branch'), displayName: 'Branch office', ...dates, isTrusted: false,
      ipRanges: [range('iPv4CidrRange', '203.0.113.0/25')]
    },
    countries(locationId(seed, 'allowed'), 'Countries where we work', ['DE', 'FR', 'NL', 'US']),
    countries(locationId(seed, 'blocked'), 'Countries where nobody works', ['AQ', 'BV', 'HM'])
  ]
}
