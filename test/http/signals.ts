import { test } from 'tap'
import { Memory, memoryPorts } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'

const json = { 'content-type': 'application/json' }

test('a call with a body goes on while its caller waits', async t => {
  const seen: boolean[] = []
  const memory = new Memory()
  const { app, token } = await startService({
    ports: {
      ...memoryPorts(memory),
      async snapshot(_caller, signal) {
        await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
        seen.push(signal.aborted)
        return memory.snapshot
      }
    }
  })
  t.teardown(() => app.close())
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const answer = await fetch(`${address}/v1/skills/sign-ins/evaluate`, {
    method: 'POST', headers: { ...json, authorization: `Bearer ${await token()}` }, body: JSON.stringify({ user: 'a', app: 'b' })
  })
  t.match(await answer.json(), { status: 'noSnapshot' })
  t.strictSame(seen, [false])
})

test('when the caller has gone, what was begun stops', async t => {
  const arrived = Promise.withResolvers<AbortSignal>()
  const { app, token } = await startService({
    ports: {
      ...memoryPorts(new Memory()),
      async snapshot(_caller, signal) {
        arrived.resolve(signal)
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      }
    }
  })
  t.teardown(() => app.close())
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const caller = new AbortController()
  const answer = fetch(`${address}/v1/skills/suggestions`, { headers: { authorization: `Bearer ${await token()}` }, signal: caller.signal })
  const signal = await arrived.promise
  t.notOk(signal.aborted)
  const stopped = new Promise(resolve => {
    signal.addEventListener('abort', resolve)
  })
  caller.abort()
  await t.rejects(answer)
  await stopped
  t.ok(signal.aborted)
})
