import { randomUUID } from 'node:crypto'
import { Client, GraphClientError, ResponseType, type GraphRequest } from '@microsoft/microsoft-graph-client'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { problemOf } from './answer.ts'
import { ExactAddress, graphAddress, middlewareChain } from './middleware.ts'
import type { Pace } from './pace.ts'
import { GraphProblem } from './problem.ts'
import { realTiming, type Timing } from './timing.ts'
import type { TokenSource } from './token.ts'

export interface GraphClientOptions {
  readonly tenantId: string
  readonly tokens: TokenSource
  /** The process's one pace: the limit is the tenant's, not the client's. */
  readonly pace: Pace
  readonly timing?: Timing
}

export interface RequestOptions {
  readonly signal?: AbortSignal
  /** A UUID by which Graph's own logs know the request; a new one when left out. */
  readonly clientRequestId?: string
}

/** One write: a POST, PATCH or DELETE. Some have no body. */
export interface WriteRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object
}

/**
 * Microsoft Graph beta for one tenant and one identity. Paths start with `/` and have no version. Reads are repeated when Graph is
 * throttled or away, writes never. Rejects with `GraphProblem`, among them `ClaimsChallenge` and `ConnectionLost`.
 */
export interface GraphClient {
  readonly tenantId: string
  readonly timing: Timing
  get(path: string, options?: RequestOptions): Promise<unknown>
  /** A batch of reads. Repeated as reads are. */
  batch(body: object, options?: RequestOptions): Promise<unknown>
  /** A write, sent once; undefined where the answer has no body. */
  write(request: WriteRequest, options?: RequestOptions): Promise<unknown>
  /** The pages of a list, each next link followed as it is. */
  pages(path: string, options?: RequestOptions): AsyncGenerator<unknown[], void, undefined>
}

interface Asked {
  readonly method: 'GET' | WriteRequest['method']
  readonly path: string
  readonly body?: object
}

const Page = Type.Object({ value: Type.Array(Type.Unknown()), '@odata.nextLink': Type.Optional(Type.String()) })

/** Members that came after the sentinel of an enum are hidden behind it without this. */
const prefer = 'include-unknown-enum-members'

export function createGraphClient({ tenantId, tokens, pace, timing = realTiming }: GraphClientOptions): GraphClient {
  const bodies = new WeakMap<Response, unknown>()
  const client = Client.initWithMiddleware({
    baseUrl: `${graphAddress}/`, defaultVersion: 'beta', middleware: middlewareChain({ tenantId, tokens, pace, timing, bodies })
  })

  async function ask({ method, path, body }: Asked, { signal, clientRequestId }: RequestOptions): Promise<unknown> {
    const url = path.startsWith('/') ? `${graphAddress}/beta${path}` : path
    const request = client.api(url).responseType(ResponseType.RAW).middlewareOptions([new ExactAddress(url)])
      .headers({ Prefer: prefer, 'client-request-id': clientRequestId ?? randomUUID() })
    if (signal !== undefined) request.option('signal', signal)
    const response: unknown = await uncarried(sent(request, method, body))
    if (!(response instanceof Response)) throw new GraphProblem({ status: 0, code: 'noAnswer', message: 'Microsoft Graph gave no answer' })
    const answer = bodies.get(response)
    if (!response.ok) throw problemOf(response.status, response.headers, answer)
    return answer
  }

  return {
    tenantId, timing,
    get: (path, options = {}) => ask({ method: 'GET', path }, options),
    batch: (body, options = {}) => ask({ method: 'POST', path: '/$batch', body }, options),
    write: (request, options = {}) => ask(request, options),
    async *pages(path, options = {}) {
      for (let next: string | undefined = path; next !== undefined;) {
        options.signal?.throwIfAborted()
        const page = pageOf(await ask({ method: 'GET', path: next }, options))
        next = page['@odata.nextLink']
        yield page.value
      }
    }
  }
}

function sent(request: GraphRequest, method: Asked['method'], body: object | undefined): Promise<unknown> {
  switch (method) {
    case 'GET': return request.get()
    case 'POST': return request.post(body)
    case 'PATCH': return request.patch(body)
    case 'DELETE': return request.delete()
  }
}

function pageOf(body: unknown): Static<typeof Page> {
  if (Value.Check(Page, body)) return body
  throw new GraphProblem({ status: 0, code: 'unexpectedAnswer', message: 'Microsoft Graph answered a list with something else' })
}

/** The answer, or our own error out of the client's. */
async function uncarried(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    throw error instanceof GraphClientError && error.customError !== undefined ? error.customError : error
  }
}
