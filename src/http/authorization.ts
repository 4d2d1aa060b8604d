import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { Operator } from '#src/domain/operator.ts'
import type { Needs } from '#src/skills/needs.ts'
import type { Caller, DecidingPorts } from '#src/skills/ports.ts'
import type { Verifier } from './authentication.ts'
import { contextClaims } from './challenge.ts'
import { problems } from './problems.ts'
import { signalOf } from './signals.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the operation asks of its caller; `token` where that shows only later. A route without it does not start the service. */
    needs?: Needs | 'nothing' | 'token'
    /** What some bodies ask for besides. */
    further?: (body: unknown) => Needs | undefined
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** Who may decide: the clients, the authentication context if one is asked for, and whether guests may. */
export interface DecidingRules {
  readonly clients: readonly string[]
  readonly context?: string
  readonly guests: boolean
}

export interface AuthorizationOptions {
  readonly verifier: Verifier
  readonly deciding: Pick<DecidingPorts, 'rolesNow'>
  readonly rules: DecidingRules
}

/** Refuses, at registration, a route that does not declare what it needs. */
export function requireDeclaration({ config, method, url }: RouteOptions): void {
  if (config?.needs !== undefined) return
  throw new Error(`the operation \`${String(method)} ${url}\` does not declare what it needs: add \`config: { needs }\``)
}

/** Throws unless the operator's token opens an operation with these needs; deciding has its own rules on top. */
export function authorize(operator: Operator, needs: Needs, rules: DecidingRules): void {
  if (operator.kind === 'application') {
    if (needs.applicationRole === undefined) throw problems.personNeeded()
    if (!operator.roles.includes(needs.applicationRole)) throw problems.applicationRoleMissing(needs.applicationRole)
    return
  }
  if (!operator.scopes.includes(needs.scope)) throw problems.scopeMissing(needs.scope)
  if (!holdsOne(operator.directoryRoles, needs)) throw problems.roleMissing()
  if (needs.scope === 'Lacuna.Decide') authorizeDecision(operator, rules)
}

function holdsOne(held: readonly string[], needs: Needs): boolean {
  return held.some(role => needs.roles.includes(role.toLowerCase()))
}

function authorizeDecision(operator: Operator, { clients, context, guests }: DecidingRules): void {
  if (!clients.some(id => id.toLowerCase() === operator.clientId)) throw problems.clientRefused(operator.clientId)
  if (operator.isGuest && !guests) throw problems.guestRefused()
  if (context === undefined || operator.authenticationContexts.includes(context)) return
  throw Object.assign(problems.contextNeeded(), { claims: contextClaims(context) })
}

function tokenOf(request: FastifyRequest): string {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw problems.tokenMissing()
  return token
}

/** The caller of an operation behind authentication. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('the operation was reached without authentication')
  return request.caller
}

/** Verifies the token of every request, and that it opens the operation; for deciding, also by the roles held now. */
export function addAuthorization(app: FastifyInstance, { verifier, deciding, rules }: AuthorizationOptions): void {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async request => {
    const { needs } = request.routeOptions.config
    if (needs === 'nothing') return
    const assertion = tokenOf(request)
    const operator = await verifier(assertion)
    if (needs === undefined) throw problems.notFound('operation at this address')
    if (needs !== 'token') authorize(operator, needs, rules)
    request.caller = { operator, assertion }
  })
  app.addHook('preHandler', async request => {
    const { needs, further } = request.routeOptions.config
    if (needs === undefined || typeof needs === 'string') return
    const more = further?.(request.body)
    if (more !== undefined) authorize(callerOf(request).operator, more, rules)
    const decides = [needs, more].find(one => one?.scope === 'Lacuna.Decide')
    if (decides === undefined) return
    if (!holdsOne(await deciding.rolesNow(callerOf(request), signalOf(request)), decides)) throw problems.roleMissing()
  })
}
