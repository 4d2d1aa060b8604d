import type { Change } from '#src/domain/change.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { readChange, recordDecision, updateChange } from '#src/store/queries/changes.ts'
import { holdKey } from '#src/store/queries/locks.ts'
import { deleteToken } from '#src/store/queries/tokens.ts'
import type { Seal } from '#src/store/seal.ts'
import { decide, ended, type Command, type Refused, type Rules, type Step } from './decide.ts'
import type { ChangeGraph, Clock, Recount } from './ports.ts'

/** What the change workflow stands on. */
export interface Workflow {
  readonly database: Database
  readonly seal: Seal
  readonly graph: ChangeGraph
  readonly clock: Clock
  readonly recount: Recount
  /** The standing decision of a tenant to create what changes no outcome, at most so many a day. */
  readonly standing: (tenantId: string) => Promise<{ readonly author: string, readonly perDay: number } | undefined>
  readonly rules: Rules & { readonly approvalsNeeded: number }
}

export interface Target {
  readonly tenantId: string
  readonly id: string
}

/** The actor of what the service does by itself. */
export const service = 'lacuna'

export interface Act {
  readonly actor: string
  readonly command: Command
  /** What goes into the same transaction, once the command is accepted. */
  readonly also?: (tenant: TenantRows, step: Step) => Promise<void>
}

function stepped(change: Change, step: Step, at: Date): Change {
  return {
    ...change, version: change.version + 1, state: step.state, detail: step.detail, updatedAt: at.toISOString(),
    objectId: step.objectId ?? change.objectId, writtenAt: step.objectId === undefined ? change.writtenAt : at.toISOString(), outcome: step.outcome ?? change.outcome, rolledBackBy: step.rolledBackBy ?? change.rolledBackBy,
    comments: step.comment === undefined ? change.comments : [...change.comments, step.comment]
  }
}

async function store(tenant: TenantRows, change: Change, step: Step, from: Change['state']): Promise<void> {
  if (!await updateChange(tenant, change)) throw new Error(`the change \`${change.id}\` was changed by somebody else; try again`)
  if (step.decision !== undefined) await recordDecision(tenant, change.id, step.decision)
  if (step.state === from) return
  if (ended.includes(step.state)) await deleteToken(tenant, change.id)
  const data = { tenantId: tenant.tenantId, subject: change.id }
  if (step.applies) tenant.enqueue({ queue: 'apply', data })
  if (step.state === 'awaitingApprover') tenant.enqueue({ queue: 'expire', data, startAfter: new Date(change.expiresAt) })
}

/** Takes one step of a change: state, decision, job and audit entry in one transaction, or a refusal and nothing. */
export async function advance(workflow: Workflow, { tenantId, id }: Target, act: Act): Promise<Change | Refused> {
  return inTenant(workflow.database, tenantId, tenant => advanceIn(tenant, workflow, { id, act }))
}

/** The same inside a transaction of the tenant that is under way. */
export async function advanceIn(tenant: TenantRows, { clock, rules }: Pick<Workflow, 'clock' | 'rules'>, { id, act: { actor, command, also } }: { readonly id: string, readonly act: Act }): Promise<Change | Refused> {
  await holdKey(tenant, `change ${id}`)
  const change = await readChange(tenant, id)
  if (change === undefined) return { refused: 'not-found', detail: `there is no change \`${id}\`` }
  const step = decide(change, command, rules)
  if ('refused' in step) return step
  const at = clock.now()
  const next = stepped(change, step, at)
  await store(tenant, next, step, change.state)
  await also?.(tenant, step)
  await appendAudit(tenant, {
    at, actor, action: command.do, subject: `change ${id}`,
    detail: { from: change.state, to: next.state, contentHash: change.contentHash, detail: next.detail, objectId: next.objectId }
  })
  return await readChange(tenant, id) ?? next
}
