import { test } from 'tap'
import { isCreation } from '#src/domain/write.ts'
import { served } from '#test/fixtures/graph-client.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, writeCases, writer } from '#test/fixtures/writes.ts'

for (const { write, prepare, spoil } of writeCases) {
  const { kind, target } = write
  test(`the object of ${kind} stands before, after and as neither`, async t => {
    const { client, simulator, violations } = await served(t, smallTenant(), { claims: writer })
    const { write: send, look } = accessOf(client)
    if (prepare !== undefined) await send(prepare)
    t.strictSame(await look(write), { stands: 'before', id: target })
    const answer = await send(write)
    const id = 'written' in answer ? answer.written : null
    t.strictSame(await look(write, id), { stands: 'after', id })
    if (isCreation(kind)) t.strictSame(await look(write), { stands: 'after', id }, 'found by what it says')
    if (kind.startsWith('delete')) return
    spoil(simulator.state, id ?? '')
    t.strictSame(await look(write, id), { stands: 'neither', id })
    t.strictSame(violations(), [])
  })
}

const lasting = writeCases.filter(({ write: { kind } }) => /^(delete|patch|set|add)/.test(kind))

for (const { write, spoil } of lasting) {
  test(`an object that somebody else changed stands as neither to ${write.kind}`, async t => {
    const { client, simulator } = await served(t, smallTenant(), { claims: writer })
    spoil(simulator.state, write.target ?? '')
    t.strictSame(await accessOf(client).look(write), { stands: 'neither', id: write.target })
  })
}

const needing = writeCases.filter(({ write: { kind } }) => /^(patch|set|add)/.test(kind))

for (const { write } of needing) {
  test(`an object that is gone stands as neither to ${write.kind}`, async t => {
    const { client, simulator: { state } } = await served(t, smallTenant(), { claims: writer })
    for (const collection of [state.collections.policies, state.collections.namedLocations, state.collections.groups]) collection.remove(write.target ?? '')
    t.strictSame(await accessOf(client).look(write), { stands: 'neither', id: write.target })
  })
}

test('a refusal to read is no answer to how an object stands', async t => {
  const { client } = await served(t, smallTenant(), { faults: [{ kind: 'forbidden' }] })
  for (const { write } of writeCases) await t.rejects(accessOf(client).look(write), { name: 'GraphProblem', status: 403 }, write.kind)
})
