import { Type, type Static } from 'typebox'
import { literals, nullable } from './schema.ts'

/** An address range as lower and upper end, or as CIDR, as Graph writes the four range types. */
export const IpRange = Type.Object({
  cidrAddress: Type.Optional(Type.String()), lowerAddress: Type.Optional(Type.String()), upperAddress: Type.Optional(Type.String())
})

const locationKinds = ['ip', 'country', 'compliantNetwork', 'serviceTag', 'privateLink', 'unknown'] as const

/** A `namedLocation` of any derived type; `kind` follows `@odata.type`, and what another kind has is empty. */
export const NamedLocation = Type.Object({
  id: Type.String(), displayName: Type.String(), kind: literals(locationKinds),
  isTrusted: Type.Boolean(),
  ipRanges: Type.Array(IpRange),
  countriesAndRegions: Type.Array(Type.String()),
  includeUnknownCountriesAndRegions: Type.Boolean(),
  countryLookupMethod: nullable(Type.String())
})

export type IpRange = Static<typeof IpRange>
export type NamedLocation = Static<typeof NamedLocation>
