import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Idempotency } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { problems } from './problems.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The `Idempotency-Key` that this request has claimed. */
    claimedKey: string | null
  }
}

/** The headers of an integrator write. */
export const WriteHeaders = Type.Object({
  'idempotency-key': Type.Optional(Type.String({
    minLength: 1, maxLength: 255, description: 'The same key with the same request answers the same for 24 hours, without doing it twice.'
  }))
})

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  return typeof key === 'string' && request.method !== 'GET' && request.routeOptions.config.skill === undefined ? key : undefined
}

function hashOf(request: FastifyRequest): string {
  return createHash('sha256').update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`).digest('hex')
}

/** Answers a repeated write with its first answer. What was refused or failed is not kept: it did nothing and can be tried again. */
export function addIdempotency(app: FastifyInstance, idempotency: Idempotency): void {
  app.decorateRequest('claimedKey', null)
  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (key === undefined) return
    const found = await idempotency.claim(callerOf(request), key, hashOf(request))
    if (found === 'other') throw problems.keyReused()
    if (found === 'busy') throw problems.keyBusy()
    if (found === 'claimed') request.claimedKey = key
    else return reply.code(found.status).type(found.contentType).header('idempotency-replayed', 'true').serializer(String).send(found.body)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.claimedKey
    if (key === null) return
    request.claimedKey = null
    if (reply.statusCode >= 400 || typeof payload !== 'string') return idempotency.release(callerOf(request), key)
    await idempotency.keep(callerOf(request), key,
      { status: reply.statusCode, contentType: String(reply.getHeader('content-type')), body: payload })
  })
}
