import { AuthError, ConfidentialClientApplication, InteractionRequiredAuthError, type AuthenticationResult } from '@azure/msal-node'
import { ClaimsChallenge, GraphProblem } from './problem.ts'
import { realTiming, unlessAborted, type Timing } from './timing.ts'

export interface AccessToken {
  /** Never empty, never to be logged. */
  readonly accessToken: string
  readonly expiresOn: Date
}

/** Gives a valid access token for Graph, from memory while it lasts. */
export interface TokenSource {
  token(signal?: AbortSignal): Promise<AccessToken>
}

/** The application that asks for tokens; `config.ts` reads it. */
export interface IdentityOptions {
  readonly clientId: string
  readonly credential: { readonly secret: string } | { readonly thumbprint: string, readonly privateKey: string }
  /** The login address without a slash at its end. */
  readonly authority: string
}

/** Tokens for Microsoft Graph. They reject with `ClaimsChallenge` or with a `GraphProblem` of a stable code. */
export interface Identity {
  /** In the name of the person whose token was presented to this service. Nothing is kept beyond the source. */
  onBehalfOf(assertion: string, tenantId: string, scopes?: readonly string[]): TokenSource
  /** In the name of this application. */
  asApplication(tenantId: string): TokenSource
}

const graphScopes = ['https://graph.microsoft.com/.default']

/** Milliseconds before its end at which a token is no longer handed out. */
const margin = 5 * 60_000

const mostAttempts = 3
const pause = 500

export function createIdentity(options: IdentityOptions, timing: Timing = realTiming): Identity {
  return {
    onBehalfOf(assertion, tenantId, scopes = graphScopes) {
      const entra = clientFor(options, tenantId)
      return sourceOf(() => entra.acquireTokenOnBehalfOf({ oboAssertion: assertion, scopes: [...scopes] }), timing)
    },
    asApplication(tenantId) {
      const entra = clientFor(options, tenantId)
      return sourceOf(() => entra.acquireTokenByClientCredential({ scopes: graphScopes }), timing)
    }
  }
}

/** A token that was kept, for as long as it lasts: the source of a change that is applied after its approval. */
export function keptToken(token: AccessToken, timing: Pick<Timing, 'now'> = realTiming): TokenSource {
  return {
    async token() {
      if (token.accessToken !== '' && token.expiresOn.getTime() > timing.now()) return token
      throw new GraphProblem({ status: 401, code: 'tokenExpired', message: 'the kept token has expired; authorise again' })
    }
  }
}

/** One MSAL client a source: its cache is the person's own and goes with it. */
function clientFor({ clientId, credential, authority }: IdentityOptions, tenantId: string): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId, authority: `${authority}/${tenantId}`, knownAuthorities: [new URL(authority).host], clientCapabilities: ['CP1'],
      ...('secret' in credential ? { clientSecret: credential.secret } : { clientCertificate: certificateOf(credential) })
    }
  })
}

/** SHA-1 thumbprints have 40 hexadecimal digits, SHA-256 ones 64. */
function certificateOf({ thumbprint, privateKey }: { thumbprint: string, privateKey: string }): { privateKey: string, thumbprint?: string, thumbprintSha256?: string } {
  return thumbprint.length === 64 ? { privateKey, thumbprintSha256: thumbprint } : { privateKey, thumbprint }
}

type Acquire = () => Promise<AuthenticationResult | null>

function sourceOf(acquire: Acquire, timing: Timing): TokenSource {
  let kept: AccessToken | undefined
  let asking: Promise<AccessToken> | undefined

  async function renew(): Promise<AccessToken> {
    try {
      kept = await acquired(acquire, timing)
      return kept
    } finally {
      asking = undefined
    }
  }

  return {
    async token(signal) {
      if (kept !== undefined && kept.expiresOn.getTime() - margin > timing.now()) return kept
      asking ??= renew()
      return unlessAborted(asking, signal)
    }
  }
}

/** Entra's answer as a token. A broken connection is tried again twice; a refusal is not. */
async function acquired(acquire: Acquire, timing: Timing): Promise<AccessToken> {
  for (let attempt = 1; ; attempt++) {
    try {
      return tokenOf(await acquire())
    } catch (error) {
      if (!isBroken(error) || attempt === mostAttempts) throw problemOf(error)
      await timing.wait(pause * attempt)
    }
  }
}

/** MSAL resolves with an empty token where the answer was not what it expected. */
function tokenOf(result: AuthenticationResult | null): AccessToken {
  if (result === null || result.accessToken === '' || result.expiresOn === null) {
    throw new GraphProblem({ status: 0, code: 'emptyToken', message: 'Microsoft Entra answered without a token' })
  }
  return { accessToken: result.accessToken, expiresOn: result.expiresOn }
}

function isBroken(error: unknown): boolean {
  return error instanceof AuthError && ['network_error', 'temporarily_unavailable'].includes(error.errorCode)
}

/** The same failure without what MSAL writes into its message: only the code and Entra's number. */
function problemOf(error: unknown): unknown {
  if (!(error instanceof AuthError)) return error
  const needsPerson = error instanceof InteractionRequiredAuthError
  if (needsPerson && error.claims !== '') return new ClaimsChallenge(error.claims)
  const number = /AADSTS\d+/.exec(error.errorMessage)?.[0]
  return new GraphProblem({
    status: needsPerson ? 401 : 0, code: error.errorCode,
    message: `Microsoft Entra gave no token (${number === undefined ? error.errorCode : `${error.errorCode}, ${number}`})`
  })
}
