import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Change } from '#src/domain/change.ts'
import type { Intent } from '#src/store/queries/intents.ts'
import { readers, type Outcome } from './access.ts'
import { lookAgain, tooLong } from './patience.ts'
import { refusalOf } from './refusals.ts'
import type { PolicyAccess } from './ports.ts'
import type { Target, Workflow } from './workflow.ts'

/** A policy in Graph's answer, reduced to what is needed of it. */
export const Created = Type.Object({ id: Type.String({ minLength: 1 }) })

/** How far Graph's clock may be behind ours, in milliseconds. */
const skew = 60_000

/** A write that may have been sent. */
export interface Sent {
  readonly change: Change
  readonly intent: Intent
}

/** Looks for a write whose answer is not known. It is never repeated: what is not found is left to a person. */
export async function findWrite(workflow: Workflow, target: Target, sent: Sent, signal: AbortSignal): Promise<Outcome> {
  const request = `client-request-id ${sent.intent.clientRequestId}, sent ${sent.intent.recordedAt}`
  for (const access of await readers(workflow, target)) {
    try {
      const policyId = await lookAgain(workflow.clock, signal, () => look(access, sent, signal))
      if (policyId !== undefined) return { do: 'written', policyId }
      return { do: 'lose', detail: `it is not known whether the policy was written (${request}): none with this content was found` }
    } catch (error) {
      const isOver = tooLong(workflow.clock, sent.intent.recordedAt)
      if (refusalOf(error) === undefined && !isOver) throw error
    }
  }
  return { do: 'lose', detail: `it is not known whether the policy was written (${request}), and nobody could look for it` }
}

async function look(access: PolicyAccess, { change, intent }: Sent, signal: AbortSignal): Promise<string | undefined> {
  const policy = await access.findCreated({ body: change.body, since: new Date(Date.parse(intent.recordedAt) - skew) }, signal)
  return Value.Check(Created, policy) ? policy.id : undefined
}
