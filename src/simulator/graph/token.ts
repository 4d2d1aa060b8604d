import { GraphError } from './error.ts'
import type { Claims } from './operation.ts'

/** Checks an access token's signature, issuer and time, and answers its claims; throws when it does not hold. */
export type Verify = (token: string) => Promise<Claims>

const graphAudiences = ['https://graph.microsoft.com', 'https://graph.microsoft.com/', '00000003-0000-0000-c000-000000000000']

const challenge = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'

/** A 401: the token is missing, expired, for another audience or not one of ours. */
export function invalidToken(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': challenge })
}

/** A claims challenge: the caller must get a token again, with these claims (JSON). */
export function claimsChallenge(claims: string): GraphError {
  const encoded = Buffer.from(claims).toString('base64')
  return new GraphError(401, 'InvalidAuthenticationToken', 'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp', {
    'www-authenticate': `${challenge}, error="insufficient_claims", claims="${encoded}"`,
  })
}

function reason(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === 'ERR_JWT_EXPIRED') return 'Lifetime validation failed, the token is expired.'
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return 'Access token validation failure. Invalid audience.'
  return 'CompactToken parsing failed with error code: 80049217'
}

/** Who calls, by the `Authorization` header; a 401 where that cannot be told. */
export async function authenticate(verify: Verify, header: string | undefined): Promise<Claims> {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1]?.trim()
  if (token === undefined || token === '') throw invalidToken('Access token is empty.')
  let claims: Claims
  try {
    claims = await verify(token)
  } catch (error) {
    throw invalidToken(reason(error))
  }
  if (!graphAudiences.includes(claims.aud)) throw invalidToken('Access token validation failure. Invalid audience.')
  return claims
}
