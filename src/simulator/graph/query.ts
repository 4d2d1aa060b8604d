import { badRequest, unsupportedQuery } from './error.ts'
import { parseFilter, type Filter } from './filter.ts'
import type { Version } from './vocabulary.ts'
import { vocabularyOf } from './vocabulary.ts'

/** The query options of a request, read and checked. */
export interface Query {
  readonly select: readonly string[] | undefined
  readonly filter: Filter | undefined
  readonly top: number | undefined
  readonly skip: number
  readonly count: boolean
  readonly orderby: readonly { readonly path: string, readonly descending: boolean }[]
  readonly expand: readonly string[]
  readonly search: string | undefined
  readonly skiptoken: string | undefined
  readonly deltatoken: string | undefined
  /** The parameters as sent, for next links. */
  readonly parameters: URLSearchParams
}

function whole(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name)
  if (text === null) return undefined
  if (!/^\d+$/.test(text)) throw badRequest(`Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`)
  return Number(text)
}

function names(parameters: URLSearchParams, name: string): string[] | undefined {
  const text = parameters.get(name)
  return text === null ? undefined : text.split(',').map((part) => part.trim()).filter((part) => part !== '')
}

function orderby(parameters: URLSearchParams): Query['orderby'] {
  return (names(parameters, '$orderby') ?? []).map((part) => {
    const [path = '', direction = 'asc'] = part.split(/\s+/)
    return { path, descending: direction.toLowerCase() === 'desc' }
  })
}

/** OData options may be written without `$` on beta and in any letter case (`$deltaToken`). */
function normalised(parameters: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams()
  for (const [name, value] of parameters) known.append(name.startsWith('$') ? name.toLowerCase() : name, value)
  return known
}

/** Reads the OData options; one that the operation does not list is a 400. Tokens bring their own options and are always taken. */
export function readQuery(sent: URLSearchParams, allowed: readonly string[]): Query {
  const parameters = normalised(sent)
  const continued = parameters.has('$skiptoken') || parameters.has('$deltatoken')
  for (const name of parameters.keys()) {
    if (name.startsWith('$') && !continued && !allowed.includes(name)) throw badRequest(`Query option '${name}' is not allowed.`)
  }
  const filter = parameters.get('$filter')
  return {
    select: names(parameters, '$select'),
    filter: filter === null ? undefined : parseFilter(filter),
    top: whole(parameters, '$top'),
    skip: whole(parameters, '$skip') ?? 0,
    count: parameters.get('$count')?.toLowerCase() === 'true',
    orderby: orderby(parameters),
    expand: names(parameters, '$expand') ?? [],
    search: parameters.get('$search') ?? undefined,
    skiptoken: parameters.get('$skiptoken') ?? undefined,
    deltatoken: parameters.get('$deltatoken') ?? undefined,
    parameters,
  }
}

const navigations = ['members', 'owners', 'memberOf', 'transitiveMemberOf', 'transitiveMembers', 'principal', 'roleDefinition']

/** Refuses `$select` and `$filter` of members that the type does not have in this version. */
export function checkMembers(query: Query, type: string, version: Version): void {
  const { types, derived } = vocabularyOf(version)
  const known = [type, ...(derived[type] ?? [])].flatMap((name) => Object.keys(types[name] ?? {}))
  if (known.length === 0) return
  for (const name of [...(query.select ?? []), ...(query.filter?.properties ?? [])]) {
    if (known.includes(name) || navigations.includes(name) || name.startsWith('extension_') || name.startsWith('@')) continue
    throw badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`)
  }
}

/** The directory answers `$count`, `$search`, `ne`, `not` and `endsWith` only with `ConsistencyLevel: eventual`. */
export function checkConsistency(query: Query, eventual: boolean): void {
  const advanced = query.filter?.advanced === true || query.search !== undefined || (query.filter !== undefined && query.orderby.length > 0)
  if (query.count && !eventual) throw unsupportedQuery("Request with $count query parameter requires 'ConsistencyLevel: eventual' header.")
  if (advanced && !(eventual && query.count)) {
    const property = query.filter?.properties[0] ?? 'search'
    throw unsupportedQuery(`Unsupported or invalid query filter clause specified for property '${property}' of resource. It requires 'ConsistencyLevel: eventual' and $count=true.`)
  }
}
