import { dscPolicy, filled, isOn, listed } from './dsc-policy.ts'
import { isObject, textIn, textsIn, type JsonObject } from './json.ts'
import type { DirectoryNames } from './directory-names.ts'

/** What a resource of Microsoft365DSC's JSON report is in Graph's shape. */
export interface GraphObject {
  readonly collection: 'policies' | 'groups' | 'namedLocations' | 'authenticationStrengths'
  readonly body: JsonObject
}

/** Whether the object is a resource of Microsoft365DSC's JSON report: flat, PascalCase, names in place of ids. */
export function isDscResource(value: unknown): value is JsonObject {
  return isObject(value) && textIn(value, 'ResourceName') !== null
}

/** The resource in Graph's shape, or undefined where Conditional Access does not look at its kind. */
export function graphObjectOf(resource: JsonObject, names: DirectoryNames): GraphObject | undefined {
  switch (textIn(resource, 'ResourceName')) {
    case 'AADConditionalAccessPolicy': return { collection: 'policies', body: dscPolicy(resource, names) }
    case 'AADGroup': return { collection: 'groups', body: groupOf(resource, names) }
    case 'AADNamedLocationPolicy': return { collection: 'namedLocations', body: locationOf(resource) }
    case 'AADAuthenticationStrengthPolicy': return { collection: 'authenticationStrengths', body: strengthOf(resource) }
    default: return undefined
  }
}

/** The name and id of what a resource describes, for policies that name it. */
export function namedBy(resource: JsonObject): { readonly collection: string, readonly named: JsonObject } | undefined {
  const collections: Readonly<Record<string, string>> = {
    AADGroup: 'groups', AADNamedLocationPolicy: 'namedLocations', AADAuthenticationStrengthPolicy: 'authenticationStrengths',
    AADAuthenticationContextClassReference: 'authenticationContexts'
  }
  const collection = collections[textIn(resource, 'ResourceName') ?? '']
  return collection === undefined ? undefined : { collection, named: own(resource) }
}

function own(resource: JsonObject): JsonObject {
  return { id: filled(resource, 'Id'), displayName: filled(resource, 'DisplayName') }
}

/** Members that are not listed at all are not known. */
function groupOf(resource: JsonObject, names: DirectoryNames): JsonObject {
  const members = [
    ...listed(resource, 'Members').map(name => names.id('users', name) ?? name),
    ...listed(resource, 'GroupAsMembers').map(name => names.id('groups', name) ?? name)
  ]
  return {
    ...own(resource), isAssignableToRole: isOn(resource, 'IsAssignableToRole'), membershipRule: filled(resource, 'MembershipRule'),
    ...Array.isArray(resource['Members']) || Array.isArray(resource['GroupAsMembers']) ? { members } : {}
  }
}

function locationOf(resource: JsonObject): JsonObject {
  return {
    '@odata.type': textIn(resource, 'OdataType'), ...own(resource), isTrusted: isOn(resource, 'IsTrusted'),
    ipRanges: listed(resource, 'IpRanges').map(cidrAddress => ({ cidrAddress })), countriesAndRegions: listed(resource, 'CountriesAndRegions'),
    countryLookupMethod: filled(resource, 'CountryLookupMethod'), includeUnknownCountriesAndRegions: isOn(resource, 'IncludeUnknownCountriesAndRegions')
  }
}

function strengthOf(resource: JsonObject): JsonObject {
  return { ...own(resource), allowedCombinations: textsIn(resource, 'AllowedCombinations').map(combination => combination.replaceAll(', ', ',')) }
}
