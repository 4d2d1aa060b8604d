import { Type } from 'typebox'
import type { Run } from '#src/domain/run.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { otherwise, RunRef } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { problems } from './problems.ts'
import type { TypedApp } from './typed.ts'

const Params = Type.Object({ id: Type.String({ maxLength: 100 }) })

/** Runs of the optimization: start, watch, cancel. */
export function addRunRoutes(app: TypedApp, ports: Ports): void {
  const config = { needs: toRead }
  app.post('/runs', {
    config, schema: {
      operationId: 'startRun', summary: 'Start a run, or answer the one under way', tags: ['runs'], headers: WriteHeaders,
      response: { 202: RunRef, ...otherwise }
    }
  }, async (request, reply) => reply.code(202).send(await ports.runs.start(callerOf(request), 'hand')))
  app.get('/runs/:id', {
    config, schema: { operationId: 'getRunInFull', summary: 'How a run stands', tags: ['runs'], params: Params,
      response: { 200: RunRef, ...otherwise } }
  }, async request => known(await ports.runs.get(callerOf(request), request.params.id), request.params.id))
  app.post('/runs/:id/cancel', {
    config, schema: {
      operationId: 'cancelRun', summary: 'Cancel a run', tags: ['runs'], params: Params, headers: WriteHeaders,
      response: { 200: RunRef, ...otherwise }
    }
  }, async request => known(await ports.runs.cancel(callerOf(request), request.params.id), request.params.id))
}

function known(run: Run | undefined, id: string): Run {
  if (run === undefined) throw problems.notFound(`run ${id}`)
  return run
}
