import type { FastifyInstance } from 'fastify'
import type { Scope } from '#src/domain/operator.ts'
import type { DocumentOptions } from '../documents.ts'

/** What a client of this endpoint may ask for; deciding is never among them. */
const scopes: readonly Scope[] = ['Lacuna.Read', 'Lacuna.Propose']

const wellKnown = '/.well-known/oauth-protected-resource'

/** Where a client that was refused reads how to sign in (RFC 9728). */
export function resourceMetadataUrl({ publicUrl }: DocumentOptions): string {
  return `${publicUrl}${wellKnown}/mcp`
}

/** Serves the metadata, at the address that the resource's path gives and at the one without it, to anybody. */
export function addResourceMetadata(app: FastifyInstance, { publicUrl, authority, audience, tenant }: DocumentOptions): void {
  const metadata = {
    resource: `${publicUrl}/mcp`, resource_name: 'Lacuna', authorization_servers: [`${authority}/${tenant ?? 'organizations'}/v2.0`],
    scopes_supported: scopes.map(scope => `api://${audience}/${scope}`), bearer_methods_supported: ['header']
  }
  for (const url of [wellKnown, `${wellKnown}/mcp`]) {
    app.get(url, { config: { needs: 'nothing' }, schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(metadata))
  }
}
