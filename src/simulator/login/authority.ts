import { randomUUID, type webcrypto } from 'node:crypto'
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT, type JSONWebKeySet, type JWK, type JWTPayload } from 'jose'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

/** What every access token of the simulated authority holds. `scp` is space separated, times are seconds. */
export const TokenClaims = Type.Object({
  oid: Type.String(), tid: Type.String(), aud: Type.String(), azp: Type.String(), exp: Type.Number(),
  scp: Type.Optional(Type.String()), roles: Type.Optional(Type.Array(Type.String())), wids: Type.Optional(Type.Array(Type.String())),
  idtyp: Type.Optional(Type.Unsafe<'app' | 'user'>({ type: 'string', enum: ['app', 'user'] })),
})

export type TokenClaims = Static<typeof TokenClaims>

/** Signs and checks the tokens of one tenant. */
export interface Authority {
  readonly tenantId: string
  readonly issuer: string
  /** Adds issuer and times; the token lasts so many seconds. */
  sign(claims: JWTPayload, seconds: number): Promise<string>
  /** The claims of an access token that was signed here and is valid now; throws jose's errors otherwise. */
  verify(token: string): Promise<TokenClaims>
  /** The public keys: the one that signs, and the one before it. */
  keySet(): JSONWebKeySet
  /** Signs with a new key from now on; the last one goes on being published. */
  rotate(): Promise<void>
}

interface SigningKey {
  readonly id: string
  readonly privateKey: webcrypto.CryptoKey
  readonly shown: JWK & { readonly issuer: string }
}

async function createKey(issuer: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const id = randomUUID()
  return { id, privateKey, shown: { ...await exportJWK(publicKey), use: 'sig', kid: id, issuer } }
}

/** `now` is the time by which tokens begin and end. */
export async function createAuthority(tenantId: string, now: () => Date): Promise<Authority> {
  const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`
  let signing = await createKey(issuer)
  let last: SigningKey | undefined
  const keySet = (): JSONWebKeySet => ({ keys: [signing, ...(last === undefined ? [] : [last])].map((key) => key.shown) })
  return {
    tenantId, issuer, keySet,
    sign(claims, seconds) {
      const time = Math.floor(now().getTime() / 1000)
      return new SignJWT({ iss: issuer, tid: tenantId, ver: '2.0', iat: time, nbf: time, exp: time + seconds, uti: randomUUID(), ...claims })
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: signing.id }).sign(signing.privateKey)
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keySet()), { issuer, algorithms: ['RS256'], requiredClaims: ['exp'], currentDate: now() })
      return Value.Parse(TokenClaims, payload)
    },
    async rotate() {
      last = signing
      signing = await createKey(issuer)
    },
  }
}
