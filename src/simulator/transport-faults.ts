import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { onRequestAsyncHookHandler, onSendHookHandler } from 'fastify'
import type { FaultRule, Faults, FaultSubject } from './faults.ts'
import { errorBody, LoginError } from './login/login-error.ts'

/** The faults that strike a request, found once when it arrives. */
export type HitMap = WeakMap<IncomingMessage, readonly FaultRule[]>

/** Finds the faults of a request, waits for a slow one and drops a connection that is to break before it is served. */
export function strikeTransport(faults: Faults, host: FaultSubject['host'], hits: HitMap): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const found = faults.strike({ host, method: request.method, path: request.url })
    hits.set(request.raw, found)
    const slow = found.find((hit) => hit.kind === 'slow')
    if (slow !== undefined) await wait(slow.milliseconds ?? 1000)
    if (!found.some((hit) => hit.kind === 'dropped' && hit.when !== 'after')) return
    reply.hijack()
    request.raw.socket.destroy()
  }
}

/** Breaks off an answer: drops the connection before it, or in the middle of it. */
export function breakOff(hits: HitMap): onSendHookHandler {
  return (request, reply, payload, done) => {
    const found = hits.get(request.raw) ?? []
    if (found.some((hit) => hit.kind === 'dropped' && hit.when === 'after')) {
      reply.hijack()
      request.raw.socket.destroy()
      return
    }
    if (found.some((hit) => hit.kind === 'truncated') && typeof payload === 'string') {
      const bytes = Buffer.from(payload)
      reply.hijack()
      reply.raw.writeHead(reply.statusCode, { 'content-type': 'application/json', 'content-length': bytes.length })
      reply.raw.write(bytes.subarray(0, bytes.length >> 1), () => request.raw.socket.destroy())
      return
    }
    done(null, payload)
  }
}

const wantsMfa = '{"access_token":{"capolids":{"essential":true,"values":["00000000-0000-4000-8000-0000000000ca"]}}}'

function refusalOf(hit: FaultRule): LoginError {
  if (hit.kind === 'challenged') {
    const message = 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.'
    return new LoginError('interaction_required', 50076, message, { suberror: 'basic_action', claims: hit.claims ?? wantsMfa })
  }
  return new LoginError('temporarily_unavailable', 90033, 'A transient error has occurred. Please try again.', { status: hit.kind === 'throttled' ? 429 : 503 })
}

/** A fault of the login service: throttled, unavailable, or a claims challenge, in the words of its token endpoint. */
export function refuseLogin(hits: HitMap): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const hit = hits.get(request.raw)?.find((one) => ['throttled', 'unavailable', 'challenged'].includes(one.kind))
    if (hit === undefined) return
    if (hit.retryAfter !== undefined) reply.header('retry-after', String(hit.retryAfter))
    const refusal = refusalOf(hit)
    await reply.status(refusal.details.status ?? 400).send(errorBody(refusal, randomUUID(), new Date()))
  }
}
