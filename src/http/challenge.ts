/** An error that asks the caller to sign in again with the claims it carries, as Graph and Entra write them. */
function claimsOf(error: unknown): string | undefined {
  return error instanceof Error && 'claims' in error && typeof error.claims === 'string' && error.claims !== '' ? error.claims : undefined
}

/** The `WWW-Authenticate` value for an error with a claims challenge, from this service or from Entra behind it. */
export function challengeOf(error: unknown): string | undefined {
  const claims = claimsOf(error)
  if (claims === undefined) return undefined
  const encoded = Buffer.from(claims).toString('base64')
  return `Bearer realm="", error="insufficient_claims", claims="${encoded}"`
}

/** The claims that ask for one authentication context. */
export function contextClaims(context: string): string {
  return JSON.stringify({ access_token: { acrs: { essential: true, value: context } } })
}
