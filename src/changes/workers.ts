import { inTenant } from '#src/store/in-tenant.ts'
import type { Worker } from '#src/store/jobs.ts'
import { extendLease, listChanges } from '#src/store/queries/changes.ts'
import { apply } from './apply.ts'
import { advance, service, type Workflow } from './workflow.ts'

/** The jobs of changes, for `startJobs`. A job that comes before its time, by a database whose clock is ahead, is tried again. */
export function createChangeWorkers(workflow: Workflow): { apply: Worker, expire: Worker } {
  return {
    apply: ({ tenantId, subject }, signal) => apply(workflow, { tenantId, id: subject }, signal),
    async expire({ tenantId, subject }) {
      const at = workflow.clock.now().toISOString()
      const answer = await advance(workflow, { tenantId, id: subject }, { actor: service, command: { do: 'expire', at } })
      if ('refused' in answer && answer.refused === 'not-due') throw new Error(answer.detail)
    }
  }
}

/** Takes up again, at the start of the service, what the last process left under way in a tenant. Answers how many changes. */
export async function resumeChanges({ database, clock }: Workflow, tenantId: string): Promise<number> {
  return inTenant(database, tenantId, async tenant => {
    const changes = await listChanges(tenant, ['approved', 'applying', 'applied'])
    for (const { id } of changes) {
      if (database.kind === 'embedded') await extendLease(tenant, id, clock.now())
      tenant.enqueue({ queue: 'apply', data: { tenantId, subject: id } })
    }
    return changes.length
  })
}
