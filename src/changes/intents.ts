import { randomUUID } from 'node:crypto'
import type { Change } from '#src/domain/change.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { dropIntent, recordIntent, type Intent } from '#src/store/queries/intents.ts'
import { service, type Target, type Workflow } from './workflow.ts'

/** Records that a write is about to be sent; `recordedAt` is when the tenant was read again for it. */
export async function intend({ database, clock }: Workflow, { tenantId, id }: Target, { change, readAt }: { readonly change: Change, readonly readAt: Date }): Promise<Intent> {
  const intent = { clientRequestId: randomUUID(), contentHash: change.contentHash, recordedAt: readAt.toISOString() }
  await inTenant(database, tenantId, async tenant => {
    await recordIntent(tenant, id, intent)
    await appendAudit(tenant, { at: clock.now(), actor: service, action: 'intend', subject: `change ${id}`, detail: { contentHash: intent.contentHash, clientRequestId: intent.clientRequestId } })
  })
  return intent
}

/** Takes an intent back: because Graph has said that it wrote nothing (`forget`), or because nothing was written (`repeat`). */
export async function forgetIntent({ database, clock }: Workflow, { tenantId, id }: Target, { intent, action }: { readonly intent: Intent, readonly action: 'forget' | 'repeat' }): Promise<void> {
  await inTenant(database, tenantId, async tenant => {
    await dropIntent(tenant, id)
    await appendAudit(tenant, { at: clock.now(), actor: service, action, subject: `change ${id}`, detail: { clientRequestId: intent.clientRequestId } })
  })
}
