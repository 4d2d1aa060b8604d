import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { getHeapStatistics } from 'node:v8'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { skills } from '#src/skills/all.ts'
import type { DecidingPorts, Idempotency, Ports } from '#src/skills/ports.ts'
import { addAnalysisRoutes } from './analysis.ts'
import { addAuditRoutes } from './audit.ts'
import type { Verifier } from './authentication.ts'
import { addAuthorization, requireDeclaration, type DecidingRules } from './authorization.ts'
import { addChangeRoutes } from './changes.ts'
import { addComponents } from './components.ts'
import { addDocumentRoutes, addDocuments, type DocumentOptions } from './documents.ts'
import { addDraftRoutes } from './drafts.ts'
import { addHealth } from './health.ts'
import { addIdempotency } from './idempotency.ts'
import { addInstructionRoutes } from './instructions.ts'
import { loggerOf, type LogOptions } from './logging.ts'
import { addMcp, refuseOtherOrigins } from './mcp/endpoint.ts'
import { addResourceMetadata } from './mcp/resource.ts'
import { addPlanRoutes } from './plans.ts'
import { addPolicyRoutes } from './policies.ts'
import { addProblemDetails, problems } from './problems.ts'
import { addRequirementRoutes } from './requirements.ts'
import { addRunRoutes } from './runs.ts'
import { buildSerializer } from './serialization.ts'
import { addSettingsRoutes } from './settings.ts'
import { addSignals } from './signals.ts'
import { addSkillRoutes } from './skills.ts'
import { addSuggestionRoutes } from './suggestions.ts'
import { addUsageRoutes } from './usage.ts'
import { addJsonParser, buildValidator } from './validation.ts'
import { addWhatIf } from './what-if.ts'

/** Everything the service is made of. `ready` says whether what it depends on answers. */
export interface AppOptions {
  readonly ports: Ports
  readonly deciding: DecidingPorts
  readonly idempotency: Idempotency
  readonly verifier: Verifier
  readonly rules: DecidingRules
  readonly documents: DocumentOptions
  readonly log: LogOptions
  readonly trustProxy: boolean
  /** Requests a minute and caller. */
  readonly rateLimit: number
  ready(): Promise<boolean>
}

/**
 * Only memory counts: judging a large tenant holds the process for seconds, the plugin takes an interval without a tick for
 * infinite delay, and one refused skill can abort a whole prompt.
 */
const pressure = { maxHeapUsedBytes: getHeapStatistics().heap_size_limit * 0.95, retryAfter: 5 }

/** The whole service, not yet listening. It cannot be built with validation or authentication off. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: loggerOf(options.log), trustProxy: options.trustProxy,
    genReqId: requestIdOf(options.trustProxy), requestIdHeader: false,
    bodyLimit: 4 * 1024 * 1024, connectionTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 72_000,
    exposeHeadRoutes: false, schemaController: { compilersFactory: { buildValidator, buildSerializer } }
  })
  app.addHook('onRoute', requireDeclaration)
  addSignals(app)
  app.addHook('onSend', async (request, reply) => void reply.header('x-request-id', request.id))
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false,
    directives: { defaultSrc: ['\'none\''], styleSrc: ['\'unsafe-inline\''] } } })
  await app.register(rateLimit, { max: options.rateLimit, timeWindow: 60_000, keyGenerator: callerKey,
    errorResponseBuilder: () => problems.tooMany() })
  addJsonParser(app)
  addProblemDetails(app)
  addComponents(app)
  await addDocuments(app, options.documents)
  addDocumentRoutes(app)
  addResourceMetadata(app, options.documents)
  addHealth(app, async () => options.ready())
  await app.register(async api => addApi(api, options), { prefix: '/v1' })
  await app.register(async tools => addTools(tools, options))
  return app
}

async function addApi(api: FastifyInstance, options: AppOptions): Promise<void> {
  const { ports, deciding } = options
  await addGuards(api, options)
  addIdempotency(api, options.idempotency)
  const typed = api.withTypeProvider<TypeBoxTypeProvider>()
  addSkillRoutes(api, skills, ports)
  addRequirementRoutes(typed, ports)
  addPolicyRoutes(typed, ports)
  addWhatIf(typed, ports)
  addAnalysisRoutes(typed, ports)
  addSuggestionRoutes(typed, { ports, deciding })
  addDraftRoutes(typed, ports)
  addChangeRoutes(typed, { ports, deciding })
  addPlanRoutes(typed, ports)
  addRunRoutes(typed, ports)
  addAuditRoutes(typed, ports)
  addUsageRoutes(typed, ports)
  addSettingsRoutes(typed, { ports, deciding })
  addInstructionRoutes(typed, { ports, deciding })
}

/** The skills once more, for clients that speak the Model Context Protocol. */
async function addTools(tools: FastifyInstance, options: AppOptions): Promise<void> {
  refuseOtherOrigins(tools, options.documents)
  await addGuards(tools, options)
  addMcp(tools, skills, options)
}

async function addGuards(scope: FastifyInstance, options: AppOptions): Promise<void> {
  await scope.register(underPressure, { ...pressure, exposeStatusRoute: false, message: 'the service is busy; try again' })
  addAuthorization(scope, options)
  scope.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
}

/** A request keeps the id that a trusted proxy gave it, if it is a plain one. */
function requestIdOf(trustProxy: boolean): (request: { headers: IncomingHttpHeaders }) => string {
  return ({ headers: { 'x-request-id': given } }) =>
    trustProxy && typeof given === 'string' && /^[\w=-]{1,255}$/.test(given) ? given : randomUUID()
}

/** Calls are counted by caller; those without one, by address. */
function callerKey(request: FastifyRequest): string {
  const operator = request.caller?.operator
  return operator === undefined ? request.ip : `${operator.tid}/${operator.oid}/${operator.clientId}`
}
