import type { Collection } from '../collection.ts'
import type { Entity, Json, JsonObject } from '../json.ts'
import { contextOf, shown, type ListForm } from './list.ts'
import type { Answer, Call } from './operation.ts'
import { linkTo, readToken, writeToken } from './paging.ts'
import { checkMembers } from './query.ts'

/** Pages of a delta are the server's affair; this many entries a page. */
const entriesAPage = 200

/** How changes of one kind of object are told. */
export interface DeltaForm extends ListForm {
  /** The entries that tell one object: several when it has more links than one entry holds. */
  readonly entries?: (entity: Entity, call: Call, since: number) => readonly JsonObject[]
}

/** A position in a delta: an object of it, and how many of that object's entries were told before. */
interface Position {
  readonly object: number
  readonly told: number
}

interface DeltaPage {
  readonly entries: readonly JsonObject[]
  readonly next: Position | undefined
}

type Told = (item: Entity | string) => readonly JsonObject[]

function objectsSince(call: Call, collection: Collection, since: number): (Entity | string)[] {
  const { changed, removed } = since < 0 ? { changed: collection.latest(), removed: [] } : collection.changedSince(since)
  const wanted = call.query.filter === undefined ? changed : changed.filter(call.query.filter.matches)
  return [...wanted, ...removed]
}

function pageFrom(objects: readonly (Entity | string)[], start: Position, told: Told): DeltaPage {
  const entries: JsonObject[] = []
  let { object, told: before } = start
  for (; object < objects.length; object += 1, before = 0) {
    const item = objects[object]
    const all = item === undefined ? [] : told(item).slice(before)
    const room = entriesAPage - entries.length
    entries.push(...all.slice(0, room))
    if (all.length > room) return { entries, next: { object, told: before + room } }
  }
  return { entries, next: undefined }
}

/**
 * Answers one page of changes: everything at first, later what was written since the token was given. `$deltatoken=latest` gives a
 * token for now and no entries. The last page carries the delta link, the others a next link.
 */
export function answerDelta(call: Call, collection: Collection, form: DeltaForm): Answer {
  checkMembers(call.query, form.type, call.version)
  const { skiptoken, deltatoken } = call.query
  const skip = skiptoken === undefined ? {} : readToken(call.path, skiptoken)
  const latest = deltatoken === 'latest'
  const delta = deltatoken === undefined || latest ? {} : readToken(call.path, deltatoken)
  const since = skip['since'] ?? delta['revision'] ?? -1
  const started = skip['started'] ?? call.state.counter.revision
  const told: Told = (item) => {
    if (typeof item === 'string') return [{ id: item, '@removed': { reason: 'deleted' } }]
    return form.entries?.(item, call, since) ?? [{ ...shown(call, item, form), id: item.id }]
  }
  const objects = latest ? [] : objectsSince(call, collection, since)
  const { entries, next } = pageFrom(objects, { object: skip['object'] ?? 0, told: skip['told'] ?? 0 }, told)
  const link: Record<string, Json> = next === undefined
    ? { '@odata.deltaLink': linkTo(call, { name: '$deltatoken', value: writeToken(call.path, { revision: started }) }) }
    : { '@odata.nextLink': linkTo(call, { name: '$skiptoken', value: writeToken(call.path, { since, started, object: next.object, told: next.told }) }) }
  return { status: 200, body: { '@odata.context': contextOf(call, ''), ...link, value: entries } }
}
