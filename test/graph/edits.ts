import { test } from 'tap'
import { served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, newPolicy, writeCases, writeOf, writer } from '#test/fixtures/writes.ts'

const ours = '4a1c2b3d-0000-4000-8000-000000000001'
const theirs = '4a1c2b3d-0000-4000-8000-000000000002'

for (const { write, prepare } of writeCases) {
  test(`our own ${write.kind} is not among the edits of its object, the same write by somebody else is`, async t => {
    const { client, violations } = await served(t, smallTenant(), { claims: writer })
    const { write: send, edits } = accessOf(client)
    if (prepare !== undefined) await send(prepare, ours)
    const answer = await send(write, ours)
    const id = 'written' in answer ? answer.written ?? '' : ''
    t.strictSame(await edits(write, { id, clientRequestId: ours }), [])
    t.match(await edits(write, { id, clientRequestId: theirs }), [{ by: ids.admin, at: /^20/ }])
    t.strictSame(await edits(write, { id: ids.signIn, clientRequestId: theirs }), [], 'of another object')
    t.strictSame(violations(), [])
  })
}

const write = writeOf('createPolicy', newPolicy)

function audit(number: number, activityDateTime: string, rest: object = {}): object {
  return {
    id: `Audit_${number}`, activityDateTime, category: 'Policy', activityDisplayName: 'Update conditional access policy', result: 'success', resultReason: null,
    correlationId: `4a1c2b3d-0000-4000-8000-00000000001${number}`, loggedByService: 'Conditional Access', operationType: 'Update',
    initiatedBy: { app: null, user: { id: ids.reader, displayName: 'Rhea', userPrincipalName: 'rhea@tiny.example', ipAddress: null } },
    targetResources: [{ id: ids.mfaPolicy, displayName: 'MFA', type: 'Policy', userPrincipalName: null, groupType: null, modifiedProperties: [] }], additionalDetails: [], ...rest
  }
}

const robot = { user: null, app: { appId: null, displayName: 'Microsoft Managed Policy Manager', servicePrincipalId: null, servicePrincipalName: null } }
const agent = { user: null, app: { appId: ids.agent, displayName: 'Agent', servicePrincipalId: ids.agent, servicePrincipalName: null } }
const directoryAudits = [
  audit(1, '2026-04-01T09:00:00Z'), audit(2, '2026-04-01T12:00:00Z', { initiatedBy: robot }), audit(3, '2026-04-01T11:00:00Z'),
  audit(4, '2026-04-01T12:30:00Z', { result: 'failure' }), audit(5, '2026-04-01T12:45:00Z', { initiatedBy: agent }), audit(6, '2026-04-01T12:50:00Z', { initiatedBy: { user: null, app: null } })
]

test('edits since a time come oldest first, with who made them: a person, an application, a service without an id; what failed is none', async t => {
  const { client } = await served(t, smallTenant({ directoryAudits }))
  const sought = { id: ids.mfaPolicy.toUpperCase(), clientRequestId: ours, since: new Date('2026-04-01T10:00:00Z') }
  t.strictSame(await accessOf(client).edits(write, sought), [
    { by: ids.reader, at: '2026-04-01T11:00:00Z' }, { by: 'Microsoft Managed Policy Manager', at: '2026-04-01T12:00:00Z' },
    { by: ids.agent, at: '2026-04-01T12:45:00Z' }, { by: null, at: '2026-04-01T12:50:00Z' }
  ])
})

test('where the log does not keep our id, the first edit by the approver is our own, and no other', async t => {
  const { client } = await served(t, smallTenant({ directoryAudits }))
  const edits = (by: string) => accessOf(client).edits(write, { id: ids.mfaPolicy, clientRequestId: ours, by })
  t.strictSame((await edits(ids.reader.toUpperCase()))?.map(({ at }) => at), ['2026-04-01T11:00:00Z', '2026-04-01T12:00:00Z', '2026-04-01T12:45:00Z', '2026-04-01T12:50:00Z'])
  t.equal((await edits(ids.admin))?.length, 5)
  const kept = await accessOf(client).edits(write, { id: ids.mfaPolicy, clientRequestId: '4a1c2b3d-0000-4000-8000-000000000013', by: ids.reader })
  t.strictSame(kept?.map(({ at }) => at), ['2026-04-01T09:00:00Z', '2026-04-01T12:00:00Z', '2026-04-01T12:45:00Z', '2026-04-01T12:50:00Z'], 'the log keeps it')
})

test('an audit log that may not be read says nothing; one that is away is another matter', async t => {
  const { client, simulator } = await served(t, smallTenant())
  const { edits } = accessOf(client)
  const sought = { id: ids.mfaPolicy, clientRequestId: ours }
  simulator.faults.add({ kind: 'forbidden', times: 1 })
  t.equal(await edits(write, sought), undefined)
  simulator.faults.add({ kind: 'unauthorized' })
  await t.rejects(edits(write, sought), { name: 'GraphProblem', status: 401 })
})
