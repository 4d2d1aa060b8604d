import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { decodeJwt, errors, jwtVerify } from 'jose'
import type { Operator } from '#src/domain/operator.ts'
import { remoteKeys, type Keys } from './keys.ts'
import { problems } from './problems.ts'

/** Turns an access token into the operator it stands for, or refuses it. */
export type Verifier = (token: string) => Promise<Operator>

/** `authority` without a slash at its end; `audience` is the client id of this API. */
export interface VerifierOptions {
  readonly tenants: readonly string[]
  readonly audience: string
  readonly authority: string
  readonly keys?: Keys
}

const Texts = Type.Array(Type.String())

const Claims = Type.Object({
  tid: Type.String(), oid: Type.String(), azp: Type.String(), exp: Type.Number(),
  scp: Type.Optional(Type.String()), roles: Type.Optional(Texts), wids: Type.Optional(Texts), acrs: Type.Optional(Texts),
  idtyp: Type.Optional(Type.String()), acct: Type.Optional(Type.Union([Type.Number(), Type.String()]))
})

/** Checks signature, issuer, audience and expiry of v2.0 tokens of the allow-listed tenants. */
export function createVerifier({ tenants, audience, authority, keys = remoteKeys(authority) }: VerifierOptions): Verifier {
  const allowed = new Set(tenants.map(id => id.toLowerCase()))
  return async token => {
    const tenantId = tenantOf(token)
    if (!allowed.has(tenantId)) throw problems.tokenInvalid('its tenant is not served here')
    const claims = await verified(async () => jwtVerify(token, keys(tenantId), {
      issuer: `${authority}/${tenantId}/v2.0`, audience: [audience, `api://${audience}`], algorithms: ['RS256'],
      requiredClaims: ['exp'], clockTolerance: 60
    }))
    return operatorOf(claims)
  }
}

function tenantOf(token: string): string {
  try {
    const { tid } = decodeJwt(token)
    if (typeof tid === 'string') return tid.toLowerCase()
  } catch (cause) {
    throw Object.assign(problems.tokenInvalid('it is not a JSON web token'), { cause })
  }
  throw problems.tokenInvalid('it names no tenant (`tid`)')
}

const reasons: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'it has expired', ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature is not valid',
  ERR_JWKS_NO_MATCHING_KEY: 'its signing key is not known', ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not RS256'
}

const unreachable: ReadonlySet<string> = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID'])

async function verified(verify: () => Promise<{ payload: unknown }>): Promise<Static<typeof Claims>> {
  try {
    const { payload } = await verify()
    if (Value.Check(Claims, payload)) return payload
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || unreachable.has(cause.code)) throw Object.assign(problems.authorityUnavailable(), { cause })
    const claim = cause instanceof errors.JWTClaimValidationFailed ? `its \`${cause.claim}\` is not the one expected` : undefined
    throw Object.assign(problems.tokenInvalid(claim ?? reasons[cause.code] ?? 'it is malformed'), { cause })
  }
  throw problems.tokenInvalid('it lacks one of `tid`, `oid`, `azp`')
}

function operatorOf(claims: Static<typeof Claims>): Operator {
  const isApplication = claims.idtyp === 'app' || claims.scp === undefined
  const directoryRoles = (claims.wids ?? []).map(id => id.toLowerCase())
  if (!isApplication && directoryRoles.length === 0) throw problems.directoryRolesMissing()
  return {
    tid: claims.tid.toLowerCase(), oid: claims.oid.toLowerCase(), kind: isApplication ? 'application' : 'person',
    clientId: claims.azp.toLowerCase(),
    scopes: isApplication ? [] : (claims.scp ?? '').split(' ').filter(scope => scope !== ''),
    roles: isApplication ? claims.roles ?? [] : [],
    directoryRoles: isApplication ? [] : directoryRoles,
    isGuest: String(claims.acct) !== '0',
    authenticationContexts: claims.acrs ?? []
  }
}
