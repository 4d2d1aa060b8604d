import type { Change } from '#src/domain/change.ts'
import { readers, type Outcome } from './access.ts'
import { lookAgain, tooLong } from './patience.ts'
import type { PolicyAccess } from './ports.ts'
import { refusalOf } from './refusals.ts'
import type { Target, Workflow } from './workflow.ts'

/** Reads the written policy until it says what was approved. */
export async function readBack(workflow: Workflow, target: Target, change: Change, signal: AbortSignal): Promise<Outcome> {
  for (const access of await readers(workflow, target)) {
    try {
      return await compare(workflow, access, change, signal)
    } catch (error) {
      const isOver = tooLong(workflow.clock, change.updatedAt)
      if (refusalOf(error) === undefined && !isOver) throw error
    }
  }
  return { do: 'postpone', detail: 'written; not read back, because nobody could read it' }
}

async function compare({ clock, graph }: Workflow, access: PolicyAccess, { policyId, body }: Change, signal: AbortSignal): Promise<Outcome> {
  let seen: unknown
  const agreed = policyId === null ? undefined : await lookAgain(clock, signal, async () => {
    seen = await access.read(policyId, signal)
    return seen !== undefined && graph.agrees(body, seen) ? true : undefined
  })
  if (agreed) return { do: 'agree' }
  return { do: 'differ', detail: seen === undefined ? 'the policy was written and is not there any more' : 'the policy was written and does not say what was approved' }
}
