import { isList, isObject, type Json, type JsonObject } from '../json.ts'
import { concreteType, formOf, vocabularyOf, type EnumValues, type Version } from './vocabulary.ts'

/** How an object is shown to a caller. */
export interface Rendering {
  readonly version: Version
  /** The caller sent `Prefer: include-unknown-enum-members`. */
  readonly everyEnumMember: boolean
}

function enumValue(value: string, known: EnumValues, rendering: Rendering): string {
  if (rendering.everyEnumMember || known.after === undefined) return value
  const after = known.after
  if (known.flags !== true) return after.includes(value) ? 'unknownFutureValue' : value
  const shown = value.split(',').map((part) => (after.includes(part) ? 'unknownFutureValue' : part))
  return [...new Set(shown)].join(',')
}

function renderOne(value: Json, type: string, rendering: Rendering): Json {
  const vocabulary = vocabularyOf(rendering.version)
  const known = vocabulary.enums[type]
  if (known !== undefined) return typeof value === 'string' ? enumValue(value, known, rendering) : value
  if (!isObject(value)) return value
  const concrete = concreteType(vocabulary, type, value['@odata.type'])
  return vocabulary.types[concrete] === undefined ? value : renderObject(value, concrete, rendering)
}

function renderMember(value: Json, type: string, rendering: Rendering): Json {
  const form = formOf(type)
  if (form.name === 'null') return null
  return form.list && isList(value) ? value.map((item) => renderOne(item, form.name, rendering)) : renderOne(value, form.name, rendering)
}

/** True for a type whose members this version may return though its metadata does not know them: policies evolve weekly. */
function evolves(type: string, version: Version): boolean {
  return version === 'beta' && (type.startsWith('conditionalAccess') || type === 'whatIfAnalysisResult')
}

function renderObject(value: JsonObject, type: string, rendering: Rendering): JsonObject {
  const members = vocabularyOf(rendering.version).types[type] ?? {}
  const shown: Record<string, Json> = {}
  for (const [name, member] of Object.entries(value)) {
    const memberType = members[name]
    if (memberType !== undefined) shown[name] = renderMember(member, memberType, rendering)
    else if (name.includes('@') || name.startsWith('extension_') || evolves(type, rendering.version)) shown[name] = member
  }
  return shown
}

/**
 * An object as one version of Graph shows it: members that the version's type does not have are left out, and values behind the
 * sentinel become `unknownFutureValue` unless the caller asked for them. A type outside the vocabulary is shown as it is.
 */
export function render(value: JsonObject, type: string, rendering: Rendering): JsonObject {
  const vocabulary = vocabularyOf(rendering.version)
  const concrete = concreteType(vocabulary, type, value['@odata.type'])
  return vocabulary.types[concrete] === undefined ? value : renderObject(value, concrete, rendering)
}

/** An object without its `@odata.type`, as members of a collection of exactly that type are shown. */
export function untyped(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '@odata.type'))
}
