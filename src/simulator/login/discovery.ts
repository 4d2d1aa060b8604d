import type { FastifyInstance } from 'fastify'
import { checkTenant, type LoginContext } from './context.ts'

const host = 'https://login.microsoftonline.com'

function configuration(tenant: string, issuer: string): Record<string, unknown> {
  const base = `${host}/${tenant}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`, token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`, response_modes_supported: ['query'], subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'], response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'], issuer,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`, code_challenge_methods_supported: ['S256'],
    end_session_endpoint: `${base}/oauth2/v2.0/logout`, tenant_region_scope: null, cloud_instance_name: 'microsoftonline.com',
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'ver', 'oid'],
  }
}

/** What clients ask before anything else: where the endpoints are, and which keys sign. */
export function addDiscovery(app: FastifyInstance, context: LoginContext): void {
  const { authority } = context
  app.get<{ Params: { tenant: string } }>('/:tenant/v2.0/.well-known/openid-configuration', ({ params: { tenant } }) => {
    checkTenant(context, tenant, 'invalid_tenant')
    const isAny = ['common', 'organizations'].includes(tenant.toLowerCase())
    return isAny ? configuration(tenant, `${host}/{tenantid}/v2.0`) : configuration(authority.tenantId, authority.issuer)
  })
  app.get<{ Params: { tenant: string } }>('/:tenant/discovery/v2.0/keys', ({ params: { tenant } }) => {
    checkTenant(context, tenant)
    return authority.keySet()
  })
  app.get('/common/discovery/instance', () => ({
    tenant_discovery_endpoint: `${host}/${authority.tenantId}/v2.0/.well-known/openid-configuration`, 'api-version': '1.1',
    metadata: [{
      preferred_network: 'login.microsoftonline.com', preferred_cache: 'login.windows.net',
      aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    }],
  }))
}
