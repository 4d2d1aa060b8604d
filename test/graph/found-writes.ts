import { test } from 'tap'
import { isCreation } from '#src/domain/write.ts'
import { clientWith, instantTiming, served } from '#test/fixtures/graph-client.ts'
import { played } from '#test/fixtures/graph-exchange.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, newGroup, newLocation, newPolicy, writeCases, writeOf, writer, type WriteCase } from '#test/fixtures/writes.ts'

const graph = 'https://graph.microsoft.com'

for (const { write, prepare } of writeCases) {
  test(`a reader that lags behind ${write.kind} sees what was before, and then what is after`, async t => {
    let time = Date.parse('2026-04-01T12:00:00Z')
    const { client, simulator } = await served(t, smallTenant(), { claims: writer, clock: () => new Date(time) })
    const { write: send, look } = accessOf(client)
    if (prepare !== undefined) await send(prepare)
    simulator.faults.add({ kind: 'lagging', milliseconds: 30_000 })
    const answer = await send(write)
    const id = 'written' in answer ? answer.written : null
    t.strictSame(await look(write, id), { stands: 'before', id })
    if (isCreation(write.kind)) t.strictSame(await look(write), { stands: 'before', id: null })
    time += 30_001
    t.strictSame(await look(write, id), { stands: 'after', id })
  })
}

const searched: readonly (readonly [string, WriteCase['write'], WriteCase['write']])[] = [
  ['policy', writeOf('createPolicy', newPolicy), writeOf('createPolicy', { ...newPolicy, state: 'disabled' })],
  ['named location', writeOf('createNamedLocation', newLocation), writeOf('createNamedLocation', { ...newLocation, isTrusted: true })],
  ['group', writeOf('createGroup', newGroup), writeOf('createGroup', { ...newGroup, 'members@odata.bind': [] })],
  ['group that can hold roles', writeOf('createGroup', newGroup), writeOf('createGroup', { ...newGroup, isAssignableToRole: true })]
]

for (const [name, made, other] of searched) {
  test(`a ${name} without its id is found by all that it says, and only if it is young enough`, async t => {
    const created = new Date('2026-04-01T12:00:00.700Z')
    const { client, simulator } = await served(t, smallTenant(), { claims: writer, clock: () => created })
    const { write, look } = accessOf(client)
    await write(made)
    t.match(await look(made, null, new Date('2026-04-01T12:00:00.500Z')), { stands: 'after', id: String })
    t.strictSame(await look(made, null, new Date('2026-04-01T12:00:01.000Z')), { stands: 'before', id: null }, 'older than the write')
    t.strictSame(await look(other), { stands: 'before', id: null }, 'another content')
    t.ok(simulator.log.exchanges().every(({ status }) => status < 400))
  })
}

const crowd = Array.from({ length: 3000 }, (_, index) => `22222222-0000-4000-8000-1${String(index).padStart(11, '0')}`)
const large = smallTenant({ groups: [{ id: ids.outer, displayName: 'Everybody', groupTypes: [], members: [...crowd, ids.guest], owners: [] }] })
const joining = writeOf('addGroupMembers', { displayName: 'Everybody', members: [...crowd.slice(0, 19), ids.guest] }, { target: ids.outer })

test('looking for members of a large group asks for those alone', async t => {
  const { client, simulator, violations } = await served(t, large, { claims: writer })
  t.strictSame(await accessOf(client).look(joining), { stands: 'after', id: ids.outer })
  const answered = simulator.log.exchanges().map(({ responseBody }) => Object(responseBody)['value'])
  t.strictSame(answered.map(list => Array.isArray(list) && list.length), [15, 5])
  t.strictSame(violations(), [])
})

test('where Graph will not pick out members they are read until all are found', async t => {
  const next = `${graph}/beta/groups/${ids.outer}/members?$skiptoken=two`
  const asked = played(t, graph, [
    { status: 400, body: { error: { code: 'Request_UnsupportedQuery', message: 'no' } } },
    { status: 200, body: { value: [{ id: ids.admin }], '@odata.nextLink': next } }, { status: 200, body: { value: [{ id: ids.guest.toUpperCase() }], '@odata.nextLink': next } }
  ])
  const { look } = accessOf(clientWith(instantTiming()))
  t.strictSame(await look(writeOf('removeGroupMember', { displayName: 'Everybody', members: [ids.guest] }, { target: ids.outer })), { stands: 'before', id: ids.outer })
  t.equal(asked.length, 3, 'the second page holds it, and a third is not asked for')
})

test('whether a created group has just the members that were sent does not need all of what it has', async t => {
  const { client, simulator } = await served(t, large, { claims: writer })
  const sent = writeOf('createGroup', { displayName: 'Everybody', mailEnabled: false, mailNickname: '', securityEnabled: false, 'members@odata.bind': [] })
  t.strictSame(await accessOf(client).look(sent, ids.outer), { stands: 'neither', id: ids.outer })
  t.equal(simulator.log.exchanges().length, 2, 'the group, and one page of its members')
})
