import { GraphClientError, type Context, type Middleware } from '@microsoft/microsoft-graph-client'
import { delayAfter, isTransient, mostAttempts } from './backoff.ts'
import { isPaced, type Pace } from './pace.ts'
import { ConnectionLost, GraphProblem } from './problem.ts'
import type { Timing } from './timing.ts'
import type { TokenSource } from './token.ts'

type Next = (context: Context) => Promise<void>

function step(execute: (context: Context, next: Next) => Promise<void>): Middleware {
  let following: Middleware | undefined
  return {
    execute: context => execute(context, async passed => following?.execute(passed)),
    setNext(next) {
      following = next
    }
  }
}

/** The address to ask instead of the one that the client put together: a next link must be followed as it is. */
export class ExactAddress {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }
}

export const graphAddress = 'https://graph.microsoft.com'

const foreignAddress = { status: 0, code: 'foreignAddress', message: 'a link leads away from Microsoft Graph and was not followed' }

function signalOf(context: Context): AbortSignal | undefined {
  return context.options?.signal ?? undefined
}

function urlOf(context: Context): string {
  return typeof context.request === 'string' ? context.request : context.request.url
}

/** The path of a request without its version, with its query. */
function pathOf(context: Context): string {
  const { pathname, search } = new URL(urlOf(context))
  return pathname.replace(/^\/(v1\.0|beta)/, '') + search
}

/** Our own errors travel inside the client's, which makes others of what it does not know. */
function carrying(error: unknown): GraphClientError {
  const carrier = new GraphClientError('see `customError`')
  carrier.customError = error
  return carrier
}

/** Sets the exact address and refuses to send a token anywhere but to Graph. */
function outermost(): Middleware {
  return step(async (context, next) => {
    const exact = context.middlewareControl?.getMiddlewareOptions(ExactAddress)
    if (exact instanceof ExactAddress) context.request = exact.url
    try {
      if (!urlOf(context).startsWith(`${graphAddress}/`)) throw new GraphProblem(foreignAddress)
      await next(context)
    } catch (error) {
      throw carrying(error)
    }
  })
}

/** Only reading is ever repeated; a batch here is reading too. */
function isRepeatable(context: Context): boolean {
  return (context.options?.method ?? 'GET').toUpperCase() === 'GET' || pathOf(context) === '/$batch'
}

/** Undefined when the answer can be used, else the `Retry-After` to wait for. */
async function attempt(context: Context, next: Next, isLast: boolean): Promise<{ retryAfter: string | null } | undefined> {
  try {
    await next(context)
  } catch (error) {
    if (isLast || !(error instanceof ConnectionLost)) throw error
    return { retryAfter: null }
  }
  const { response } = context
  return isLast || response === undefined || !isTransient(response.status) ? undefined : { retryAfter: response.headers.get('retry-after') }
}

function retry(timing: Timing): Middleware {
  return step(async (context, next) => {
    const most = isRepeatable(context) ? mostAttempts : 1
    for (let count = 1; count <= most; count++) {
      const again = await attempt(context, next, count === most)
      if (again === undefined) return
      await timing.wait(delayAfter(count, again.retryAfter, timing), signalOf(context))
    }
  })
}

function paced(pace: Pace, tenantId: string): Middleware {
  return step(async (context, next) => {
    if (isPaced(pathOf(context))) await pace.turn(tenantId, signalOf(context))
    await next(context)
  })
}

function authorized(tokens: TokenSource): Middleware {
  return step(async (context, next) => {
    const { accessToken } = await tokens.token(signalOf(context))
    const headers = new Headers(context.options?.headers)
    headers.set('authorization', `Bearer ${accessToken}`)
    context.options = { ...context.options, headers }
    await next(context)
  })
}

/**
 * Sends the request and reads the whole answer, so that one that ends too early counts as a broken connection. So does a write that
 * is aborted on its way: it may have taken effect.
 */
function transport(bodies: WeakMap<Response, unknown>): Middleware {
  return step(async context => {
    const signal = signalOf(context)
    signal?.throwIfAborted()
    try {
      const response = await fetch(context.request, context.options)
      const text = await response.text()
      bodies.set(response, text === '' ? undefined : parsed(text, response))
      context.response = response
    } catch (error) {
      if (isRepeatable(context)) signal?.throwIfAborted()
      throw new ConnectionLost(error)
    }
  })
}

/** An answer that should be JSON and is not was cut off; an error page of something between us and Graph may be anything. */
function parsed(text: string, response: Response): unknown {
  if (!response.ok && response.headers.get('content-type')?.includes('json') !== true) return text
  return JSON.parse(text)
}

/** What a request goes through, and where the parsed bodies of its answers are kept. */
export interface ChainOptions {
  readonly tenantId: string
  readonly tokens: TokenSource
  readonly pace: Pace
  readonly timing: Timing
  readonly bodies: WeakMap<Response, unknown>
}

/** Address, retry, turn, token, transport: each attempt takes a turn and a valid token of its own. */
export function middlewareChain({ tenantId, tokens, pace, timing, bodies }: ChainOptions): Middleware[] {
  return [outermost(), retry(timing), paced(pace, tenantId), authorized(tokens), transport(bodies)]
}
