import type { Change } from '#src/domain/change.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { extendLease, leaseChange, readChange } from '#src/store/queries/changes.ts'
import { readIntent } from '#src/store/queries/intents.ts'
import type { Outcome } from './access.ts'
import { findWrite } from './find-write.ts'
import { leaseTime } from './patience.ts'
import { readBack } from './read-back.ts'
import { advance, service, type Target, type Workflow } from './workflow.ts'
import { write } from './write.ts'

async function next(workflow: Workflow, target: Target, change: Change, signal: AbortSignal): Promise<Outcome | undefined> {
  if (change.state === 'applied') return readBack(workflow, target, change, signal)
  if (change.state === 'approved') {
    const at = workflow.clock.now().toISOString()
    return { do: at < change.expiresAt ? 'begin' : 'expire', at }
  }
  if (change.state !== 'applying') return undefined
  const intent = await inTenant(workflow.database, target.tenantId, tenant => readIntent(tenant, target.id))
  return intent === undefined ? write(workflow, target, change, signal) : findWrite(workflow, target, { change, intent }, signal)
}

async function carryOn(workflow: Workflow, target: Target, signal: AbortSignal): Promise<void> {
  const { database, clock } = workflow
  for (;;) {
    const change = await inTenant(database, target.tenantId, async tenant => {
      await extendLease(tenant, target.id, new Date(clock.now().getTime() + leaseTime))
      return readChange(tenant, target.id)
    })
    const outcome = change === undefined ? undefined : await next(workflow, target, change, signal)
    if (outcome === undefined) return
    if ('retry' in outcome) throw new Error(outcome.retry)
    if (outcome.do === 'repeat') continue
    const advanced = await advance(workflow, target, { actor: service, command: outcome })
    if ('refused' in advanced) throw new Error(advanced.detail)
    if (outcome.do === 'postpone') return
  }
}

/**
 * Carries an approved change as far as it goes: applied, read back, or a state that says what is missing. One worker at a time
 * has the change; whoever finds an intent looks for its write and never repeats it. Throws where another try may help.
 */
export async function apply(workflow: Workflow, target: Target, signal: AbortSignal): Promise<void> {
  const { database, clock } = workflow
  const now = clock.now()
  const lease = { now, until: new Date(now.getTime() + leaseTime) }
  const isOurs = await inTenant(database, target.tenantId, tenant => leaseChange(tenant, target.id, lease))
  if (!isOurs) throw new Error(`another worker has the change \`${target.id}\``)
  try {
    await carryOn(workflow, target, signal)
  } finally {
    await inTenant(database, target.tenantId, tenant => extendLease(tenant, target.id, clock.now()))
  }
}
