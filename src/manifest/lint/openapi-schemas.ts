import type { Finding } from './finding.ts'
import { found, inside, isThere, items, member, members, textOf, top, type Place } from './place.ts'

/** A schema, its reference within the file followed. */
export function shapeOf(schema: Place): Place {
  const reference = textOf(member(schema, '$ref'))
  return reference?.startsWith('#/') === true ? inside(top(schema.source), ...reference.slice(2).split('/')) : schema
}

/** Whether a schema is of a list or of an object. */
export function isComposite(schema: Place): boolean {
  const shape = shapeOf(schema)
  return ['array', 'object'].includes(textOf(member(shape, 'type')) ?? '') || isThere(member(shape, 'properties')) || isThere(member(shape, 'items'))
}

/** Members under which names are free, so that what is called like a keyword is none. */
const named = ['properties', 'patternProperties', 'schemas', 'paths', 'responses', 'content', 'examples', 'example', 'enum', 'default', 'parameters', 'headers', 'requestBodies', 'links', 'callbacks', 'securitySchemes']

/** Keywords that OpenAPI 3.0 has not, or that were seen to break an import, in every schema of the document. */
export function constructRules(place: Place): Finding[] {
  return [...schemaRules(place), ...items(place).flatMap(constructRules), ...members(place).flatMap(({ name, place: inner }) => {
    if (['example', 'examples', 'enum', 'default'].includes(name)) return []
    return named.includes(name) ? [...members(inner).map(one => one.place), ...items(inner)].flatMap(constructRules) : constructRules(inner)
  })]
}

function schemaRules(place: Place): Finding[] {
  return members(place).flatMap(({ name, key, place: value }) => {
    if (name === 'type' && items(value).length > 0) return [newer(key, 'a list of types')]
    if (name === 'const') return [newer(key, '`const`')]
    if (name === 'examples' && items(value).length > 0) return [newer(key, '`examples` as a list')]
    if (!['anyOf', 'oneOf', 'allOf'].includes(name)) return []
    if (items(value).some(one => textOf(member(one, 'type')) === 'null')) return [newer(key, `\`${name}\` with the type null`)]
    return [found(key, { code: 'composition', severity: 'warning', message: `\`${name}\` is hardly ever seen in plugins that load; write one flat schema`, leadsTo: ['import-spec'] })]
  })
}

function newer(key: Place, what: string): Finding {
  return found(key, { code: 'openapi-31', message: `${what} belongs to OpenAPI 3.1`, leadsTo: ['import-spec'] })
}
