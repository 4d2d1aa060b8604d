import fastify, { type FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ExchangeLog } from './exchange-log.ts'
import { FaultRule, type Faults } from './faults.ts'
import type { Behaviour } from './graph/operation.ts'

const BehaviourChange = Type.Object({
  patchMode: Type.Unsafe<Behaviour['patchMode']>({ type: 'string', enum: ['merge', 'replace'] }),
}, { additionalProperties: false })

export interface Controlled {
  readonly faults: Faults
  readonly log: ExchangeLog
  readonly behaviour: Behaviour
}

function isPattern(path: string | undefined): boolean {
  try {
    return path === undefined || new RegExp(path) instanceof RegExp
  } catch {
    return false
  }
}

/** Routes that switch the simulator from outside: faults on and off, the PATCH mode, what was exchanged. */
export function createControlApp({ faults, log, behaviour }: Controlled): FastifyInstance {
  const app = fastify({ forceCloseConnections: true })
  app.get('/simulator/faults', () => ({ faults: faults.list() }))
  app.post('/simulator/faults', (request, reply) => {
    if (!Value.Check(FaultRule, request.body) || !isPattern(request.body.path)) return reply.status(400).send({ message: 'the body is no fault; see `FaultRule`' })
    return reply.status(201).send({ id: faults.add(request.body) })
  })
  app.delete('/simulator/faults', (_request, reply) => {
    faults.clear()
    return reply.status(204).send()
  })
  app.delete<{ Params: { id: string } }>('/simulator/faults/:id', (request, reply) => {
    faults.remove(request.params.id)
    return reply.status(204).send()
  })
  app.put('/simulator/behaviour', (request, reply) => {
    if (!Value.Check(BehaviourChange, request.body)) return reply.status(400).send({ message: '`patchMode` must be `merge` or `replace`' })
    behaviour.patchMode = request.body.patchMode
    return reply.status(204).send()
  })
  app.get('/simulator/exchanges', () => ({
    exchanges: log.exchanges().map(({ method, url, status, operation }) => ({ method, url, status, operation })),
  }))
  return app
}
