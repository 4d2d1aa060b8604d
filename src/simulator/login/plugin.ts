import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { createCodeFlow } from './code-flow.ts'
import { checkTenant, type LoginContext } from './context.ts'
import { addDemo } from './demo.ts'
import { addDiscovery } from './discovery.ts'
import { queryOf, readFields, type Fields } from './fields.ts'
import { grant } from './grants.ts'
import { errorBody, LoginError } from './login-error.ts'
import { addSignInPage } from './sign-in-page.ts'

/** The id by which the caller knows the exchange: MSAL sends it in the header or in the address. */
function correlationId({ headers, url }: FastifyRequest): string {
  const header = headers['client-request-id']
  const given = typeof header === 'string' ? header : queryOf(url)['client-request-id']
  return given !== undefined && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
}

interface TokenRequest {
  readonly Params: { tenant: string }
  /** Empty where the request has no body. */
  readonly Body: Fields | undefined
}

/** The routes of the login service and of the demo. Refusals are in Entra's form. */
export function createLoginPlugin(context: LoginContext, environment: () => Record<string, string>): FastifyPluginAsync {
  return async (app) => {
    const codeFlow = createCodeFlow(context)
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
      done(null, readFields(String(body)))
    })
    app.setErrorHandler((error, request, reply) => {
      if (!(error instanceof LoginError)) throw error
      return reply.status(error.details.status ?? 400).send(errorBody(error, correlationId(request), context.state.now()))
    })
    addDiscovery(app, context)
    addSignInPage(app, context, codeFlow)
    addDemo(app, context, environment)
    app.post<TokenRequest>('/:tenant/oauth2/v2.0/token', async ({ params, body, headers }, reply) => {
      checkTenant(context, params.tenant)
      return reply.header('cache-control', 'no-store').send(await grant(context, codeFlow, body ?? {}, headers.authorization))
    })
  }
}
