import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import type { GraphBody } from '#src/domain/write.ts'
import { createChangeGraph } from '#src/graph/change-graph.ts'
import { createConnect } from '#src/graph/connect.ts'
import { createPace } from '#src/graph/pace.ts'
import { createIdentity } from '#src/graph/token.ts'
import { createVerifier } from '#src/http/authentication.ts'
import { createRuns } from '#src/runs/run-port.ts'
import { createSettings } from '#src/runs/settings.ts'
import { createSnapshots } from '#src/runs/snapshots.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator } from '#src/simulator/server.ts'
import type { Caller } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readAudit } from '#src/store/queries/audit.ts'
import { insertChange } from '#src/store/queries/changes.ts'
import { appliedChange } from '#test/fixtures/applied-change.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { instantTiming } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

const authority = 'https://login.microsoftonline.com'
const signal = new AbortController().signal

/** A tenant that Lacuna reads through Graph on behalf of one person, and that another person changes without it. */
async function readTenant(t: Test, database: Database) {
  const simulator = await startSimulator({
    tenant: smallTenant({
      organization: { id: randomUUID(), displayName: 'Tiny', verifiedDomains: [{ name: 'tiny.example', isDefault: true, isInitial: true }] },
      roleAssignments: [ids.admin, ids.reader].map((principalId, n) => ({ id: `a${n}`, principalId, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }))
    })
  })
  const undo = routeTo(simulator.port)
  const { clientId, secret } = simulator.registrations.lacuna
  const { tenantId } = simulator.state
  const connection = { identity: createIdentity({ clientId, credential: { secret }, authority }), pace: createPace(instantTiming()) }
  const now = (): Date => new Date()
  const settings = createSettings(database, now, {})
  const snapshots = createSnapshots(database, settings)
  const runs = createRuns({ database, snapshots, settings, now, connect: createConnect(connection), onFinished: async () => {}, onError: error => t.comment(error) })
  t.teardown(async () => {
    await runs.close()
    await undo()
    await simulator.close()
  })
  const verify = createVerifier({ tenants: [tenantId], audience: clientId, authority })
  const signedIn = async (person: string): Promise<Caller> => {
    const assertion = await simulator.tokenFor(person)
    return { operator: await verify(assertion), assertion }
  }
  const [reader, somebody] = [await signedIn(ids.admin), await signedIn(ids.reader)]
  return {
    tenantId, simulator,
    /** Reads the tenant, and answers what has drifted. */
    async read() {
      const { id } = await runs.start(reader, 'hand')
      t.match(await runs.settled(reader, id, { milliseconds: 20_000, signal }), { state: 'finished' })
      return (await snapshots.latest(tenantId))?.analysis.findings.filter(({ kind }) => kind === 'drift')
    },
    /** Somebody changes the policy past Lacuna. */
    async patch(body: object): Promise<void> {
      const { accessToken } = await createChangeGraph(connection, { ownReader: false }).tokenOf(somebody)
      const { status } = await fetch(`https://graph.microsoft.com/beta/identity/conditionalAccess/policies/${ids.mfaPolicy}`, {
        method: 'PATCH', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(body)
      })
      t.equal(status, 204)
    }
  }
}

onEachDatabase(async (t, database) => {
  await t.test('a policy that somebody changed after its change was applied is told at the next reading, with who, when and what', async t => {
    const { tenantId, simulator, read, patch } = await readTenant(t, database)
    const standing = simulator.state.collections.policies.list().find(({ id }) => id === ids.mfaPolicy)
    const body: GraphBody = { ...standing, displayName: String(standing?.['displayName']) }
    const change = appliedChange({ kind: 'patchPolicy', target: ids.mfaPolicy, objectId: ids.mfaPolicy, body, writtenAt: simulator.state.now().toISOString() })
    await inTenant(database, tenantId, tenant => insertChange(tenant, change, 'a submission'))
    t.strictSame(await read(), [], 'it stands as it was left')

    await patch({ state: 'disabled' })
    const told = await read()
    t.match(told, [{
      policies: [ids.mfaPolicy], summary: /by `rhea@tiny.example` at \d{4}-/,
      drift: { change: change.id, by: 'rhea@tiny.example', at: String, differences: [{ member: 'state', added: ['`disabled`'] }] }
    }])
    t.strictSame(await read(), told, 'and at the one after, though the audit log is then asked of later times only')

    await patch({ state: body['state'] })
    t.strictSame(await read(), [], 'it agrees again')
    const trail = await inTenant(database, tenantId, tenant => readAudit(tenant, 0, 100))
    t.match(trail, [{ action: 'drift', subject: `change ${change.id}`, detail: { members: ['state'] } }])
    t.notMatch(JSON.stringify(trail), /rhea/)
  })
})
