import { createHash } from 'node:crypto'
import { test, type Test } from 'tap'
import type { Write } from '#src/domain/write.ts'
import { createChangeGraph } from '#src/graph/change-graph.ts'
import { createPace } from '#src/graph/pace.ts'
import { createIdentity } from '#src/graph/token.ts'
import { requirements } from '#src/requirements/all.ts'
import { routeTo } from '#src/simulator/routing.ts'
import { startSimulator } from '#src/simulator/server.ts'
import { baseOf } from '#src/tenant/base.ts'
import { collected, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { guardedTenant } from '#test/fixtures/guarded-tenant.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, past, writeCases, writeOf } from '#test/fixtures/writes.ts'

async function changeGraph(t: Test, options: { ownReader: boolean }, applicationPermissions: readonly string[] = []) {
  const simulator = await startSimulator({ tenant: guardedTenant(), applicationPermissions })
  const undo = routeTo(simulator.port)
  t.teardown(async () => {
    await undo()
    await simulator.close()
  })
  const { clientId, secret } = simulator.registrations.lacuna
  const identity = createIdentity({ clientId, credential: { secret }, authority: 'https://login.microsoftonline.com' })
  const graph = createChangeGraph({ identity, pace: createPace(instantTiming()) }, options)
  return { simulator, graph, presented: async (person: string) => ({ operator: { tid: ids.tenant, kind: 'person' as const }, assertion: await simulator.tokenFor(person) }) }
}

const signal = new AbortController().signal
const clientRequestId = '0b8e3a1c-6d7f-4a57-9d3e-2f4e5a6b7c8d'

test('every template, created with an approver\'s token, stands as it was sent, to the application itself too', async t => {
  const { simulator, graph, presented } = await changeGraph(t, { ownReader: true })
  const { accessToken, expiresAt } = await graph.tokenOf(await presented('admin'))
  t.ok(expiresAt.getTime() > Date.now())
  const access = graph.as(ids.tenant, accessToken)
  for (const { id, template } of requirements) {
    const answer = await access.write(writeOf('createPolicy', template), { clientRequestId, signal })
    const made = 'written' in answer ? answer.written : null
    t.strictSame(await access.look(writeOf('createPolicy', template), { id: made, since: past }, signal), { stands: 'after', id: made }, id)
    t.match(await access.look(writeOf('createPolicy', { ...template, state: 'enabled' }), { id: made, since: past }, signal), { stands: 'neither' }, `${id} in another state`)
    t.match(await graph.reader(ids.tenant)?.look(writeOf('createPolicy', template), { id: null, since: past }, signal), { stands: 'after' }, `${id} found by the application`)
  }
  const writes = simulator.log.exchanges().filter(({ method }) => method === 'POST')
  t.equal(writes.length, requirements.length)
  t.ok(writes.every(({ headers }) => headers['client-request-id'] === clientRequestId))
})

test('the application looks for writes only where that is wanted, and may not write itself', async t => {
  const { graph } = await changeGraph(t, { ownReader: false })
  t.equal(graph.reader(ids.tenant), undefined)
  const own = await changeGraph(t, { ownReader: true })
  for (const { write } of writeCases) t.match(await own.graph.reader(ids.tenant)?.write(write, { clientRequestId, signal }), { refused: { status: 403 } }, write.kind)
})

test('for an application the service writes with its own identity, where it has one, and only what Graph lets that one write', async t => {
  const application = { operator: { tid: ids.tenant, kind: 'application' as const }, assertion: 'none' }
  const without = await changeGraph(t, { ownReader: false })
  await t.rejects(without.graph.tokenOf(application), /no identity of its own/)
  const body = requirements[0]?.template
  if (body === undefined) return void t.fail('no requirement')
  const written = async (permissions: readonly string[], state: string): Promise<unknown> => {
    const { graph } = await changeGraph(t, { ownReader: true }, permissions)
    const { accessToken } = await graph.tokenOf(application)
    return graph.as(ids.tenant, accessToken).write(writeOf('createPolicy', { ...body, state }), { clientRequestId, signal })
  }
  t.match(await written([], 'enabledForReportingButNotEnforced'), { refused: { status: 403 } }, 'without the permission nothing')
  t.match(await written(['Policy.Create.ConditionalAccessRO'], 'enabledForReportingButNotEnforced'), { written: String })
  t.match(await written(['Policy.Create.ConditionalAccessRO'], 'enabled'), { refused: { status: 403 } })
})

test('the roles of the approver are those held now, through a group too', async t => {
  const { graph, presented } = await changeGraph(t, { ownReader: false })
  t.ok((await graph.rolesOf(await presented('admin'), signal)).length > 0)
  const throughGroup = await graph.rolesOf(await presented(ids.people[2] ?? ''), signal)
  t.strictSame(throughGroup, ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'])
  t.strictSame(await graph.rolesOf(await presented(ids.people[3] ?? ''), signal), [], 'an eligible role is not held')
})

test('the base of every kind of write is the same for the tenant as it was collected and for Graph as it stands', async t => {
  const { client } = await served(t, smallTenant())
  const { tenant } = await collected(client)
  const standing = { policies: tenant.policies.map(({ raw }) => raw), namedLocations: tenant.locations ?? [] }
  for (const { write } of writeCases) t.equal(hash(await accessOf(client).base(write)), hash(baseOf(write, standing)), write.kind)
})

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const patch: Write = writeOf('patchPolicy', { displayName: 'Other' }, { target: ids.mfaPolicy, patch: { displayName: 'Other' } })

test('a policy that is written elsewhere changes the base', async t => {
  const { client } = await served(t, smallTenant())
  const { base, write } = accessOf(client)
  const before = await base(patch)
  await write(writeOf('setPolicyState', { displayName: 'Passkeys', state: 'disabled' }, { target: ids.strengthPolicy }))
  t.not(await base(patch), before)
})

test('the state holds the policies and the named locations as Graph shows them', async t => {
  const { client } = await served(t, smallTenant())
  const { policies, namedLocations } = await accessOf(client).state()
  t.match(policies, [{ id: ids.mfaPolicy, displayName: 'MFA for everyone' }, { id: ids.strengthPolicy }])
  t.strictSame(namedLocations.map(location => Object(location)['id']), [ids.office, ids.unused, ids.country, ids.network])
})
