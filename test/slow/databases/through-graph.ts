import type { Change } from '#src/domain/change.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { draftOf } from '#src/skills/drafting.ts'
import { startJobs, type JobData } from '#src/store/jobs.ts'
import { accepted } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { createContractCheck } from '#test/fixtures/simulator/contract-check.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { throughGraph, writesTo, type Through } from '#test/fixtures/through-graph.ts'

const signal = new AbortController().signal
const policies = '/identity/conditionalAccess/policies'

/** Reads the tenant through Graph, drafts what a requirement wants, and submits it. */
async function submittedIn({ read, submitted }: Through): Promise<Change> {
  const wish = draftOf(await read(), { requirement: 'block-legacy-authentication' })
  if ('unclear' in wish) throw new Error(wish.unclear.summary)
  return submitted(wish.found)
}

onEachDatabase(async (t, database) => {
  const applications = new Map<string, { readonly work: (data: JobData, signal: AbortSignal) => Promise<void>, readonly done: PromiseWithResolvers<void> }>()
  const idle = async (): Promise<void> => {}
  await startJobs(database, {
    async apply(data, signal) {
      const application = applications.get(data.subject)
      await application?.work(data, signal)
      application?.done.resolve()
    }, expire: idle, optimize: idle
  }, error => t.comment(error.message))

  /** Approves, and waits until the job of the service has applied the change. */
  const carriedOut = async ({ workers, deciding, approver, standing }: Through, { id, contentHash }: Change): Promise<Change> => {
    const done = Promise.withResolvers<void>()
    applications.set(id, { work: workers.apply, done })
    t.match(accepted(await deciding.approve(approver, id, { contentHash, comment: null })), { state: 'approved' })
    await done.promise
    return standing(id)
  }

  await t.test('what was approved stands in the tenant as report-only, written by the approver', async t => {
    const through = await throughGraph(t, database)
    const { simulator, deciding, approver } = through
    t.strictSame(await deciding.rolesNow(approver, signal), [directoryRoles.globalAdministrator])
    const change = await carriedOut(through, await submittedIn(through))
    const policy = simulator.state.collections.policies.list().find(({ id }) => id === change.objectId)
    t.match(change, { state: 'verified', outcome: { asAnnounced: true } })
    t.match(policy, { displayName: change.body.displayName, state: 'enabledForReportingButNotEnforced', grantControls: { builtInControls: ['block'] } })
    t.match(simulator.state.collections.directoryAudits.list(), [{ initiatedBy: { user: { id: ids.reader } } }])
    t.strictSame([writesTo(simulator), simulator.state.collections.policies.size], [[{ method: 'POST', path: policies, status: 201 }], 3])
    const check = createContractCheck()
    t.strictSame(simulator.log.exchanges().filter(({ status }) => status < 400).flatMap(exchange => check.violations(exchange)), [])
  })
  await t.test('a policy that somebody added meanwhile makes the change stale', async t => {
    const through = await throughGraph(t, database)
    const { simulator } = through
    const change = await submittedIn(through)
    const [first] = simulator.state.collections.policies.list()
    simulator.state.collections.policies.put({ ...first, id: ids.terms, displayName: 'Added in the portal' })
    t.match(await carriedOut(through, change), { state: 'stale' })
    t.strictSame(writesTo(simulator), [])
  })
  await t.test('an approver whose role was taken away holds none at the moment of deciding', async t => {
    const { simulator, deciding, approver } = await throughGraph(t, database)
    simulator.state.collections.roleAssignments.remove('a1')
    t.strictSame(await deciding.rolesNow(approver, signal), [])
  })
})
