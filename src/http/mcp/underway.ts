import type { RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { FastifyRequest } from 'fastify'
import { callerOf } from '../authorization.ts'

/** The calls under way in this process, so that a later message of the same client can cancel one. */
export interface Underway {
  /** Runs a call with a signal that aborts when its client cancels it. */
  during<T>(request: FastifyRequest, id: RequestId, call: (cancelled: AbortSignal) => Promise<T>): Promise<T>
  cancel(request: FastifyRequest, id: RequestId): void
}

export function createUnderway(): Underway {
  const calls = new Map<string, AbortController>()
  return {
    async during(request, id, call) {
      const controller = new AbortController()
      const key = keyOf(request, id)
      if (key !== undefined) calls.set(key, controller)
      try {
        return await call(controller.signal)
      } finally {
        if (key !== undefined && calls.get(key) === controller) calls.delete(key)
      }
    },
    cancel(request, id) {
      const key = keyOf(request, id)
      if (key !== undefined) calls.get(key)?.abort()
    }
  }
}

/** Ids are a client's own, and one caller may have several clients: the session tells them apart. It is a label, and opens nothing. */
function keyOf(request: FastifyRequest, id: RequestId): string | undefined {
  const { 'mcp-session-id': session } = request.headers
  const { tid, oid, clientId } = callerOf(request).operator
  return session === undefined ? undefined : JSON.stringify([tid, oid, clientId, session, id])
}
