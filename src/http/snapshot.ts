import type { FastifyRequest } from 'fastify'
import type { Ports, Snapshot } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { problems } from './problems.ts'
import { signalOf } from './signals.ts'

/** The last snapshot of the caller's tenant, or the problem that there is none. */
export async function snapshotFor(request: FastifyRequest, ports: Ports): Promise<Snapshot> {
  const snapshot = await ports.snapshot(callerOf(request), signalOf(request))
  if (snapshot === undefined) throw problems.noSnapshot()
  return snapshot
}
