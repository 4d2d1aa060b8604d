import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { createDecidingPort, createChangePort } from '#src/changes/change-port.ts'
import { createDraftPort } from '#src/changes/draft-port.ts'
import { createChangeWorkers } from '#src/changes/workers.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { createChangeGraph } from '#src/graph/change-graph.ts'
import { createConnect } from '#src/graph/connect.ts'
import { createPace } from '#src/graph/pace.ts'
import { createIdentity } from '#src/graph/token.ts'
import { createVerifier } from '#src/http/authentication.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator, type StartedSimulator } from '#src/simulator/server.ts'
import type { Caller } from '#src/skills/ports.ts'
import { draftOf } from '#src/skills/drafting.ts'
import type { Database } from '#src/store/database.ts'
import { startJobs, type JobData } from '#src/store/jobs.ts'
import { createSeal } from '#src/store/seal.ts'
import { createTenantBuilder } from '#src/tenant/builder.ts'
import { accepted } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { instantTiming } from '#test/fixtures/graph-client.ts'
import { snapshotOf } from '#test/fixtures/memory-ports.ts'
import { createContractCheck } from '#test/fixtures/simulator/contract-check.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const authority = 'https://login.microsoftonline.com'
const signal = new AbortController().signal
const policies = '/identity/conditionalAccess/policies'

/** A tenant of its own in which two people may decide: one submits, the other approves. */
function twoAdministrators(): object {
  return smallTenant({
    organization: { id: randomUUID(), displayName: 'Tiny', verifiedDomains: [{ name: 'tiny.example', isDefault: true, isInitial: true }] },
    roleAssignments: [ids.admin, ids.reader].map((principalId, n) =>
      ({ id: `a${n}`, principalId, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }))
  })
}

/** The workflow as the service puts it together, over the simulator; only the waiting takes no time. */
async function throughGraph(t: Test, database: Database) {
  const simulator = await startSimulator({ tenant: twoAdministrators(), logLength: 10_000 })
  const undo = routeTo(simulator.port)
  t.teardown(async () => {
    await undo()
    await simulator.close()
  })
  const { clientId, secret } = simulator.registrations.lacuna
  const connection = { identity: createIdentity({ clientId, credential: { secret }, authority }), pace: createPace(instantTiming()) }
  const now = (): Date => new Date()
  const workflow = {
    database, graph: createChangeGraph(connection, { ownReader: false }), seal: createSeal(new Uint8Array(32).fill(7)),
    clock: { now, wait: async () => signal.throwIfAborted() }, rules: { approvalsNeeded: 1, selfApproval: false }
  }
  const verify = createVerifier({ tenants: [simulator.state.tenantId], audience: clientId, authority })
  const signedIn = async (person: string): Promise<Caller> => {
    const assertion = await simulator.tokenFor(person)
    return { operator: await verify(assertion), assertion }
  }
  return {
    simulator, connection, workflow, drafts: createDraftPort(database, now), changes: createChangePort(workflow, id => `/changes/${id}`),
    deciding: createDecidingPort(workflow), submitter: await signedIn(ids.admin), approver: await signedIn(ids.reader)
  }
}

type Through = Awaited<ReturnType<typeof throughGraph>>

/** Reads the tenant through Graph, drafts what a requirement wants, and submits it. */
async function submitted({ connection, drafts, changes, submitter }: Through) {
  const { tid, oid } = submitter.operator
  const collect = await createConnect(connection)({ tenantId: tid, id: oid, assertion: submitter.assertion }, signal)
  const builder = createTenantBuilder()
  for await (const { collection, value } of collect({ signal, now: () => new Date(), settings: { emergencyAccess: { users: [ids.admin] } } })) {
    if (value === undefined) builder.begin(collection)
    else builder.add(collection, value)
  }
  const wish = draftOf(snapshotOf(builder.finish()), { requirement: 'block-legacy-authentication' })
  if ('unclear' in wish) throw new Error(wish.unclear.summary)
  const { draft } = await drafts.save(submitter, wish.found)
  return accepted(await changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null })).change
}

