import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'

/** Where log lines go; standard output unless told. */
export interface LogOptions {
  readonly level: string
  readonly stream?: { write(line: string): void }
}

/** A request is logged by its route, never by its address: queries and paths may name people. Tokens are left out. */
export function loggerOf({ level, stream }: LogOptions): Exclude<FastifyServerOptions['logger'], undefined> {
  return {
    level, ...(stream === undefined ? {} : { stream }),
    redact: ['req.headers', 'headers.authorization', 'headers.cookie', '*.assertion', '*.accessToken'],
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url }),
      res: (reply: Pick<FastifyReply, 'statusCode'>) => ({ statusCode: reply.statusCode })
    }
  }
}
