import { test } from 'tap'
import { collected, served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const since = '2026-03-31T12:00:00Z'

function audit(id: string, activityDateTime: string, category = 'Policy'): object {
  return {
    id, activityDateTime, category, activityDisplayName: 'Update conditional access policy', result: 'success', correlationId: id, loggedByService: 'Conditional Access',
    initiatedBy: { app: null, user: { id: ids.mfaPolicy, displayName: 'Ada', userPrincipalName: 'ada@lantern.example', ipAddress: null } },
    targetResources: [{ id: ids.mfaPolicy, displayName: 'MFA', type: 'Policy', userPrincipalName: null, groupType: null, modifiedProperties: [] }], additionalDetails: []
  }
}

const directoryAudits = [audit('Audit_1', '2026-03-31T11:00:00Z'), audit('Audit_2', '2026-03-31T13:00:00Z'), audit('Audit_3', '2026-03-31T14:00:00Z', 'GroupManagement')]

test('the audit log is asked who changed policies since the reading before, and for nothing else', async t => {
  const { client, violations } = await served(t, smallTenant({ directoryAudits }))
  const { entries } = await collected(client, { since })
  t.match(entries.filter(({ collection }) => collection === 'directoryAudits'), [{ value: undefined }, { value: { id: 'Audit_2' } }])
  t.strictSame(violations(), [])
})

test('a first reading does not ask the audit log', async t => {
  const { client, simulator } = await served(t, smallTenant({ directoryAudits }))
  await collected(client)
  t.notOk(simulator.log.exchanges().some(({ url }) => url.includes('directoryAudits')))
})

test('without the permission for it the reading is whole, and the audit log is not among what was read', async t => {
  const { client } = await served(t, smallTenant({ directoryAudits }), { faults: [{ kind: 'forbidden', path: '/auditLogs/directoryAudits' }] })
  const { entries, tenant } = await collected(client, { since })
  t.notOk(entries.some(({ collection }) => collection === 'directoryAudits'))
  t.notOk(tenant.unread.some(({ collection }) => collection === 'directoryAudits'))
})