function writes({ log }: StartedSimulator): number {
  return log.exchanges().filter(({ method, url }) => method === 'POST' && url.includes(policies)).length
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
  const carriedOut = async ({ workflow, deciding, approver, changes }: Through, { id, contentHash }: { readonly id: string, readonly contentHash: string }) => {
    const done = Promise.withResolvers<void>()
    applications.set(id, { work: createChangeWorkers(workflow).apply, done })
    t.match(accepted(await deciding.approve(approver, id, { contentHash, comment: null })), { state: 'approved' })
    await done.promise
    return changes.get(approver, id)
  }

  await t.test('what was approved stands in the tenant as report-only, written by the approver', async t => {
    const through = await throughGraph(t, database)
    const { simulator, deciding, approver } = through
    t.strictSame(await deciding.rolesNow(approver, signal), [directoryRoles.globalAdministrator])
    const change = await carriedOut(through, await submitted(through))
    const policy = simulator.state.collections.policies.list().find(({ id }) => id === change?.policyId)
    t.match(change, { state: 'verified' })
    t.match(policy, { displayName: change?.body.displayName, state: 'enabledForReportingButNotEnforced', grantControls: { builtInControls: ['block'] } })
    t.match(simulator.state.collections.directoryAudits.list(), [{ initiatedBy: { user: { id: ids.reader } } }])
    t.strictSame([writes(simulator), simulator.state.collections.policies.size], [1, 3])
    const check = createContractCheck()
    t.strictSame(simulator.log.exchanges().filter(({ status }) => status < 400).flatMap(exchange => check.violations(exchange)), [])
  })
  for (const { what, fault, end, standing } of [
    { what: 'a 503 after the write took effect', fault: { kind: 'unavailable', when: 'after' }, end: 'verified', standing: 3 },
    { what: 'a connection that drops after the write', fault: { kind: 'dropped', when: 'after' }, end: 'verified', standing: 3 },
    { what: 'an answer that ends half way', fault: { kind: 'truncated' }, end: 'verified', standing: 3 },
    { what: 'a 503 before the write', fault: { kind: 'unavailable' }, end: 'undetermined', standing: 2 },
    { what: 'a 403', fault: { kind: 'forbidden' }, end: 'awaitingApprover', standing: 2 },
    { what: 'a claims challenge', fault: { kind: 'challenged', claims: '{}' }, end: 'awaitingApprover', standing: 2 }
  ] as const) {
    await t.test(`${what}: ${end}, and one write was sent`, async t => {
      const through = await throughGraph(t, database)
      const { simulator } = through
      const change = await submitted(through)
      simulator.faults.add({ ...fault, method: 'POST', path: policies, times: 1 })
      t.match(await carriedOut(through, change), { state: end })
      t.strictSame([writes(simulator), simulator.state.collections.policies.size], [1, standing])
    })
  }
  await t.test('throttled, the write is left to another try of the job, and stands once', async t => {
    const through = await throughGraph(t, database)
    const { simulator, workflow, deciding, approver, changes } = through
    const { id, contentHash } = await submitted(through)
    simulator.faults.add({ kind: 'throttled', method: 'POST', path: policies, times: 1 })
    accepted(await deciding.approve(approver, id, { contentHash, comment: null }))
    const apply = () => createChangeWorkers(workflow).apply({ tenantId: approver.operator.tid, subject: id }, signal)
    await t.rejects(apply(), /Graph asks to wait/)
    t.equal(simulator.state.collections.policies.size, 2)
    await apply()
    t.match(await changes.get(approver, id), { state: 'verified' })
    t.strictSame([writes(simulator), simulator.state.collections.policies.size], [2, 3])
  })
  await t.test('a policy that somebody added meanwhile makes the change stale', async t => {
    const through = await throughGraph(t, database)
    const { simulator } = through
    const change = await submitted(through)
    const [first] = simulator.state.collections.policies.list()
    simulator.state.collections.policies.put({ ...first, id: ids.terms, displayName: 'Added in the portal' })
    t.match(await carriedOut(through, change), { state: 'stale' })
    t.equal(writes(simulator), 0)
  })
  await t.test('an approver whose role was taken away holds none at the moment of deciding', async t => {
    const { simulator, deciding, approver } = await throughGraph(t, database)
    simulator.state.collections.roleAssignments.remove('a1')
    t.strictSame(await deciding.rolesNow(approver, signal), [])
  })
})
