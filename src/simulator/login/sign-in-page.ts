import type { FastifyInstance, FastifyReply } from 'fastify'
import { textAt } from '../json.ts'
import { checkSignIn, readSignIn, type CodeFlow } from './code-flow.ts'
import { checkTenant, type LoginContext } from './context.ts'
import { needed, queryOf, type Fields } from './fields.ts'
import { LoginError } from './login-error.ts'
import { findPerson, type People } from './people.ts'

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`
}

/** Each person is a link to the same request with the choice made. */
function choices(people: People, fields: Fields): string {
  const items = Object.entries(people).map(([name, user]) => {
    const query = new URLSearchParams({ ...fields, person: name }).toString()
    const words = `${textAt(user, 'displayName') ?? user.id} (${textAt(user, 'userPrincipalName') ?? ''}): ${name}`
    return `<li><a href="choose?${escaped(query)}">${escaped(words)}</a></li>`
  })
  return `<p>This is the simulator's sign-in. Nobody asks for a password.</p><ul>${items.join('')}</ul>`
}

function backTo(reply: FastifyReply, redirectUri: string, parameters: Readonly<Record<string, string | undefined>>): FastifyReply {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value)
  return reply.redirect(url.href, 302)
}

interface Visit {
  readonly Params: { tenant: string }
}

/** The page on which one picks one of the demo's people, and what follows the choice. */
export function addSignInPage(app: FastifyInstance, context: LoginContext, codeFlow: CodeFlow): void {
  const { registrations, people, state } = context

  /** Answers by `proceed` where the request is fit; tells the client, or else the person, what is wrong with it. */
  async function visited(reply: FastifyReply, tenant: string, fields: Fields, proceed: (fields: Fields) => string | FastifyReply): Promise<FastifyReply> {
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
    let redirectUri: string | undefined
    try {
      checkTenant(context, tenant)
      const request = readSignIn(fields, registrations)
      redirectUri = request.redirectUri
      checkSignIn(fields, request.client, registrations)
      const answer = proceed(fields)
      return typeof answer === 'string' ? await reply.send(answer) : answer
    } catch (error) {
      if (!(error instanceof LoginError)) throw error
      if (redirectUri === undefined) return reply.status(400).send(page('Sign-in is not possible', `<p>${escaped(error.message)}</p>`))
      return backTo(reply, redirectUri, { error: error.error, error_description: error.message, state: fields['state'] })
    }
  }

  app.get<Visit>('/:tenant/oauth2/v2.0/authorize', ({ params, url }, reply) => visited(reply, params.tenant, queryOf(url), (fields) => page('Pick an account', choices(people, fields))))
  app.get<Visit>('/:tenant/oauth2/v2.0/choose', ({ params, url }, reply) => visited(reply, params.tenant, queryOf(url), (fields) => {
    const user = findPerson(state, people, fields['person'] ?? '')
    if (user === undefined) throw new LoginError('access_denied', 50034, 'The user account does not exist in the directory.')
    return backTo(reply, needed(fields, 'redirect_uri'), { code: codeFlow.issue(fields, user.id), state: fields['state'] })
  }))
}
