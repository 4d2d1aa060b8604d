import { connect } from 'node:net'
import { Agent, buildConnector, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { graphHosts, loginHosts } from './listen.ts'

const local = ['127.0.0.1', 'localhost']

/**
 * Makes every `fetch` of this process to Microsoft's hosts reach the simulator on this port, though the addresses say https. Hosts other
 * than these and this machine are refused. Answers how to undo it: the dispatcher before is back and the connections are closed.
 */
export function routeTo(port: number): () => Promise<void> {
  const routed = [...graphHosts, ...loginHosts]
  const direct = buildConnector({})
  const before = getGlobalDispatcher()
  const agent = new Agent({
    connect(target, callback) {
      if (local.includes(target.hostname)) return direct(target, callback)
      if (!routed.includes(target.hostname)) return callback(new Error(`\`${target.hostname}\` is not routed; the simulator plays ${routed.join(', ')} only`), null)
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null))
    },
  })
  setGlobalDispatcher(agent)
  return async () => {
    setGlobalDispatcher(before)
    await agent.destroy()
  }
}
