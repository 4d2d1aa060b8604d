import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import { stringify } from 'yaml'
import { scopes } from '#src/domain/operator.ts'

declare module 'fastify' {
  interface FastifyInstance {
    skillsDocument(): { components?: unknown }
    fullDocument(): object
  }
  interface FastifyContextConfig {
    /** The name of the skill that the operation is. */
    skill?: string
  }
}

/** Where the service is reached and where its callers sign in, as the documents tell it. */
export interface DocumentOptions {
  readonly publicUrl: string
  readonly authority: string
  readonly audience: string
  /** The tenant whose people sign in, where only one is served. */
  readonly tenant?: string
}

export const info = {
  title: 'Lacuna', version: '1.0.0',
  description: 'Finds, proves and closes the gaps in a tenant\'s Microsoft Entra Conditional Access. ' +
    'Every change waits for a person who approves it.'
}

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>

/** Registers both documents: the one Security Copilot reads, of skills only, and the full one. Before any route. */
export async function addDocuments(app: FastifyInstance, options: DocumentOptions): Promise<void> {
  const servers = [{ url: options.publicUrl }]
  const refResolver: FastifyDynamicSwaggerOptions['refResolver'] = { buildLocalReference: nameOf }
  await app.register(swagger, {
    decorator: 'skillsDocument', openapi: { openapi: '3.0.1', info, servers }, refResolver,
    transform: onlySkills
  })
  await app.register(swagger, {
    decorator: 'fullDocument', refResolver, transform: everything,
    openapi: { openapi: '3.0.1', info, servers, components: { securitySchemes: { entra: signInAt(options) } } }
  })
}

/** A component is called by its id. */
function nameOf({ $id }: { $id?: unknown }, _base: unknown, _fragment: unknown, index: number): string {
  return typeof $id === 'string' ? $id : `def-${index}`
}

function signInAt({ authority, audience }: DocumentOptions) {
  return {
    type: 'oauth2' as const,
    flows: {
      authorizationCode: {
        authorizationUrl: `${authority}/organizations/oauth2/v2.0/authorize`, tokenUrl: `${authority}/organizations/oauth2/v2.0/token`,
        scopes: Object.fromEntries(scopes.map(scope => [scope, `api://${audience}/${scope}`]))
      }
    }
  }
}

const onlySkills: Transform = ({ schema, url, route }) => ({
  url,
  schema: route.config?.skill === undefined ? { ...schema, hide: true } : { ...schema, response: { 200: responseOf(schema) } }
})

const everything: Transform = ({ schema, url, route }) => ({ url, schema: { ...schema, ...demanded(route) } })

function responseOf(schema: FastifySchema): unknown {
  const { response } = schema
  return typeof response === 'object' && response !== null && 200 in response ? response[200] : undefined
}

function demanded({ config }: RouteOptions): FastifySchema {
  const needs = config?.needs
  if (needs === undefined || typeof needs === 'string') return { hide: true }
  return { security: [{ entra: [needs.scope] }] }
}

/** A document as YAML text: deterministic, one line a scalar. */
export function yamlOf(document: object): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
}

/** Both documents, once the application is ready. The one for Security Copilot is flat and needs no components. */
export function documentsOf(app: FastifyInstance): { skills: object, full: object } {
  const { components: _unused, ...skills } = app.skillsDocument()
  return { skills, full: app.fullDocument() }
}

/** Serves both documents as raw text, to anybody. */
export function addDocumentRoutes(app: FastifyInstance): void {
  const documents = { '/openapi/skills.yaml': 'skills', '/openapi/lacuna.yaml': 'full' } as const
  for (const [url, name] of Object.entries(documents)) {
    app.get(url, { config: { needs: 'nothing' }, schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=300').send(yamlOf(documentsOf(app)[name])))
  }
}
