import { STATUS_CODES } from 'node:http'
import createError from '@fastify/error'
import type {} from '@fastify/rate-limit'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '#src/domain/problem.ts'
import { challengeOf } from './challenge.ts'

/** Every refusal of our own: its stable code, its sentence and its status. `type` is `urn:lacuna:problem:` and the code. */
export const problems = {
  tokenMissing: createError('token-missing', 'send an Entra access token as `Authorization: Bearer`', 401),
  tokenInvalid: createError('token-invalid', 'the access token is not accepted: %s', 401),
  authorityUnavailable: createError('authority-unavailable', 'the keys of the identity provider cannot be read now; try again', 503),
  graphFailed: createError('graph-failed', 'Microsoft Graph or Entra refused or did not answer: `%s`; try again', 502),
  directoryRolesMissing: createError('directory-roles-missing',
    'the token carries no `wids`; set `groupMembershipClaims: DirectoryRole` in the registration of this API and sign in again', 403),
  scopeMissing: createError('scope-missing', 'the token lacks the scope `%s`', 403),
  roleMissing: createError('role-missing', 'the caller holds none of the directory roles that this operation needs', 403),
  applicationRoleMissing: createError('application-role-missing', 'the application lacks the role `%s`', 403),
  personNeeded: createError('person-needed', 'only a person can do this; an application token is refused', 403),
  clientRefused: createError('client-refused', 'the client `%s` may not decide; use the console', 403),
  originRefused: createError('origin-refused', 'calls from pages of other sites are refused', 403),
  guestRefused: createError('guest-refused',
    'the token does not show a member of this tenant (`acct` 0), and guests may not decide here', 403),
  contextNeeded: createError('context-needed', 'sign in again with the authentication context that deciding needs', 401),
  challenged: createError('claims-challenge', 'Microsoft Entra asks for more; sign in again with the claims of the challenge', 401),
  tookTooLong: createError('took-too-long', 'the operation took too long and was given up; try again', 503),
  notFound: createError('not-found', 'there is no `%s` here', 404),
  methodNotAllowed: createError('method-not-allowed', 'send each message by POST; no stream and no session is kept here', 405),
  noSnapshot: createError('no-snapshot', 'the tenant has not been read yet; start a run first', 409),
  refused: createError('refused', '%s', 409),
  keyReused: createError('idempotency-key-reused', 'the `Idempotency-Key` was used with another request; choose a new one', 422),
  keyBusy: createError('idempotency-key-busy', 'a request with this `Idempotency-Key` is still running; try again', 409),
  settingsInvalid: createError('request-invalid', 'the settings cannot be declared so; nothing was changed', 400),
  instructionRefused: createError('instruction-refused', 'the instruction is not understood: %s', 422),
  instructionAmbiguous: createError('instruction-ambiguous', 'the instruction can be understood in more than one way: %s', 409),
  instructionContradicts: createError('instruction-contradicts', 'the instruction contradicts what is set: %s', 409),
  tooMany: createError('too-many-requests', 'more calls than allowed in a minute; wait as long as `retry-after` says', 429),
  cursorInvalid: createError('cursor-invalid', 'the cursor is not one of ours or its snapshot is gone; ask again without it', 400)
} as const

/** A refusal of a port as an error: its own code and sentence, 404 for what is not found, else 409. */
export function refusal({ refused, detail }: { refused: string, detail: string }): FastifyError {
  return createError(refused.replaceAll(/[A-Z]/g, '-$&'), '%s', /^not-?found$/i.test(refused) ? 404 : 409)(detail)
}

type Pointers = NonNullable<Problem['errors']>

const pointersOf = new WeakMap<Error, Pointers>()

/** The error with pointers into the request. */
export function pointing(error: FastifyError, pointers: Pointers): FastifyError {
  pointersOf.set(error, pointers)
  return error
}

/** An error made by us or by Fastify. Any other one, whatever status it carries, comes from behind and is not shown. */
function isShown(error: FastifyError): boolean {
  return error.name === 'FastifyError' || error.validation !== undefined
}

function isOwn(error: FastifyError): boolean {
  return isShown(error) && error.validation === undefined && !error.code.startsWith('FST_')
}

function codeOf(error: FastifyError, status: number): string {
  if (error.validation !== undefined) return 'request-invalid'
  if (status >= 500 && !isOwn(error)) return status === 503 ? 'unavailable' : 'internal'
  return error.code.toLowerCase().replace(/^fst_err_/, '').replaceAll(/[^a-z]+/g, '-')
}

const places: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' }

function pointers(error: FastifyError): Pick<Problem, 'errors'> {
  const own = pointersOf.get(error)
  if (own !== undefined) return { errors: own }
  if (error.validation === undefined) return {}
  const place = error.validationContext ?? 'body'
  return {
    errors: error.validation.map(({ instancePath, params, message }) => {
      const member = params['missingProperty'] ?? params['additionalProperty']
      const path = `/${places[place] ?? place}${instancePath}`
      return { pointer: typeof member === 'string' ? `${path}/${member}` : path, detail: message ?? 'not valid' }
    })
  }
}

function problemOf(error: FastifyError, request: FastifyRequest, status: number): Problem {
  const title = STATUS_CODES[status] ?? 'Error'
  return {
    type: `urn:lacuna:problem:${codeOf(error, status)}`, title, status,
    ...(status < 500 || isOwn(error) ? { detail: error.message } : {}),
    instance: request.id, ...pointers(error)
  }
}

/** The refusal of what stands behind the service: a claims challenge, or a failure of Graph by its stable code. */
function fromBehind(raised: FastifyError, challenge: string | undefined): FastifyError {
  if (isOwn(raised)) return raised
  if (challenge !== undefined) return problems.challenged()
  return raised.name === 'GraphProblem' || raised.name === 'ConnectionLost' ? problems.graphFailed(raised.code) : raised
}

/** What the caller is told of an error: RFC 9457 problem details with the request id; what went wrong inside stays in the log. */
export function told(raised: FastifyError, request: FastifyRequest): Problem {
  const error = fromBehind(raised, challengeOf(raised))
  const status = isShown(error) ? error.statusCode ?? 500 : 500
  if (status >= 500) request.log.error({ err: raised }, 'request failed')
  return problemOf(error, request, status)
}

async function answerError(raised: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<Problem> {
  const problem = told(raised, request)
  if (problem.status === 401) void reply.header('www-authenticate', challengeOf(raised) ?? 'Bearer error="invalid_token"')
  void reply.code(problem.status).type('application/problem+json')
  return problem
}

/** Installs the error and not-found handlers; rate limiting must be registered before. */
export function addProblemDetails(app: FastifyInstance): void {
  app.setErrorHandler(answerError)
  app.setNotFoundHandler({ preHandler: app.rateLimit({ max: 60, timeWindow: 60_000 }) }, async () => {
    throw problems.notFound('operation at this address')
  })
}
