import { test } from 'tap'
import { served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, newGroup, newPolicy, writeCases, writeOf, writer } from '#test/fixtures/writes.ts'

const creation = writeOf('createPolicy', newPolicy)

for (const { write, prepare } of writeCases) {
  const { kind, target } = write
  test(`${kind} is one request that Graph knows, and its answer tells the object`, async t => {
    const { client, simulator, violations } = await served(t, smallTenant(), { claims: writer })
    const { write: send } = accessOf(client)
    if (prepare !== undefined) t.match(await send(prepare), { written: String })
    const before = simulator.log.exchanges().length
    const answer = await send(write, '4a1c2b3d-0000-4000-8000-000000000001')
    t.match(answer, { written: target ?? /^[0-9a-f-]{36}$/ })
    const [exchange, ...others] = simulator.log.exchanges().slice(before)
    t.strictSame(others, [])
    t.equal(exchange?.headers['client-request-id'], '4a1c2b3d-0000-4000-8000-000000000001')
    t.strictSame(violations(), [])
    t.match(simulator.state.collections.directoryAudits.latest().at(-1), { correlationId: '4a1c2b3d-0000-4000-8000-000000000001' })
  })

  test(`${kind} is refused to who may not, and nothing changes`, async t => {
    const { client, simulator } = await served(t, smallTenant(), { claims: { ...writer, oid: ids.reader } })
    const { write: send } = accessOf(client)
    const untouched = JSON.stringify(simulator.state.document())
    t.match(await send(write), { refused: { status: 403 } })
    t.equal(JSON.stringify(simulator.state.document()), untouched)
  })
}

test('a write that Graph refuses is refused with its code, and one that is throttled is not sent again', async t => {
  const { client, simulator } = await served(t, smallTenant(), { faults: [{ kind: 'throttled', times: 1 }] })
  const { write } = accessOf(client)
  t.match(await write(creation), { refused: { status: 429, code: 'TooManyRequests' } })
  t.match(await write(writeOf('createPolicy', { ...newPolicy, state: 'sometimes' })), { refused: { status: 400 } })
  t.match(await write(writeOf('deletePolicy', newPolicy, { target: ids.signIn })), { refused: { status: 404 } })
  t.equal(simulator.state.collections.policies.size, 2)
})

test('a group is made inside the administrative unit that it names, which is not among what is sent', async t => {
  const roleAssignments = [{ id: 'a1', principalId: ids.admin, roleDefinitionId: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', directoryScopeId: `/administrativeUnits/${ids.restrictedUnit}` }]
  const { client, simulator } = await served(t, smallTenant({ roleAssignments }), { claims: writer })
  const { write, look } = accessOf(client)
  const inUnit = writeOf('createGroup', { ...newGroup, administrativeUnit: ids.restrictedUnit })
  t.match(await look(inUnit), { stands: 'before', id: null })
  t.match(await write(inUnit), { written: String })
  const exchange = simulator.log.exchanges().findLast(({ method }) => method === 'POST')
  t.match(exchange, { url: new RegExp(`/beta/directory/administrativeUnits/${ids.restrictedUnit}/members$`), requestBody: { '@odata.type': '#microsoft.graph.group', displayName: newGroup.displayName } })
  t.notOk(Object.hasOwn(Object(exchange?.requestBody), 'administrativeUnit'))
  const found = await look(inUnit)
  t.match(found, { stands: 'after', id: String })
  t.match(simulator.state.collections.groups.current(found.id ?? ''), { isManagementRestricted: true })
  t.match(await write(writeOf('createGroup', newGroup)), { refused: { status: 403 } }, 'a role in a unit makes no group outside it')
})

test('a write that is put together wrongly is not sent', async t => {
  const { client, simulator } = await served(t, smallTenant())
  const { write } = accessOf(client)
  const inner = { displayName: 'Inner', members: [ids.guest, ids.admin] }
  await t.rejects(write(writeOf('deletePolicy', newPolicy)), /needs a target/)
  await t.rejects(write(writeOf('patchPolicy', newPolicy, { target: ids.mfaPolicy })), /needs a patch/)
  await t.rejects(write(writeOf('removeGroupMember', inner, { target: ids.inner })), /about one member/)
  await t.rejects(write(writeOf('addGroupMembers', { ...inner, members: [] }, { target: ids.inner })), /1 to 20 members/)
  await t.rejects(write(writeOf('addGroupMembers', { ...inner, members: Array.from({ length: 21 }, () => ids.guest) }, { target: ids.inner })), /1 to 20 members/)
  t.strictSame(simulator.log.exchanges(), [])
})
