import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { claimsFrom } from './claims-request.ts'
import { signedIn, type LoginContext } from './context.ts'
import { queryOf } from './fields.ts'
import { findPerson } from './people.ts'
import type { Resource } from './registrations.ts'
import { readScope, resourceAddress } from './scopes.ts'
import type { TokenAnswer } from './tokens.ts'

const clientNames = ['console', 'copilot'] as const
export type ClientName = (typeof clientNames)[number]

export interface DemoRequest {
  /** One of the people, or a user's object id or principal name. */
  readonly person: string
  readonly client: ClientName
  /** `graph` gives a look at what stands in the tenant, as Lacuna could have it in the person's name; Lacuna's API when left out. */
  readonly resource?: Resource
  /** Scopes without their resource's address; those that fit the person when left out. */
  readonly scope?: string
  /** As the `claims` parameter of a request. */
  readonly claims?: string
}

/** Eight hours. */
const demoLifetime = 28_800

/** The scopes in effect: who is there to read asks for no more, and of Graph nobody does. */
function scopeOf({ person, client, resource, scope }: DemoRequest, { registrations }: LoginContext): string {
  if (scope !== undefined) return scope
  if (resource === 'graph') return 'Policy.Read.All'
  return (person === 'reader' ? ['Lacuna.Read'] : registrations[client].granted.lacuna.delegated).join(' ')
}

/** A token for Lacuna's API without a sign-in; undefined where the tenant has no such person. */
export async function demoToken(context: LoginContext, request: DemoRequest): Promise<TokenAnswer | undefined> {
  const user = findPerson(context.state, context.people, request.person)
  if (user === undefined) return undefined
  const { registrations } = context
  const { resource = 'lacuna' } = request
  const names = scopeOf(request, context).split(/[ ,]+/).filter((name) => name !== '')
  const asked = readScope(names.map((name) => `${resourceAddress(resource, registrations)}/${name}`).join(' '), registrations)
  return context.tokens.forPerson({
    user: signedIn(context, user.id), client: registrations[resource === 'graph' ? 'lacuna' : request.client], asked, seconds: demoLifetime, extra: claimsFrom(request.claims),
  })
}

/** Why there is no such person. */
export function noSuchPerson({ people }: LoginContext, person: string): string {
  const there = Object.keys(people).map((name) => `\`${name}\``).join(', ')
  return `the tenant has nobody for \`${person}\`; ask for ${there === '' ? 'a user by id, as nobody here holds a role' : there}`
}

/** Creates what the service reads from its environment to run against this simulator; the key is drawn once. */
export function createEnvironment({ state, registrations }: LoginContext): () => Record<string, string> {
  const key = randomBytes(32).toString('base64')
  return () => ({
    TENANTS: state.tenantId, CLIENT_ID: registrations.lacuna.clientId, CLIENT_SECRET: registrations.lacuna.secret,
    AUTHORITY: 'https://login.microsoftonline.com', DECIDING_CLIENTS: registrations.console.clientId, ENCRYPTION_KEY: key,
  })
}

/** From this machine, by a name of this machine: what a page elsewhere cannot make a browser ask. */
function isLocal({ ip, headers }: FastifyRequest): boolean {
  return ['127.0.0.1', '::ffff:127.0.0.1', '::1'].includes(ip) && /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(headers.host ?? '')
}

/** Shortcuts of the demo: tokens without a sign-in, the environment of the service, what its people would declare. Only for this machine. */
export function addDemo(app: FastifyInstance, context: LoginContext, environment: () => Record<string, string>): void {
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!isLocal(request)) await reply.status(404).send({ error: 'not_found', error_description: 'the demo answers the machine it runs on only' })
  }
  app.get('/demo/environment', { onRequest }, environment)
  app.get('/demo/settings', { onRequest }, () => context.state.single('settings') ?? {})
  app.get('/demo/token', { onRequest }, async ({ url }, reply) => {
    const { person = 'admin', client: clientName = 'console', resource, scope, claims } = queryOf(url)
    const client = clientNames.find((name) => name === clientName)
    if (client === undefined) return reply.status(400).send({ error: 'invalid_request', error_description: `\`client\` must be one of ${clientNames.join(', ')}` })
    const answer = await demoToken(context, { person, client, ...(resource === 'graph' ? { resource } : {}), ...(scope === undefined ? {} : { scope }), ...(claims === undefined ? {} : { claims }) })
    if (answer === undefined) return reply.status(404).send({ error: 'not_found', error_description: noSuchPerson(context, person) })
    return reply.header('cache-control', 'no-store').send(answer)
  })
}
