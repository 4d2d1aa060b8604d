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

function entriesSince(call: Call, collection: Collection, form: DeltaForm, since: number): JsonObject[] {
  const { changed, removed } = since < 0 ? { changed: collection.latest(), removed: [] } : collection.changedSince(since)
  const wanted = call.query.filter === undefined ? changed : changed.filter(call.query.filter.matches)
  const told = wanted.flatMap((entity) => form.entries?.(entity, call, since) ?? [{ ...shown(call, entity, form), id: entity.id }])
  const gone = removed.map((id): JsonObject => ({ id, '@removed': { reason: 'deleted' } }))
  return [...told, ...gone]
}

/**
 * Answers one page of changes: everything at first, later what was written since the token was given. `$deltatoken=latest` gives a
 * token for now and no entries. The last page carries the delta link, the others a next link.
 */
export function answerDelta(call: Call, collection: Collection, form: DeltaForm): Answer {
  checkMembers(call.query, form.type, call.version)
  const { skiptoken, deltatoken } = call.query
  const now = call.state.counter.revision
  const skip = skiptoken === undefined ? {} : readToken(call.path, skiptoken)
  const latest = deltatoken === 'latest'
  const delta = deltatoken === undefined || latest ? {} : readToken(call.path, deltatoken)
  const since = skip['since'] ?? delta['revision'] ?? -1
  const started = skip['started'] ?? now
  const from = skip['offset'] ?? 0
  const entries = latest ? [] : entriesSince(call, collection, form, since)
  const next = from + entriesAPage
  const link: Record<string, Json> = next < entries.length
    ? { '@odata.nextLink': linkTo(call, { name: '$skiptoken', value: writeToken(call.path, { since, started, offset: next }) }) }
    : { '@odata.deltaLink': linkTo(call, { name: '$deltatoken', value: writeToken(call.path, { revision: started }) }) }
  return { status: 200, body: { '@odata.context': contextOf(call, ''), ...link, value: entries.slice(from, next) } }
}
