import { test } from 'tap'
import { Memory, memoryPorts } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'

test('a request under way is answered before the service closes', async t => {
  const arrived = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const memory = new Memory()
  const { app, token } = await startService({
    ports: {
      ...memoryPorts(memory),
      async snapshot() {
        arrived.resolve()
        await released.promise
        return memory.snapshot
      }
    }
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const answer = fetch(`${address}/v1/skills/suggestions`, { headers: { authorization: `Bearer ${await token()}` } })
  await arrived.promise
  const closed = app.close()
  released.resolve()
  t.match(await (await answer).json(), { status: 'noSnapshot' })
  await t.resolves(closed)
  await t.rejects(fetch(`${address}/health`), 'and no other is taken')
})
