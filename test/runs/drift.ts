import { test } from 'tap'
import type { Change } from '#src/domain/change.ts'
import type { Finding } from '#src/domain/finding.ts'
import { AuthorBook } from '#src/runs/authors.ts'
import { driftOf, stillIn } from '#src/runs/drift.ts'
import { compile } from '#src/engine/compile.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readAudit } from '#src/store/queries/audit.ts'
import { insertChange } from '#src/store/queries/changes.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { appliedChange } from '#test/fixtures/applied-change.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { collecting, runsIn } from '#test/fixtures/runs.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const [mfa, legacy] = smallTenant.policies
if (mfa === undefined || legacy === undefined) throw new Error('the small tenant has two policies')
const office = {
  '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'f0000000-0000-4000-8000-000000000001', displayName: 'Office', isTrusted: true,
  ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '203.0.113.0/24' }]
}
const left = appliedChange({ kind: 'patchPolicy', target: ids.mfa, objectId: ids.mfa, body: mfa })
const drawn = appliedChange({ kind: 'createNamedLocation', objectId: office.id, body: office })
const removed = appliedChange({ kind: 'deletePolicy', target: ids.legacy, objectId: ids.legacy, body: legacy })
const off = { policies: [{ ...mfa, state: 'disabled' }, legacy] }

function found(changes: readonly Change[], changed: object = {}, more: { readonly authors?: AuthorBook, readonly before?: readonly Finding[] } = {}): Finding[] {
  return driftOf(changes, {
    compiled: compile(tenantOf({ ...smallTenant, ...changed })), collectedAt: '2026-11-23T08:00:00.000Z', authors: new AuthorBook(), before: [], ...more
  })
}

function edited(activityDateTime: string): AuthorBook {
  const book = new AuthorBook()
  book.take({ collection: 'directoryAudits', value: { activityDateTime, initiatedBy: { user: { userPrincipalName: 'ben@lantern.example' } }, targetResources: [{ id: ids.mfa }] } })
  return book
}

test('a policy that stands as its last change left it has not drifted, whatever its times and its letter case', t => {
  t.strictSame(found([left]), [])
  t.strictSame(found([left], { policies: [{ ...mfa, id: mfa.id.toUpperCase(), modifiedDateTime: '2026-11-23T07:30:00Z', description: 'x' }] }), [])
  t.end()
})

test('a policy that was changed since is told with what differs from what was approved', t => {
  const { conditions } = mfa
  const changed = { ...mfa, state: 'disabled', conditions: { ...conditions, users: { ...conditions.users, excludeUsers: [ids.emergency, ids.ada, ids.ben] } } }
  const [finding] = found([left], { policies: [changed, legacy] })
  t.match(finding, {
    kind: 'drift', severity: 'high', policies: [ids.mfa],
    drift: {
      change: left.id, object: 'policy', objectId: ids.mfa, stands: 'changed', by: null, at: null,
      differences: [{ member: 'conditions.users.excludeUsers', removed: [], added: [/Ada Admin/, /Ben Both/] }, { member: 'state', removed: ['`enabled`'], added: ['`disabled`'] }]
    }
  })
  t.equal(finding?.summary, `policy \`Require MFA\` was changed outside Lacuna after change \`${left.id}\` was applied, by whom and when is not known; ` +
    '`Ada Admin <ada.admin.1@lantern.example>` and `Ben Both <ben.both.2@lantern.example>` are excluded; the policy was on; it is off')
  t.end()
})

test('what was deleted since, and what is there again, has drifted', t => {
  t.match(found([left], { policies: [legacy] }), [{ policies: [ids.mfa], summary: /`Require MFA` was deleted outside/, drift: { stands: 'gone', differences: [] } }])
  t.match(found([removed]), [{ policies: [ids.legacy], summary: /`Block legacy clients` was put back outside/, drift: { stands: 'back' } }])
  t.strictSame(found([removed], { policies: [mfa] }), [])
  t.end()
})

test('a named location drifts like a policy, and the finding names the policies at it', t => {
  const there = { ...mfa, conditions: { ...mfa.conditions, locations: { includeLocations: ['All'], excludeLocations: [office.id] } } }
  t.strictSame(found([drawn], { namedLocations: [office] }), [])
  t.match(found([drawn], { namedLocations: [{ ...office, isTrusted: false }], policies: [there, legacy] }), [{
    policies: [ids.mfa], summary: /named location `Office` was changed/, drift: { object: 'namedLocation', differences: [{ member: 'isTrusted', removed: ['`true`'], added: ['`false`'] }] }
  }])
  t.match(found([drawn], { namedLocations: [] }), [{ policies: [], drift: { stands: 'gone' } }])
  t.end()
})

