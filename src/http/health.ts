import { Type } from 'typebox'
import type { FastifyInstance } from 'fastify'

const State = Type.Object({ status: Type.String() })

/** `/health` says that the process answers, `/ready` that what it needs does. Both are anonymous. */
export function addHealth(app: FastifyInstance, ready: () => Promise<boolean>): void {
  const route = { config: { needs: 'nothing' as const }, schema: { hide: true, response: { 200: State, 503: State } },
    logLevel: 'warn' as const }
  app.get('/health', route, async () => ({ status: 'ok' }))
  app.get('/ready', route, async (_request, reply) => {
    const isReady = await ready()
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
  })
}
