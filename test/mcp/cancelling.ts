import { test } from 'tap'
import { Memory, memoryPorts } from '#test/fixtures/memory-ports.ts'
import { callTool, send, startMcp } from '#test/fixtures/mcp.ts'

/** Ports at which every reading waits until it is given up; how many wait, and how many were. */
function waiting() {
  const state = { begun: 0, givenUp: 0 }
  const changed = new EventTarget()
  const count = (key: keyof typeof state): void => {
    state[key]++
    changed.dispatchEvent(new Event('changed'))
  }
  const ports = {
    ...memoryPorts(new Memory()),
    snapshot: (_caller: unknown, signal: AbortSignal) => new Promise<undefined>((_, reject) => {
      count('begun')
      signal.addEventListener('abort', () => {
        count('givenUp')
        reject(new Error('given up'))
      })
    })
  }
  return {
    ports, state,
    reached: (key: keyof typeof state, number: number) => new Promise<void>(resolve => {
      const look = (): void => void (state[key] >= number && resolve())
      changed.addEventListener('changed', look)
      look()
    })
  }
}

test('a call that its client cancels is given up in the service, and no other', async t => {
  const { ports, state, reached } = waiting()
  const { client, lines } = await startMcp(t, { ports })
  const [one, other] = [await client(), await client()]
  const [cancelling, leaving] = [new AbortController(), new AbortController()]
  const calls = [callTool(one, 'ListRequirements', {}, cancelling), callTool(other, 'ListRequirements', {}, leaving)]
  const outcomes = Promise.allSettled(calls)
  await reached('begun', 2)
  cancelling.abort('enough')
  await reached('givenUp', 1)
  t.same(state, { begun: 2, givenUp: 1 }, 'both have the same number, each in its own session')
  leaving.abort('enough')
  await reached('givenUp', 2)
  t.same((await outcomes).map(({ status }) => status), ['rejected', 'rejected'])
  t.notOk(lines.some(line => line.includes('request failed')), 'which is no failure')
})

test('nobody cancels what another caller asked for, or asked for in another session', async t => {
  const { ports, state, reached } = waiting()
  const { url, token, client } = await startMcp(t, { ports })
  const post = async (body: object, session: string, claims = {}) => send(url, await token(claims), { jsonrpc: '2.0', ...body }, { 'mcp-session-id': session })
  const call = post({ id: 7, method: 'tools/call', params: { name: 'ListRequirements' } }, 'mine')
  await reached('begun', 1)
  const cancel = { method: 'notifications/cancelled', params: { requestId: 7 } }
  const others = [post(cancel, 'mine', { oid: '77777777-7777-4777-8777-777777777777' }), post(cancel, 'yours'), post({ ...cancel, params: { requestId: '7' } }, 'mine')]
  for (const answer of await Promise.all(others)) t.same([answer.status, await answer.text()], [202, ''])
  await (await client()).ping()
  t.equal(state.givenUp, 0)
  await (await post(cancel, 'mine')).text()
  t.match(await (await call).json(), { id: 7, error: { message: /the call was cancelled/ } })
  t.equal(state.givenUp, 1)
})
