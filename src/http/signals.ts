import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problems } from './problems.ts'

/** Milliseconds after which what a request asked for is given up. */
const patience = 60_000

const signals = new WeakMap<FastifyRequest, AbortSignal>()

/**
 * Gives every request a signal that aborts when its caller has gone, or past `patience`. Fastify's own `request.signal` aborts as soon
 * as a body has been read, because Node closes the incoming message then (5.12; the outgoing one tells).
 */
export function addSignals(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, { raw }) => {
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(problems.tookTooLong()), patience)
    raw.once('close', () => {
      clearTimeout(timer)
      controller.abort()
    })
    signals.set(request, controller.signal)
  })
}

/** Aborts when nobody waits for the answer any more. */
export function signalOf(request: FastifyRequest): AbortSignal {
  const signal = signals.get(request)
  if (signal === undefined) throw new Error('the request has no signal: `addSignals` comes first')
  return signal
}
