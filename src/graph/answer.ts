import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ClaimsChallenge, GraphProblem } from './problem.ts'

const ErrorBody = Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) })

/** The claims (JSON) of a claims challenge in a `WWW-Authenticate` header, or undefined. */
function claimsIn(header: string | null): string | undefined {
  if (header === null || !header.includes('insufficient_claims')) return undefined
  const encoded = /\bclaims="([^"]+)"/.exec(header)?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8')
}

/** The problem that an answer with an error status tells; `body` is the parsed body. */
export function problemOf(status: number, headers: Headers, body: unknown): GraphProblem {
  const requestId = headers.get('request-id') ?? undefined
  const claims = status === 401 ? claimsIn(headers.get('www-authenticate')) : undefined
  if (claims !== undefined) return new ClaimsChallenge(claims, requestId)
  const told = Value.Check(ErrorBody, body) ? body.error : { code: `http${status}`, message: `Microsoft Graph answered ${status} without a reason` }
  return new GraphProblem({ status, code: told.code, message: told.message, ...(requestId === undefined ? {} : { requestId }) })
}
