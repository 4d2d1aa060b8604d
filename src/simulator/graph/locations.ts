import { randomUUID } from 'node:crypto'
import { isList, isObject, objectAt, stringsAt, textAt, type Entity, type JsonObject } from '../json.ts'
import { appendAudit } from './audit.ts'
import { badRequest, noSuchPolicyObject } from './error.ts'
import { answerList, answerOne, readable, shown, type ListForm } from './list.ts'
import { patched } from './merge.ts'
import { listOptions, parameter, type Answer, type Call, type Operation } from './operation.ts'
import { policyTime } from './policies.ts'
import { concreteType, vocabularyOf } from './vocabulary.ts'
import { checkWrite } from './write-shape.ts'

/** A tenant holds at most this many named locations (reference, section 5). */
const mostLocations = 195

export const locationForm: ListForm = { type: 'namedLocation', typed: true }
const root = '/identity/conditionalAccess/namedLocations'

/** The locations whose type this version has. How v1.0 shows the others is not known: they are left out. */
export function visibleLocations(call: Call, locations: readonly Entity[]): Entity[] {
  const vocabulary = vocabularyOf(call.version)
  return locations.filter((location) => concreteType(vocabulary, 'namedLocation', location['@odata.type']) !== 'namedLocation')
}

function locationOf(call: Call): Entity {
  const id = parameter(call, 'id')
  const location = readable(call.state.collections.namedLocations).get(id)
  if (location === undefined) throw noSuchPolicyObject('NamedLocation', id)
  return location
}

/** The location to write, as the last write left it, whatever readers still see. */
function stored(call: Call): Entity {
  const id = parameter(call, 'id')
  const location = readable(call.state.collections.namedLocations).current(id)
  if (location === undefined) throw noSuchPolicyObject('NamedLocation', id)
  return location
}

function bodyOf(call: Call): JsonObject {
  if (call.body === undefined) throw badRequest('Empty Payload. JSON content expected.')
  if (!isObject(call.body)) throw badRequest('Incoming NamedLocation object is null or does not match the schema of NamedLocation type.')
  const wrong = checkWrite(call.body, 'namedLocation', call.version)
  if (wrong !== undefined) throw badRequest(`Incoming NamedLocation object is null or does not match the schema of NamedLocation type: '${wrong}'.`)
  return call.body
}

function rangeFault(range: JsonObject): boolean {
  const cidr = textAt(range, 'cidrAddress')
  if (cidr === undefined) return textAt(range, 'lowerAddress') === undefined || textAt(range, 'upperAddress') === undefined
  const [address = '', mask = ''] = cidr.split('/')
  const six = address.includes(':')
  return !/^\d+$/.test(mask) || Number(mask) <= 8 || Number(mask) > (six ? 128 : 32)
}

function checkContent(location: JsonObject): void {
  const ranges = location['ipRanges']
  if (isList(ranges)) {
    if (ranges.length === 0 || ranges.length > 2000) throw badRequest('A named location must have between 1 and 2000 IP ranges.')
    if (ranges.some((range) => !isObject(range) || rangeFault(range))) throw badRequest('Invalid IP range: the mask must be longer than /8.')
  } else if (location['@odata.type'] === '#microsoft.graph.ipNamedLocation') throw badRequest('A named location must have IP ranges.')
  if (location['@odata.type'] !== '#microsoft.graph.countryNamedLocation') return
  const countries = stringsAt(location, 'countriesAndRegions')
  if (countries.length === 0 || countries.some((code) => !/^[A-Z]{2}$/.test(code))) throw badRequest('A country named location must have two-letter country codes.')
}

const defaults: Readonly<Record<string, JsonObject>> = {
  '#microsoft.graph.ipNamedLocation': { isTrusted: false },
  '#microsoft.graph.countryNamedLocation': { includeUnknownCountriesAndRegions: false, countryLookupMethod: 'clientIpAddress' },
}

function create(call: Call): Answer {
  const locations = readable(call.state.collections.namedLocations)
  const body = bodyOf(call)
  if ((textAt(body, 'displayName') ?? '') === '') throw badRequest('A named location must have a displayName.')
  checkContent(body)
  if (locations.size >= mostLocations) throw badRequest(`The number of named locations in the tenant exceeds the limit of ${mostLocations}.`)
  const now = policyTime(call.state.now())
  const location: Entity = {
    ...defaults[textAt(body, '@odata.type') ?? ''], ...body, id: randomUUID(), createdDateTime: now, modifiedDateTime: now, deletedDateTime: null,
  }
  locations.put(location)
  appendAudit(call, { activity: 'Add named location', category: 'Policy', kind: 'NamedLocation', after: location })
  return { status: 201, body: shown(call, location, locationForm), headers: { location: `https://graph.microsoft.com/${call.version}${root}('${location.id}')` } }
}

function update(call: Call): Answer {
  const before = stored(call)
  const body = bodyOf(call)
  if (body['@odata.type'] !== before['@odata.type']) throw badRequest('The type of a named location cannot be changed.')
  const merged = patched(before, body, 'replace')
  checkContent(merged)
  const after: Entity = { ...merged, id: before.id, modifiedDateTime: policyTime(call.state.now()) }
  call.state.collections.namedLocations.put(after)
  appendAudit(call, { activity: 'Update named location', category: 'Policy', kind: 'NamedLocation', before, after })
  return { status: 204 }
}

function inUse(call: Call, id: string): boolean {
  return call.state.collections.policies.latest().some((policy) => {
    const locations = objectAt(objectAt(policy, 'conditions'), 'locations')
    return [...stringsAt(locations, 'includeLocations'), ...stringsAt(locations, 'excludeLocations')].includes(id)
  })
}

function remove(call: Call): Answer {
  const before = stored(call)
  if (before['isTrusted'] === true) throw badRequest('A trusted named location cannot be deleted. Set isTrusted to false first.')
  if (inUse(call, before.id)) throw badRequest('The named location is referenced by a conditional access policy and cannot be deleted.')
  call.state.collections.namedLocations.remove(before.id)
  call.state.deletedLocations.put({ ...before, deletedDateTime: policyTime(call.state.now()) })
  appendAudit(call, { activity: 'Delete named location', category: 'Policy', kind: 'NamedLocation', before })
  return { status: 204 }
}

export const locationOperations: readonly Operation[] = [
  {
    id: 'locations.list', method: 'GET', path: root, query: listOptions,
    answer: (call) => answerList(call, visibleLocations(call, readable(call.state.collections.namedLocations).list()), locationForm),
  },
  { id: 'locations.get', method: 'GET', path: `${root}/{id}`, query: ['$select'], answer: (call) => answerOne(call, locationOf(call), locationForm) },
  { id: 'locations.create', method: 'POST', path: root, query: [], answer: create },
  { id: 'locations.update', method: 'PATCH', path: `${root}/{id}`, query: [], answer: update },
  { id: 'locations.delete', method: 'DELETE', path: `${root}/{id}`, query: [], answer: remove },
]
