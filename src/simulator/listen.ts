import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** The applications behind one port, told apart by the `Host` header. */
export interface Applications {
  readonly graph: FastifyInstance
  readonly login: FastifyInstance
  readonly control: FastifyInstance
}

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

export const graphHosts = ['graph.microsoft.com']
export const loginHosts = ['login.microsoftonline.com', 'login.microsoft.com', 'login.windows.net', 'sts.windows.net']

/** Requests that name Microsoft's hosts go to what plays them; on any other name `/simulator/` controls, the rest is the login's. */
function applicationFor(request: IncomingMessage, applications: Applications): FastifyInstance {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  if (graphHosts.includes(host)) return applications.graph
  if (loginHosts.includes(host)) return applications.login
  return request.url?.startsWith('/simulator/') === true ? applications.control : applications.login
}

function addressOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port')
  return address.port
}

/** Listens on 127.0.0.1, plain HTTP; port 0 takes a free one. Closing ends open connections. */
export async function listen(applications: Applications, port: number): Promise<Listening> {
  const all = [applications.graph, applications.login, applications.control]
  await Promise.all(all.map((application) => application.ready()))
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    applicationFor(request, applications).routing(request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: addressOf(server),
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      server.closeAllConnections()
      await closed
      await Promise.all(all.map((application) => application.close()))
    },
  }
}
