import { createHash, randomBytes } from 'node:crypto'
import { claimsFrom } from './claims-request.ts'
import { knownClient } from './client-authentication.ts'
import { signedIn, type LoginContext } from './context.ts'
import { needed, type Fields } from './fields.ts'
import { LoginError } from './login-error.ts'
import type { Registration, Registrations } from './registrations.ts'
import { grantedScopes, readScope } from './scopes.ts'
import { lifetime, type TokenAnswer } from './tokens.ts'

/** What a person agreed to: kept until it is redeemed, and again until it is refreshed. */
interface Consent {
  readonly userId: string
  readonly clientId: string
  readonly scope: string
}

interface Code extends Consent {
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string | undefined
  readonly claims: string | undefined
  /** Milliseconds since 1970. */
  readonly ends: number
}

/** Who asks for a sign-in, and where the answer goes. */
interface SignInRequest {
  readonly client: Registration
  readonly redirectUri: string
}

export interface CodeFlow {
  /** A code for what the person chose; the request must be a fit one. */
  issue(fields: Fields, userId: string): string
  redeem(fields: Fields, client: Registration): Promise<TokenAnswer>
  refresh(fields: Fields, client: Registration): Promise<TokenAnswer>
}

/** Ten minutes. */
const codeLifetime = 600_000

function withoutLoopbackPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1)):\d+(?=\/|$)/, '$1')
}

/** The client and the address to answer to. What fails here is shown to the person: nothing may be sent to an address that is not registered. */
export function readSignIn(fields: Fields, registrations: Registrations): SignInRequest {
  const client = knownClient(registrations, needed(fields, 'client_id'))
  const redirectUri = needed(fields, 'redirect_uri')
  if (!client.redirectUris.includes(withoutLoopbackPort(redirectUri))) {
    throw new LoginError('invalid_request', 50011, `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${client.clientId}'.`)
  }
  return { client, redirectUri }
}

/** Refuses, in words for the client, a request that could not end in a token. */
export function checkSignIn(fields: Fields, client: Registration, registrations: Registrations): void {
  if (needed(fields, 'response_type') !== 'code') throw new LoginError('unsupported_response_type', 700054, 'The response_type must be \'code\'.')
  if ((fields['response_mode'] ?? 'query') !== 'query') throw new LoginError('invalid_request', 70007, 'The simulator answers with the response_mode \'query\' only.')
  if (fields['code_challenge'] === undefined || fields['code_challenge_method'] !== 'S256') {
    throw new LoginError('invalid_request', 9002325, 'Proof Key for Code Exchange is required, with the code_challenge_method \'S256\'.')
  }
  grantedScopes(readScope(needed(fields, 'scope'), registrations), client, registrations)
  claimsFrom(fields['claims'])
}

function checkVerifier(code: Code, verifier: string): void {
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  if (challenge !== code.challenge) throw new LoginError('invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.')
}

/** Codes and refresh tokens, each good for one use. */
export function createCodeFlow(context: LoginContext): CodeFlow {
  const codes = new Map<string, Code>()
  const redeemed = new Set<string>()
  const refreshable = new Map<string, Consent>()
  const now = (): number => context.state.now().getTime()

  function take(text: string, client: Registration): Code {
    if (redeemed.has(text)) throw new LoginError('invalid_grant', 54005, 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.')
    const code = codes.get(text)
    if (code === undefined || code.clientId !== client.clientId) throw new LoginError('invalid_grant', 70000, 'The provided value for the \'code\' parameter is not valid.')
    codes.delete(text)
    redeemed.add(text)
    if (code.ends <= now()) throw new LoginError('invalid_grant', 70008, 'The provided authorization code or refresh token has expired due to inactivity.')
    return code
  }

  async function answer(consent: Consent, client: Registration, { nonce, claims }: { nonce?: string | undefined, claims?: string | undefined }): Promise<TokenAnswer> {
    const user = signedIn(context, consent.userId)
    const asked = readScope(consent.scope, context.registrations)
    const given = await context.tokens.forPerson({ user, client, asked, seconds: lifetime, extra: claimsFrom(claims) })
    const refreshToken = randomBytes(32).toString('base64url')
    if (asked.identity.includes('offline_access')) refreshable.set(refreshToken, consent)
    return {
      ...given, ...(asked.identity.includes('offline_access') ? { refresh_token: refreshToken } : {}),
      ...(asked.identity.includes('openid') ? { id_token: await context.tokens.identity(user, client, nonce) } : {}),
    }
  }

  return {
    issue(fields, userId) {
      const text = randomBytes(32).toString('base64url')
      codes.set(text, {
        userId, clientId: needed(fields, 'client_id').toLowerCase(), scope: needed(fields, 'scope'), redirectUri: needed(fields, 'redirect_uri'),
        challenge: needed(fields, 'code_challenge'), nonce: fields['nonce'], claims: fields['claims'], ends: now() + codeLifetime,
      })
      return text
    },
    async redeem(fields, client) {
      const verifier = needed(fields, 'code_verifier')
      const redirectUri = needed(fields, 'redirect_uri')
      const code = take(needed(fields, 'code'), client)
      if (redirectUri !== code.redirectUri) throw new LoginError('invalid_grant', 500112, 'The reply address does not match the one of the authorization request.')
      checkVerifier(code, verifier)
      return answer({ userId: code.userId, clientId: code.clientId, scope: code.scope }, client, code)
    },
    async refresh(fields, client) {
      const text = needed(fields, 'refresh_token')
      const consent = refreshable.get(text)
      if (consent === undefined || consent.clientId !== client.clientId) throw new LoginError('invalid_grant', 70000, 'The provided value for the \'refresh_token\' parameter is not valid.')
      const given = await answer({ ...consent, scope: fields['scope'] ?? consent.scope }, client, { claims: fields['claims'] })
      refreshable.delete(text)
      return given
    },
  }
}
