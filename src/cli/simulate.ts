import { once } from 'node:events'
import { startSimulator } from '#src/simulator/server.ts'
import { argumentsOf, numberOf, pathOf, say, Unusable } from './terminal.ts'

/** `lacuna simulate`: serves until it is told to end (SIGINT, SIGTERM). */
export async function simulate(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { port: { type: 'string', default: '0' } })
  const path = pathOf(positionals, 'TENANT')
  const simulator = await startSimulator({ tenant: path, port: numberOf(values.port, 'port') }).catch((error: unknown) => {
    throw new Unusable(`\`${path}\` cannot be simulated: ${error instanceof Error ? error.message : String(error)}`)
  })
  say(`simulating Microsoft Graph and the login on http://127.0.0.1:${simulator.port}`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await simulator.close()
  return 0
}
