import { isList, isObject, type Json, type JsonObject } from '../json.ts'
import { concreteType, formOf, vocabularyOf, type Version, type Vocabulary } from './vocabulary.ts'

const scalars: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  null: (value) => value === null,
  any: () => true,
  reference: (value) => isObject(value) && typeof value['id'] === 'string' && Object.keys(value).every((name) => name === 'id' || name === '@odata.type'),
}

function enumMember(value: Json, name: string, vocabulary: Vocabulary): boolean {
  const known = vocabulary.enums[name]
  if (known === undefined || typeof value !== 'string') return false
  const allowed = new Set(known.values.filter((member) => member !== 'unknownFutureValue'))
  return known.flags === true ? value.split(',').every((part) => allowed.has(uncapitalised(part.trim()))) : allowed.has(value)
}

/** The service takes flags in Pascal case (`B2bCollaborationGuest`) and writes them back in camel case. */
export function uncapitalised(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function fault(value: Json, name: string, at: string, vocabulary: Vocabulary): string | undefined {
  const scalar = scalars[name]
  if (scalar !== undefined) return scalar(value) ? undefined : at
  if (vocabulary.enums[name] !== undefined) return enumMember(value, name, vocabulary) ? undefined : at
  return isObject(value) ? objectFault(value, name, at, vocabulary) : at
}

function memberFault(value: Json, type: string, at: string, vocabulary: Vocabulary): string | undefined {
  const form = formOf(type)
  if (value === null) return form.nullable || form.name === 'null' ? undefined : at
  if (!form.list) return fault(value, form.name, at, vocabulary)
  if (!isList(value)) return at
  return value.map((item) => fault(item, form.name, at, vocabulary)).find((found) => found !== undefined)
}

function objectFault(value: JsonObject, type: string, at: string, vocabulary: Vocabulary): string | undefined {
  const concrete = concreteType(vocabulary, type, value['@odata.type'])
  const members = vocabulary.types[concrete] ?? {}
  if (concrete === type && vocabulary.derived[type] !== undefined) return `${at}/@odata.type`
  for (const [name, member] of Object.entries(value)) {
    if (name.includes('@')) continue
    const path = at === '' ? name : `${at}/${name}`
    const found = members[name] === undefined ? path : memberFault(member, members[name], path, vocabulary)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Compares a body with the writable members of a type in one version. Returns the path of the first member that is unknown, read-only
 * or of another type than the version says, or undefined.
 */
export function checkWrite(body: JsonObject, type: string, version: Version): string | undefined {
  return objectFault(body, `write.${type}`, '', vocabularyOf(version))
}
