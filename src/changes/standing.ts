import type { Change } from '#src/domain/change.ts'
import type { Caller } from '#src/skills/ports.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { countStanding } from '#src/store/queries/changes.ts'
import { holdKey } from '#src/store/queries/locks.ts'
import { keepToken } from '#src/store/queries/tokens.ts'
import { isHarmless } from './decide.ts'
import { advanceIn, type Workflow } from './workflow.ts'

const day = 86_400_000

/**
 * Approves a change by the tenant's standing decision, where there is one, the change is proven to change no outcome, and fewer than the
 * agreed number were approved so in the last 24 hours. It is then written with the submitter's own token. Anything else leaves the change waiting.
 */
export async function decidedByStanding(workflow: Workflow, caller: Caller, change: Change): Promise<Change> {
  const { database, clock, graph, seal, standing } = workflow
  const decision = isHarmless(change) ? await standing(caller.operator.tid) : undefined
  if (decision === undefined) return change
  const token = await graph.tokenOf(caller).catch(() => undefined)
  if (token === undefined) return change
  const { author, perDay } = decision
  return inTenant(database, caller.operator.tid, async tenant => {
    await holdKey(tenant, 'standing decision')
    if (await isSpent(tenant, perDay, clock.now())) return change
    const answer = await advanceIn(tenant, workflow, {
      id: change.id, act: {
        actor: author, command: { do: 'approveStanding', by: author, at: clock.now().toISOString() }, also: () => keepToken(tenant, seal, change.id, token)
      }
    })
    return 'refused' in answer ? change : answer
  })
}

async function isSpent(tenant: TenantRows, perDay: number, now: Date): Promise<boolean> {
  return await countStanding(tenant, new Date(now.getTime() - day)) >= perDay
}
