import type { Change, Outcome as Recounted } from '#src/domain/change.ts'
import type { Edit, Look } from '#src/domain/write.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readIntent, type Intent } from '#src/store/queries/intents.ts'
import { readers, type Outcome } from './access.ts'
import { lookAgain, tooLong } from './patience.ts'
import type { TenantAccess } from './ports.ts'
import { refusalOf } from './refusals.ts'
import type { Target, Workflow } from './workflow.ts'

/** The writes that may overwrite what somebody else wrote a moment before. */
const overwriting: readonly Change['kind'][] = ['patchPolicy', 'setPolicyState', 'patchNamedLocation']

/** Reads what was written until it says what was approved, then asks who else wrote, and recomputes coverage. */
export async function readBack(workflow: Workflow, target: Target, change: Change, signal: AbortSignal): Promise<Outcome> {
  const intent = await inTenant(workflow.database, target.tenantId, tenant => readIntent(tenant, target.id))
  for (const access of await readers(workflow, target)) {
    try {
      return await compare(workflow, target, { access, change, intent, signal })
    } catch (error) {
      const isOver = tooLong(workflow.clock, change.updatedAt)
      if (refusalOf(error) === undefined && !isOver) throw error
    }
  }
  return { do: 'postpone', detail: 'written; not read back, because nobody could read it' }
}

interface Reading {
  readonly access: TenantAccess
  readonly change: Change
  readonly intent: Intent | undefined
  readonly signal: AbortSignal
}

async function compare(workflow: Workflow, target: Target, reading: Reading): Promise<Outcome> {
  const { access, change, signal } = reading
  const { objectId } = change
  let seen: Look | undefined
  const agreed = objectId === null ? undefined : await lookAgain(workflow.clock, signal, async () => {
    seen = await access.look(change, { id: objectId, since: new Date(change.submittedAt) }, signal)
    return seen.stands === 'after' ? true : undefined
  })
  if (!agreed) {
    const [edit] = await othersEdits(reading)
    return { do: 'differ', detail: `it was written, and the tenant ${seen?.stands === 'before' ? 'stands as before it' : 'does not show what was approved'}${edit === undefined ? '' : `: ${changedBy(edit)}`}` }
  }
  const edits = overwriting.includes(change.kind) ? await othersEdits(reading) : []
  const outcome = await recounted(workflow, target, reading)
  const [edit] = edits
  return edit === undefined ? { do: 'agree', outcome }
    : { do: 'differ', detail: `${changedBy(edit)}, between the last reading and the write; compare what stands with what was meant`, outcome }
}

function changedBy({ by, at }: Edit): string {
  return `${by === null ? 'somebody' : `\`${by}\``} changed it at ${at}`
}

/** Not known counts as nobody. */
async function othersEdits({ access, change, intent, signal }: Reading): Promise<readonly Edit[]> {
  if (change.objectId === null || intent === undefined) return []
  const { recordedAt, clientRequestId } = intent
  const by = change.decisions.findLast(({ decision }) => decision === 'approved')?.by ?? change.submittedBy
  return await access.editsSince(change, { id: change.objectId, since: new Date(recordedAt), clientRequestId, by }, signal) ?? []
}

const notRecounted: Recounted = { asAnnounced: null, summary: 'coverage was not recomputed; read the tenant again', requirements: [] }

/** A failure here takes nothing back: what was written is verified all the same. */
async function recounted({ recount }: Workflow, { tenantId }: Target, { access, change, signal }: Reading): Promise<Recounted> {
  try {
    return await recount(tenantId, change, await access.state(signal)) ?? notRecounted
  } catch (error) {
    signal.throwIfAborted()
    return { ...notRecounted, summary: `${notRecounted.summary} (${error instanceof Error ? error.message : 'it failed'})` }
  }
}
