/** What is known of a refusal by Graph or by Entra. Status 0: no answer came. */
export interface ProblemFacts {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId?: string
  readonly cause?: unknown
}

const longest = 300

/** A refusal by Graph or Entra, or an answer that did not come. `code` is stable; the message holds no token and no payload. */
export class GraphProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null

  constructor({ status, code, message, requestId, cause }: ProblemFacts) {
    super(message.length > longest ? `${message.slice(0, longest)}...` : message, cause === undefined ? {} : { cause })
    this.name = 'GraphProblem'
    this.status = status
    this.code = code
    this.requestId = requestId ?? null
  }
}

/** Entra asks for more than the caller's token proves: `claims` (JSON) must be part of the next sign-in. */
export class ClaimsChallenge extends GraphProblem {
  readonly claims: string

  constructor(claims: string, requestId?: string) {
    super({
      status: 401, code: 'claimsChallenge', message: 'Microsoft Entra asks for more; sign in again with the claims of the challenge',
      ...(requestId === undefined ? {} : { requestId })
    })
    this.name = 'ClaimsChallenge'
    this.claims = claims
  }
}

/** An answer that did not arrive whole. `sent` is false when the request certainly never left. */
export class ConnectionLost extends GraphProblem {
  readonly sent: boolean

  constructor(cause: unknown) {
    super({ status: 0, code: 'connectionLost', message: 'the connection to Microsoft Graph broke before the answer was whole', cause })
    this.name = 'ConnectionLost'
    this.sent = !neverSent.has(codeOf(cause))
  }
}

const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

/** The system's code of a failed `fetch`, which stands on its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
}
