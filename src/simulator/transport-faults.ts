import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { onRequestAsyncHookHandler, onSendHookHandler } from 'fastify'
import type { FaultRule, Faults, FaultSubject } from './faults.ts'

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

/** A fault of the login service: throttled or unavailable, in the words of its token endpoint. */
export function refuseLogin(hits: HitMap): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const hit = hits.get(request.raw)?.find((one) => one.kind === 'throttled' || one.kind === 'unavailable')
    if (hit === undefined) return
    if (hit.retryAfter !== undefined) reply.header('retry-after', String(hit.retryAfter))
    await reply.status(hit.kind === 'throttled' ? 429 : 503).send({
      error: 'temporarily_unavailable', error_description: 'AADSTS90033: A transient error has occurred. Please try again.', error_codes: [90033],
    })
  }
}