test('who changed it, and when, is told where the audit log says so after the change', t => {
  t.match(found([left], off, { authors: edited('2026-11-23T07:30:00Z') }), [{ summary: /by `ben@lantern.example` at 2026-11-23T07:30:00Z/, drift: { by: 'ben@lantern.example', at: '2026-11-23T07:30:00Z' } }])
  t.match(found([left], off, { authors: edited('2026-11-23T06:59:00Z') }), [{ drift: { by: null, at: null } }], 'who wrote before the change was applied did not undo it')
  t.end()
})

test('what is known of a drift stays known while it lasts, and keeps its id; another drift has another', t => {
  const before = found([left], off, { authors: edited('2026-11-23T07:30:00Z') })
  t.strictSame(found([left], off, { before }), before)
  const [other] = found([left], { policies: [{ ...mfa, state: 'enabledForReportingButNotEnforced' }, legacy] }, { before })
  t.not(other?.id, before[0]?.id)
  t.match(other, { drift: { by: null } })
  t.end()
})

test('a change under way, or written too late for the reading, is no drift', t => {
  for (const state of ['applying', 'undetermined'] as const) t.strictSame(found([{ ...left, state }], off), [], state)
  t.strictSame(found([{ ...left, writtenAt: '2026-11-23T08:00:01.000Z' }], off), [])
  t.strictSame(found([{ ...left, state: 'applied', writtenAt: '2026-11-23T07:55:00.000Z' }], off), [], 'a replica may lag')
  t.match(found([{ ...left, state: 'applied' }], off), [{ kind: 'drift' }])
  t.match(found([{ ...left, state: 'diverged' }], off), [{ kind: 'drift' }])
  t.end()
})

test('where the policies were not read, what was found before still holds, and nothing is taken for deleted', t => {
  const { policies: _policies, ...unread } = smallTenant
  const reading = { compiled: compile(tenantOf(unread)), collectedAt: '2026-11-23T08:00:00.000Z', authors: new AuthorBook() }
  const before = found([left], off)
  t.strictSame(driftOf([left], { ...reading, before }), before)
  t.strictSame(driftOf([left], { ...reading, before: [] }), [])
  t.strictSame(found([left], { policies: [legacy], unread: [{ collection: 'policies', reason: 'a page was refused' }] }), [])
  t.end()
})

test('a drift that was found is no longer told once the policies, read again, show something else', t => {
  const before = found([left], off)
  t.strictSame(stillIn(tenantOf({ ...smallTenant, ...off }), before), before)
  t.strictSame(stillIn(tenantOf(smallTenant), before), [])
  t.strictSame(stillIn(tenantOf({ ...smallTenant, policies: [legacy] }), before), [])
  t.end()
})

onEachDatabase(async (t, database) => {
  await t.test('drift is in the analysis while it lasts, read back too, and once in the audit trail', async t => {
    const house = runsIn(database)
    const store = (change: Change) => inTenant(database, house.tenantId, tenant => insertChange(tenant, change, change.id))
    await store({ ...left, id: 'earlier', submittedAt: '2026-11-22T07:00:00.000Z', body: { ...mfa, displayName: 'An earlier name' } })
    await store({ ...left, id: 'failed', state: 'failed', submittedAt: '2026-11-23T07:10:00.000Z' })
    await store(left)
    const read = async (file: object): Promise<Finding[]> => {
      house.clock = new Date(house.clock.getTime() + 60_000)
      house.collect = collecting(file)
      const { id } = await house.runs.start(house.caller, 'hand')
      t.match(await house.runs.settled(house.caller, id, { milliseconds: 20_000, signal: new AbortController().signal }), { state: 'finished' })
      return drifts()
    }
    const drifts = async () => (await house.snapshots.latest(house.tenantId))?.analysis.findings.filter(({ kind }) => kind === 'drift') ?? []
    t.strictSame(await read(smallTenant), [], 'the last change counts, and one that failed does not')
    const told = await read({ ...smallTenant, ...off })
    t.match(told, [{ drift: { change: left.id, stands: 'changed' } }])
    t.strictSame(await read({ ...smallTenant, ...off }), told)
    await house.settings.declare(house.caller, { emergencyAccess: { users: [ids.emergency] } })
    t.strictSame(await drifts(), told, 'judged anew from what is stored')
    t.strictSame(await read(smallTenant), [], 'it agrees again')
    t.match(await read({ ...smallTenant, policies: [legacy] }), [{ drift: { stands: 'gone' } }])
    const trail = await inTenant(database, house.tenantId, tenant => readAudit(tenant, 0, 100))
    t.match(trail.filter(({ action }) => action === 'drift'), [
      { actor: 'lacuna', subject: `change ${left.id}`, detail: { finding: told[0]?.id, objectId: ids.mfa, stands: 'changed', members: ['state'] } }, { detail: { stands: 'gone' } }
    ])
    t.equal(trail.filter(({ action }) => action === 'drift').length, 2)
    t.strictSame(house.finished, Array.from({ length: 5 }, () => house.tenantId), 'the head of the trail is due after each run')
  })
})
