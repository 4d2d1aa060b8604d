import type { Change } from '#src/domain/change.ts'
import { isCreation, type Look } from '#src/domain/write.ts'
import type { Intent } from '#src/store/queries/intents.ts'
import { readers, type Outcome } from './access.ts'
import { leaseTime, lookAgain, tooLong } from './patience.ts'
import { refusalOf } from './refusals.ts'
import type { TenantAccess } from './ports.ts'
import { forgetIntent } from './intents.ts'
import type { Target, Workflow } from './workflow.ts'

/** How far Graph's clock may be behind ours, in milliseconds. */
const skew = 60_000

/** A write that may have been sent. */
export interface Sent {
  readonly change: Change
  readonly intent: Intent
}

/**
 * Looks for a write whose answer is not known. A create is never repeated: what is not found is left to a person. Any other write is
 * sent again where the object surely stands as before it, which the next turn checks against the base. What a process that died has left is sent
 * again however long ago that was; what gets lost again and again is not.
 */
export async function findWrite(workflow: Workflow, target: Target, sent: Sent, signal: AbortSignal): Promise<Outcome> {
  const wasLeft = workflow.clock.now().getTime() - Date.parse(sent.intent.recordedAt) >= leaseTime
  for (const access of await readers(workflow, target)) {
    try {
      return await found(workflow, target, { ...sent, wasLeft, seen: await patientLook(workflow, access, sent, signal) })
    } catch (error) {
      const isOver = tooLong(workflow.clock, sent.intent.recordedAt)
      if (refusalOf(error) === undefined && !isOver) throw error
    }
  }
  return { do: 'lose', detail: `it is not known whether the change was written (${requestOf(sent)}), and nobody could look for it` }
}

function requestOf({ intent }: Sent): string {
  return `client-request-id ${intent.clientRequestId}, sent ${intent.recordedAt}`
}

/** What was seen last, once it is not any more as before or patience is at its end. */
async function patientLook(workflow: Workflow, access: TenantAccess, { change, intent }: Sent, signal: AbortSignal): Promise<Look> {
  let seen: Look = { stands: 'before', id: null }
  const since = new Date(Date.parse(intent.recordedAt) - skew)
  await lookAgain(workflow.clock, signal, async () => {
    seen = await access.look(change, { id: isCreation(change.kind) ? change.objectId : change.target, since }, signal)
    return seen.stands === 'before' ? undefined : seen
  })
  return seen
}

async function found(workflow: Workflow, target: Target, { seen, wasLeft, ...sent }: Sent & { readonly seen: Look, readonly wasLeft: boolean }): Promise<Outcome> {
  const { change, intent } = sent
  const objectId = seen.id ?? change.target
  if (seen.stands === 'after' && objectId !== null) return { do: 'written', objectId }
  if (seen.stands === 'neither') return { do: 'lose', detail: `it is not known whether the change was written (${requestOf(sent)}): the object stands neither as before nor as approved` }
  if (isCreation(change.kind) || (!wasLeft && tooLong(workflow.clock, change.updatedAt))) {
    return { do: 'lose', detail: `it is not known whether the change was written (${requestOf(sent)}): nothing with this content was found` }
  }
  await forgetIntent(workflow, target, { intent, action: 'repeat' })
  return { do: 'repeat' }
}
