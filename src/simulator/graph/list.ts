import type { Collection } from '../collection.ts'
import { directoryObject, typeOf } from '../directory-objects.ts'
import { isEntity, isObject, plainText, textAt, type Entity, type Json, type JsonObject } from '../json.ts'
import { GraphError, badRequest } from './error.ts'
import type { Answer, Call } from './operation.ts'
import { pageOf, undocumentedPage, type PageSize } from './paging.ts'
import { checkMembers } from './query.ts'
import { render, untyped } from './render.ts'
import { formOf, vocabularyOf } from './vocabulary.ts'

/** How the objects of a list are shown. */
export interface ListForm {
  readonly type: string
  /** The type of each object where a list mixes them. */
  readonly typeOf?: (entity: Entity) => string
  /** The page size; the undocumented one when left out. */
  readonly page?: PageSize
  /** Members may be of several types, so each shows its `@odata.type`. */
  readonly typed?: boolean
  /** Makes the object complete before it is shown. */
  readonly complete?: (entity: Entity, call: Call) => JsonObject
  /** What `$expand` may name: the related objects, with their type written on them. */
  readonly expand?: Readonly<Record<string, (entity: Entity, call: Call) => Json>>
  /** What is shown without `$select`; everything when left out. */
  readonly usual?: readonly string[]
}

/** Refuses a collection that the tenant file lacks: it could not be read. */
export function readable(collection: Collection): Collection {
  if (collection.readable) return collection
  throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

function valueAt(entity: JsonObject, path: string): Json {
  let value: Json = entity
  for (const name of path.split('/')) value = isObject(value) ? (value[name] ?? null) : null
  return value
}

function order(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const [a, b] = [plainText(left), plainText(right)].map((value) => value.toLowerCase())
  return a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1
}

function found(entity: Entity, search: string): boolean {
  const match = /^"?(\w+):(.*?)"?$/.exec(search)
  if (match === null) return true
  const [, property = '', words = ''] = match
  return plainText(entity[property]).toLowerCase().includes(words.toLowerCase())
}

/** What the options `$filter`, `$search` and `$orderby` leave of a list. */
export function matching(call: Call, entities: readonly Entity[]): readonly Entity[] {
  const { filter, search, orderby } = call.query
  let left = entities
  if (filter !== undefined) left = left.filter(filter.matches)
  if (search !== undefined) left = left.filter((entity) => found(entity, search))
  for (const { path, descending } of [...orderby].reverse()) {
    left = left.toSorted((a, b) => (descending ? order(valueAt(b, path), valueAt(a, path)) : order(valueAt(a, path), valueAt(b, path))))
  }
  return left
}

/** What a selected member shows that the object does not have: null, an empty list, or nothing. */
function absent(type: string, name: string, call: Call): [string, Json][] {
  const memberType = vocabularyOf(call.version).types[type]?.[name]
  if (memberType === undefined) return []
  const form = formOf(memberType)
  return form.list ? [[name, []]] : form.nullable ? [[name, null]] : []
}

/** One object as the caller sees it: complete, in its version's shape, with the members selected. */
export function shown(call: Call, entity: Entity, form: ListForm): JsonObject {
  const whole = form.complete === undefined ? entity : form.complete(entity, call)
  const type = form.typeOf?.(entity) ?? form.type
  const rendered = render(whole, type, call.rendering)
  const said = textAt(whole, '@odata.type')
  const derived = said !== undefined && said !== `#microsoft.graph.${form.type}`
  const bare = form.typed === true || derived ? rendered : untyped(rendered)
  const expanded = Object.fromEntries(call.query.expand.map((name) => [name, form.expand?.[name]?.(entity, call) ?? null]))
  const names = call.query.select ?? form.usual
  if (names === undefined) return { ...bare, ...expanded }
  const always = form.typeOf === undefined ? ['@odata.type'] : ['@odata.type', 'id']
  const picked = Object.entries(bare).filter(([name]) => always.includes(name) || names.includes(name))
  const missing = names.filter((name) => bare[name] === undefined).flatMap((name) => absent(type, name, call))
  return { ...Object.fromEntries(picked), ...expanded, ...Object.fromEntries(missing) }
}

/** A directory object by id, whole, with its type written on it: what an expanded member shows. */
export function showObject(call: Call, id: string): JsonObject {
  const entity = directoryObject(call.state, id)
  return render(entity, typeOf(entity), call.rendering)
}

function checkExpand(call: Call, form: ListForm): void {
  const wrong = call.query.expand.find((name) => form.expand?.[name] === undefined)
  if (wrong !== undefined) throw badRequest(`Parsing OData Select and Expand failed: '${wrong}' cannot be expanded on type 'microsoft.graph.${form.type}'.`)
}

/** Answers one object. */
export function answerOne(call: Call, entity: Entity, form: ListForm): Answer {
  checkMembers(call.query, form.type, call.version)
  checkExpand(call, form)
  return { status: 200, body: { '@odata.context': contextOf(call, '/$entity'), ...shown(call, entity, form) } }
}

/** Answers a page of a list, filtered and ordered as asked. */
export function answerList(call: Call, entities: readonly Entity[], form: ListForm): Answer {
  checkMembers(call.query, form.type, call.version)
  checkExpand(call, form)
  const left = matching(call, entities)
  return pageAnswer(call, left, (entity) => entity, form)
}

/** Answers a page of the directory objects that ids refer to; only those of the page are looked up, unless the list is filtered. */
export function answerObjects(call: Call, ids: readonly string[], form: ListForm): Answer {
  const { filter, search, orderby } = call.query
  const whole = filter !== undefined || search !== undefined || orderby.length > 0
  if (whole) return answerList(call, ids.map((id) => directoryObject(call.state, id)), form)
  checkExpand(call, form)
  return pageAnswer(call, ids, (id) => directoryObject(call.state, id), form)
}

function pageAnswer<Item>(call: Call, items: readonly Item[], entityOfItem: (item: Item) => Entity, form: ListForm): Answer {
  const page = pageOf(call, items, form.page ?? undocumentedPage(call))
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, ''),
      ...(call.query.count ? { '@odata.count': items.length } : {}),
      ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
      value: page.items.map((item) => shown(call, entityOfItem(item), form)),
    },
  }
}

export function contextOf(call: Call, suffix: string): string {
  return `https://graph.microsoft.com/${call.version}/$metadata#${call.path.slice(1).replace(/\/[^/]*-[^/]*-[^/]*/g, '')}${suffix}`
}

/** An object with an id, made from parts; refuses parts without one. */
export function entityOf(value: JsonObject): Entity {
  if (isEntity(value)) return value
  throw new TypeError('an object of a collection must have an `id`')
}
