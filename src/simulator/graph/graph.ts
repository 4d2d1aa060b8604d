import { randomUUID } from 'node:crypto'
import type { ExchangeLog } from '../exchange-log.ts'
import type { FaultRule, Faults } from '../faults.ts'
import { parseJson, type Json } from '../json.ts'
import type { State } from '../state.ts'
import { answerBatch } from './batch.ts'
import { GraphError, badRequest, errorBody, noSuchSegment } from './error.ts'
import { struck, struckAfter } from './fault-answers.ts'
import type { Answer, Behaviour, Call, Claims } from './operation.ts'
import { findOperation, knownPath } from './operations.ts'
import { checkPermissions, permits } from './permissions.ts'
import { readQuery } from './query.ts'
import { authenticate, type Verify } from './token.ts'
import type { Version } from './vocabulary.ts'

export interface GraphRequest {
  readonly method: string
  /** Path with version and query, as sent. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface GraphReply {
  readonly status: number
  readonly body: Json | undefined
  readonly headers: Readonly<Record<string, string>>
}

export interface Graph {
  /** Answers a request; `hits` are the faults that strike it. Never throws: a refusal is an answer. */
  answer(request: GraphRequest, hits: readonly FaultRule[]): Promise<GraphReply>
}

export interface GraphOptions {
  readonly state: State
  readonly behaviour: Behaviour
  readonly faults: Faults
  readonly log: ExchangeLog
  readonly verify: Verify
}

interface Address {
  readonly version: Version
  readonly path: string
  readonly parameters: URLSearchParams
}

function addressOf(url: string): Address {
  const { pathname, searchParams } = new URL(url, 'https://graph.microsoft.com')
  const [, version, path = ''] = /^\/(v1\.0|beta)(\/.*)?$/.exec(decodeURIComponent(pathname)) ?? []
  if (version !== 'v1.0' && version !== 'beta') throw new GraphError(400, 'BadRequest', 'Invalid version.')
  return { version, path: path.replace(/\/$/, ''), parameters: searchParams }
}

function bodyOf(text: string): Json | undefined {
  if (text.trim() === '') return undefined
  try {
    return parseJson(text)
  } catch {
    throw badRequest('Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.')
  }
}

function prefers(headers: GraphRequest['headers'], preference: string): boolean {
  return (headers['prefer'] ?? '').split(',').some((one) => one.trim().toLowerCase() === preference)
}

function callOf(options: GraphOptions, request: GraphRequest, address: Address, caller: Claims): Call {
  const found = findOperation(request.method, address.path)
  if (found === undefined) {
    if (knownPath(address.path)) throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
    throw noSuchSegment(address.path.split('/').at(-1) ?? '')
  }
  return {
    state: options.state, behaviour: options.behaviour, operation: found.operation, parameters: found.parameters,
    version: address.version, path: address.path, query: readQuery(address.parameters, found.operation.query),
    headers: request.headers, body: bodyOf(request.text), caller, permits: permits(caller),
    rendering: { version: address.version, everyEnumMember: prefers(request.headers, 'include-unknown-enum-members') },
    eventual: request.headers['consistencylevel']?.toLowerCase() === 'eventual',
  }
}

/** Serves the call; a `lagging` fault makes what it writes visible later. */
function serve(options: GraphOptions, call: Call, hits: readonly FaultRule[]): Answer {
  const { clock } = options.state
  clock.lagMs = hits.find((hit) => hit.kind === 'lagging')?.milliseconds ?? 0
  try {
    checkPermissions(call, options.state)
    return call.operation.answer(call)
  } finally {
    clock.lagMs = 0
  }
}

async function respond(graph: Graph, options: GraphOptions, request: GraphRequest, hits: readonly FaultRule[]): Promise<Answer> {
  const refusal = struck(hits)
  if (refusal !== undefined) throw refusal
  const caller = await authenticate(options.verify, request.headers['authorization'])
  const address = addressOf(request.url)
  if (address.path === '/$batch' && request.method === 'POST') {
    return answerBatch(bodyOf(request.text), {
      answer: (inner) => graph.answer(inner, options.faults.strike({ host: 'graph', method: inner.method, path: inner.url })),
      version: address.version,
      authorization: request.headers['authorization'] ?? '',
    })
  }
  const answer = serve(options, callOf(options, request, address, caller), hits)
  const late = struckAfter(hits)
  if (late !== undefined) throw late
  return answer
}

const contentType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

/** Plays Microsoft Graph over a tenant: what a request is answered with, whatever carries it. */
export function createGraph(options: GraphOptions): Graph {
  const graph: Graph = {
    async answer(request, hits) {
      const requestId = randomUUID()
      const clientRequestId = request.headers['client-request-id'] ?? requestId
      const marks = { now: options.state.now(), requestId, clientRequestId }
      let answer: Answer
      try {
        answer = await respond(graph, options, request, hits)
      } catch (error) {
        if (!(error instanceof GraphError)) throw error
        answer = { status: error.status, body: errorBody(error, marks), headers: error.headers }
      }
      record(options.log, request, answer, hits)
      return {
        status: answer.status, body: answer.body,
        headers: {
          ...(answer.body === undefined ? {} : { 'content-type': contentType }), 'request-id': requestId, 'client-request-id': clientRequestId,
          ...(prefers(request.headers, 'include-unknown-enum-members') ? { 'preference-applied': 'include-unknown-enum-members' } : {}),
          ...answer.headers,
        },
      }
    },
  }
  return graph
}

function record(log: ExchangeLog, request: GraphRequest, answer: Answer, hits: readonly FaultRule[]): void {
  const { authorization: _authorization, ...headers } = request.headers
  const path = new URL(request.url, 'https://graph.microsoft.com').pathname.replace(/^\/(v1\.0|beta)/, '')
  let requestBody: Json | undefined
  try {
    requestBody = bodyOf(request.text)
  } catch {
    requestBody = request.text
  }
  log.add({
    method: request.method, url: `https://graph.microsoft.com${request.url}`, headers, requestBody,
    operation: path === '/$batch' ? 'batch' : findOperation(request.method, decodeURIComponent(path))?.operation.id,
    status: answer.status, responseBody: answer.body, broken: hits.some((hit) => hit.kind === 'dropped' || hit.kind === 'truncated'),
  })
}
