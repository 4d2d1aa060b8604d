import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'

/** Answers the keys that sign the tokens of one tenant. */
export type Keys = (tenantId: string) => JWTVerifyGetKey

const Discovery = Type.Object({ jwks_uri: Type.String({ pattern: '^https?://' }) })

/**
 * The keys that the authority publishes for a tenant, found by its OpenID configuration and kept ten minutes. An unknown
 * key id asks again, at most once in `cooldown` milliseconds, so that a rotation is followed.
 */
export function remoteKeys(authority: string, cooldown = 30_000): Keys {
  const known = new Map<string, Promise<JWTVerifyGetKey>>()
  const open = async (tenantId: string): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${authority}/${tenantId}/v2.0/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5000) })
    if (!answer.ok) throw new Error(`the authority answered ${answer.status} for its configuration`)
    const { jwks_uri } = Value.Parse(Discovery, await answer.json())
    return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: cooldown })
  }
  const keysOf = (tenantId: string): Promise<JWTVerifyGetKey> => {
    const found = known.get(tenantId) ?? open(tenantId)
    known.set(tenantId, found)
    found.catch(() => known.delete(tenantId))
    return found
  }
  return tenantId => async (header, token) => (await keysOf(tenantId))(header, token)
}
