import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Graph } from './graph.ts'
import { breakOff, strikeTransport, type HitMap } from '../transport-faults.ts'
import type { Faults } from '../faults.ts'

const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/** Graph's largest request is 4 MB. */
const largestBody = 4_000_000

function headersOf(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]))
}

/** The HTTP side of Graph: any path goes to `graph`, bodies as text, faults of the connection around it. */
export function createGraphApp(graph: Graph, faults: Faults): FastifyInstance {
  const app = fastify({ bodyLimit: largestBody, forceCloseConnections: true })
  const hits: HitMap = new WeakMap()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', strikeTransport(faults, 'graph', hits))
  app.addHook('onSend', breakOff(hits))
  app.route({
    method: [...methods], url: '/*',
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const text = typeof request.body === 'string' ? request.body : ''
      const answer = await graph.answer({ method: request.method, url: request.url, headers: headersOf(request), text }, hits.get(request.raw) ?? [])
      reply.status(answer.status).headers({ ...answer.headers })
      if (answer.body === undefined) return reply.send()
      return reply.send(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
    },
  })
  return app
}
