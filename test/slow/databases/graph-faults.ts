import tap from 'tap'
import type { ChangeState } from '#src/domain/change.ts'
import type { Wish } from '#src/domain/wish.ts'
import type { FaultRule } from '#src/simulator/faults.ts'
import { accepted, playClock } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { watched } from '#test/fixtures/mortal.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { effectsIn, leavingOut, throughGraph, writesTo, type Through } from '#test/fixtures/through-graph.ts'
import { newPolicy } from '#test/fixtures/writes.ts'

const policies = '/identity/conditionalAccess/policies'

/** A write of the service that Graph may fail: how it is sent, and what Graph answers when it does not. */
interface Write {
  readonly what: 'create' | 'patch'
  readonly method: 'POST' | 'PATCH'
  readonly done: number
  readonly wish: (through: Through) => Wish | Promise<Wish>
}

const writes: readonly Write[] = [
  { what: 'create', method: 'POST', done: 201, wish: () => ({ kind: 'createPolicy', body: { ...newPolicy, displayName: 'New', state: 'enabledForReportingButNotEnforced', conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] } } } }) },
  { what: 'patch', method: 'PATCH', done: 204, wish: through => leavingOut(through, ids.mfaPolicy, ids.agentUser) }
]

/** A fault of the write, where it leads, and what was sent, by status (`done` where it was carried out). The role goes `before base` or `before write`. */
interface Fault {
  readonly what: string
  readonly rules?: readonly Omit<FaultRule, 'path' | 'times'>[]
  readonly unseat?: 'before base' | 'before write'
  readonly end: ChangeState | { readonly [what in Write['what']]: ChangeState }
  readonly sent: readonly (number | 'done')[] | { readonly [what in Write['what']]: readonly (number | 'done')[] }
}

const faults: readonly Fault[] = [
  { what: 'Graph throttles without saying for how long', rules: [{ kind: 'throttled' }], end: 'verified', sent: [429, 'done'] },
  { what: 'a 503 comes after the write took effect', rules: [{ kind: 'unavailable', when: 'after' }], end: 'verified', sent: [503] },
  { what: 'the connection drops after the write', rules: [{ kind: 'dropped', when: 'after' }], end: 'verified', sent: ['done'] },
  { what: 'the replica lags by 30 seconds', rules: [{ kind: 'lagging', milliseconds: 30_000 }], end: 'verified', sent: ['done'] },
  { what: 'the connection drops after the write, and the replica lags by 30 seconds', rules: [{ kind: 'dropped', when: 'after' }, { kind: 'lagging', milliseconds: 30_000 }], end: 'verified', sent: ['done'] },
  {
    what: 'a 503 comes before the write took effect', rules: [{ kind: 'unavailable' }],
    end: { create: 'undetermined', patch: 'verified' }, sent: { create: [503], patch: [503, 'done'] }
  },
  { what: 'Graph answers the write with a claims challenge', rules: [{ kind: 'challenged', claims: '{}' }], end: 'awaitingApprover', sent: [401] },
  { what: 'Graph challenges the reading before the write', rules: [{ kind: 'challenged', claims: '{}', method: 'GET' }], end: 'awaitingApprover', sent: [] },
  { what: 'the approver\'s role is taken away before the reading', unseat: 'before base', end: 'awaitingApprover', sent: [] },
  { what: 'the approver\'s role is taken away between the reading and the write', unseat: 'before write', end: 'awaitingApprover', sent: [403] }
]

function forWrite<T extends string | readonly unknown[]>(value: T | { readonly [what in Write['what']]: T }, what: Write['what']): T {
  return typeof value === 'object' && 'create' in value ? value[what] : value
}

/** Applies until the job would not be tried again. */
async function settled({ applied, workflow, simulator: { state: { collections } } }: Through, id: string, unseat: Fault['unseat']) {
  const by = unseat === undefined ? workflow : watched(workflow, point => { if (point === unseat) collections.roleAssignments.remove('a1') })
  return applied(id, by).catch(async (error: unknown) => {
    if (!String(error).includes('Graph asks to wait')) throw error
    return applied(id, by)
  })
}

tap.setTimeout(300_000)
onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const patchMode of ['merge', 'replace'] as const) {
    for (const { what: kind, method, done, wish } of writes) {
      for (const { what, rules = [], unseat, ...expected } of faults) {
        const [end, sent] = [forWrite(expected.end, kind), forWrite(expected.sent, kind)]
        await t.test(`${kind}, where Graph ${patchMode}s: ${what}: ${end}`, async t => {
          const through = await throughGraph(t, database, { patchMode, clock: playClock(new Date().toISOString()) })
          const { simulator, read, wished, approved, standing, deciding, approver, checkTrail } = through
          await read()
          const { id, contentHash } = await approved(await wished(await wish(through)))
          for (const rule of rules) simulator.faults.add({ method, ...rule, path: policies, times: 1 })
          t.match(await settled(through, id, unseat), { state: end })
          const statuses = sent.map(status => status === 'done' ? done : status)
          t.strictSame(writesTo(simulator).map(({ method, status }) => [method, status]), statuses.map(status => [method, status]))
          t.equal(effectsIn(simulator), end === 'verified' ? 1 : 0, 'it took effect at most once')
          if (end === 'awaitingApprover') {
            simulator.state.collections.roleAssignments.put({ id: 'a1', principalId: ids.reader, roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10', directoryScopeId: '/' })
            t.match(accepted(await deciding.approve(approver, id, { contentHash, comment: null })), { state: 'applying' }, 'the same content is authorised again')
            t.match(await settled(through, id, undefined), { state: 'verified' })
            t.equal(effectsIn(simulator), 1)
          }
          t.match([await standing(id), await checkTrail()], [{ contentHash }, { broken: null }])
        })
      }
    }
  }
})
