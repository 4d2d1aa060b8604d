import { createHash } from 'node:crypto'
import { isObject, parseJson, type Json } from '../json.ts'
import { GraphError, badRequest, unsupportedQuery } from './error.ts'
import type { Call } from './operation.ts'
import type { Query } from './query.ts'

/** Page sizes: `usual` without `$top`, `largest` what `$top` may ask; the directory refuses more, others give less. */
export interface PageSize {
  readonly usual: number
  readonly largest: number
  readonly refuses: boolean
}

export const directoryPage: PageSize = { usual: 100, largest: 999, refuses: true }
export const signInPage: PageSize = { usual: 1000, largest: 1000, refuses: false }
export const riskyUserPage: PageSize = { usual: 100, largest: 500, refuses: false }

/** The page of a collection for which no size is documented. */
export function undocumentedPage(call: Call): PageSize {
  return { usual: call.behaviour.pageSize, largest: 999, refuses: false }
}

function pageLength(query: Query, size: PageSize): number {
  const top = query.top
  if (top === undefined) return size.usual
  if (top >= 1 && top <= size.largest) return top
  if (size.refuses) throw unsupportedQuery(`Invalid page size specified: '${top}'. Must be between 1 and ${size.largest} inclusive.`)
  if (top === 0) throw badRequest("Invalid value '0' for $top query option found. It must be greater than 0.")
  return size.largest
}

/** A token is opaque to the caller: what it holds, bound to the path it was given for. */
export function writeToken(path: string, content: Readonly<Record<string, number>>): string {
  return Buffer.from(JSON.stringify({ ...content, p: fingerprint(path) })).toString('base64url')
}

/** What a token holds. A token of another path or of another making is a 400. */
export function readToken(path: string, token: string): Readonly<Record<string, number>> {
  let content: Json
  try {
    content = parseJson(Buffer.from(token, 'base64url').toString('utf8'))
  } catch {
    throw invalidToken()
  }
  if (!isObject(content) || content['p'] !== fingerprint(path)) throw invalidToken()
  return Object.fromEntries(Object.entries(content).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])))
}

function invalidToken(): GraphError {
  return new GraphError(400, 'Directory_ExpiredPageToken', 'The specified page token value has expired and can no longer be included in your request.')
}

function fingerprint(path: string): string {
  return createHash('sha256').update(path.toLowerCase()).digest('base64url').slice(0, 12)
}

/** The absolute address of a further page: the same request with a token. */
export function linkTo(call: Call, token: { readonly name: '$skiptoken' | '$deltatoken', readonly value: string }): string {
  const parameters = new URLSearchParams(call.query.parameters)
  parameters.delete('$skiptoken')
  parameters.delete('$deltatoken')
  if (token.name === '$deltatoken') parameters.delete('$count')
  parameters.set(token.name, token.value)
  const options = [...parameters].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `https://graph.microsoft.com/${call.version}${call.path}?${options}`
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextLink: string | undefined
}

/** The page of a list that the request asks for. */
export function pageOf<Item>(call: Call, items: readonly Item[], size: PageSize): Page<Item> {
  const length = pageLength(call.query, size)
  const token = call.query.skiptoken
  const from = token === undefined ? call.query.skip : (readToken(call.path, token)['offset'] ?? 0)
  const next = from + length
  return {
    items: items.slice(from, next),
    nextLink: next < items.length ? linkTo(call, { name: '$skiptoken', value: writeToken(call.path, { offset: next }) }) : undefined,
  }
}
