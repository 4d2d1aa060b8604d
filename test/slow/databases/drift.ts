import { createChangeGraph } from '#src/graph/change-graph.ts'
import { createPace } from '#src/graph/pace.ts'
import { createIdentity } from '#src/graph/token.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readAudit } from '#src/store/queries/audit.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { instantTiming } from '#test/fixtures/graph-client.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { leavingOut, throughGraph, type Through } from '#test/fixtures/through-graph.ts'

/** Somebody changes the policy past Lacuna. */
async function patchPast({ simulator, approver }: Through, body: object): Promise<number> {
  const { clientId, secret } = simulator.registrations.lacuna
  const identity = createIdentity({ clientId, credential: { secret }, authority: 'https://login.microsoftonline.com' })
  const { accessToken } = await createChangeGraph({ identity, pace: createPace(instantTiming()) }, { ownReader: false }).tokenOf(approver)
  const { status } = await fetch(`https://graph.microsoft.com/beta/identity/conditionalAccess/policies/${ids.mfaPolicy}`, {
    method: 'PATCH', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(body)
  })
  return status
}

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a policy that somebody changed after its change was applied is told at the next reading, with who, when and what', async t => {
    const through = await throughGraph(t, database)
    const { tenantId, read, wished, carriedOut } = through
    await read()
    const drifted = async () => (await read()).analysis.findings.filter(({ kind }) => kind === 'drift')
    const change = await carriedOut(await wished(await leavingOut(through, ids.mfaPolicy, ids.reader)))
    t.match(change, { state: 'verified' })
    t.strictSame(await drifted(), [], 'it stands as it was left')

    t.equal(await patchPast(through, { state: 'disabled' }), 204)
    const told = await drifted()
    t.match(told, [{
      policies: [ids.mfaPolicy], summary: /by `rhea@tiny.example` at \d{4}-/,
      drift: { change: change.id, by: 'rhea@tiny.example', at: String, differences: [{ member: 'state', added: ['`disabled`'] }] }
    }])
    t.strictSame(await drifted(), told, 'and at the one after, though the audit log is then asked of later times only')

    t.equal(await patchPast(through, { state: change.body['state'] }), 204)
    t.strictSame(await drifted(), [], 'it agrees again')
    const trail = await inTenant(database, tenantId, tenant => readAudit(tenant, 0, 100))
    const entries = trail.filter(({ action }) => action === 'drift')
    t.match(entries, [{ subject: `change ${change.id}`, detail: { members: ['state'] } }])
    t.notMatch(JSON.stringify(entries), /rhea/)
  })
})
