import type { Change } from '#src/domain/change.ts'
import type { WriteAnswer } from '#src/domain/write.ts'
import { sha256 } from '#src/store/content-hash.ts'
import { approverAccess, type Outcome } from './access.ts'
import { findWrite, type Sent } from './find-write.ts'
import { forgetIntent, intend } from './intents.ts'
import { refusalOf } from './refusals.ts'
import type { Target, Workflow } from './workflow.ts'

/** A token that is about to expire is not used for a write. */
const margin = 30_000

/** Re-reads, compares, records the intent and writes: once. */
export async function write(workflow: Workflow, target: Target, change: Change, signal: AbortSignal): Promise<Outcome> {
  const access = await approverAccess(workflow, target, margin)
  if (access === undefined) return { do: 'await', detail: 'the approver\'s token has expired; authorise it again. Nothing was written' }
  const readAt = workflow.clock.now()
  try {
    if (sha256(await access.base(change, signal)) !== change.baseHash) {
      return { do: 'outdate', detail: 'the tenant has changed since the draft; draft it again. Nothing was written' }
    }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return { do: 'await', detail: `Graph refused the approver's token (${refusal}); authorise it again. Nothing was written` }
  }
  const intent = await intend(workflow, target, { change, readAt })
  const answer = await access.write(change, { clientRequestId: intent.clientRequestId, signal })
  if ('written' in answer) {
    const objectId = answer.written ?? change.target
    return objectId === null ? findWrite(workflow, target, { change, intent }, signal) : { do: 'written', objectId }
  }
  return 'uncertain' in answer ? findWrite(workflow, target, { change, intent }, signal) : refusedWrite(workflow, target, { change, intent }, answer.refused)
}

async function refusedWrite(workflow: Workflow, target: Target, { intent }: Sent, refused: Extract<WriteAnswer, { refused: unknown }>['refused']): Promise<Outcome> {
  const { status, code, message } = refused
  await forgetIntent(workflow, target, { intent, action: 'forget' })
  if (status === 401 || status === 403) return { do: 'await', detail: `Graph refused the approver (${code}); authorise it again. Nothing was written` }
  if (status === 0) return { retry: 'Graph cannot be reached' }
  return status === 429 ? { retry: 'Graph asks to wait' } : { do: 'fail', detail: `Graph refused the change (${code}): ${message}` }
}
