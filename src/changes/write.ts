import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Change } from '#src/domain/change.ts'
import { baseText } from '#src/domain/draft.ts'
import { nullable } from '#src/domain/schema.ts'
import { sha256 } from '#src/store/content-hash.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { dropIntent, recordIntent, type Intent } from '#src/store/queries/intents.ts'
import { approverAccess, type Outcome } from './access.ts'
import { Created, findWrite } from './find-write.ts'
import { refusalOf } from './refusals.ts'
import type { Target, Workflow } from './workflow.ts'

const Stamp = Type.Object({ id: Type.String(), createdDateTime: Type.Optional(nullable(Type.String())), modifiedDateTime: Type.Optional(nullable(Type.String())) })

/** A token that is about to expire is not used for a write. */
const margin = 30_000

/** Whether the policies are still those the change was computed from; for a create, all of them count. */
function isBase(change: Change, policies: readonly unknown[]): boolean {
  const stamps = policies.map(policy => Value.Parse(Stamp, policy))
    .map(({ id, createdDateTime = null, modifiedDateTime = null }) => ({ id, createdDateTime, modifiedDateTime }))
  return sha256(baseText(stamps)) === change.baseHash
}

async function intend({ database, clock }: Workflow, { tenantId, id }: Target, change: Change): Promise<Intent> {
  const intent = { clientRequestId: randomUUID(), contentHash: change.contentHash, recordedAt: clock.now().toISOString() }
  await inTenant(database, tenantId, tenant => recordIntent(tenant, id, intent))
  return intent
}

async function forgetIntent({ database }: Workflow, { tenantId, id }: Target): Promise<void> {
  await inTenant(database, tenantId, tenant => dropIntent(tenant, id))
}

/** Re-reads, compares, records the intent and writes: once. */
export async function write(workflow: Workflow, target: Target, change: Change, signal: AbortSignal): Promise<Outcome> {
  const access = await approverAccess(workflow, target, margin)
  if (access === undefined) return { do: 'await', detail: 'the approver\'s token has expired; authorise it again. Nothing was written' }
  try {
    if (!isBase(change, await access.list(signal))) {
      return { do: 'outdate', detail: 'the policies of the tenant have changed since the draft; draft it again. Nothing was written' }
    }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return { do: 'await', detail: `Graph refused the approver's token (${refusal}); authorise it again. Nothing was written` }
  }
  const intent = await intend(workflow, target, change)
  const answer = await access.create(change.body, { clientRequestId: intent.clientRequestId, signal })
  if ('created' in answer) return Value.Check(Created, answer.created) ? { do: 'written', policyId: answer.created.id } : findWrite(workflow, target, { change, intent }, signal)
  return 'uncertain' in answer ? findWrite(workflow, target, { change, intent }, signal) : refusedWrite(workflow, target, answer.refused)
}

async function refusedWrite(workflow: Workflow, target: Target, refused: { readonly status: number, readonly code: string, readonly message: string }): Promise<Outcome> {
  const { status, code, message } = refused
  await forgetIntent(workflow, target)
  if (status === 401 || status === 403) return { do: 'await', detail: `Graph refused the approver (${code}); authorise it again. Nothing was written` }
  if (status === 0) return { retry: 'Graph cannot be reached' }
  return status === 429 ? { retry: 'Graph asks to wait' } : { do: 'fail', detail: `Graph refused the policy (${code}): ${message}` }
}
