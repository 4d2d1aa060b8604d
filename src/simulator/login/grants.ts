import { claimsFrom } from './claims-request.ts'
import { authenticateClient } from './client-authentication.ts'
import type { CodeFlow } from './code-flow.ts'
import { signedIn, type LoginContext } from './context.ts'
import type { TokenClaims } from './authority.ts'
import { needed, type Fields } from './fields.ts'
import { LoginError } from './login-error.ts'
import type { Registration } from './registrations.ts'
import { readScope } from './scopes.ts'
import { lifetime, type TokenAnswer } from './tokens.ts'

type Grant = (context: LoginContext, fields: Fields, client: Registration, codeFlow: CodeFlow) => Promise<TokenAnswer>

async function clientCredentials(context: LoginContext, fields: Fields, client: Registration): Promise<TokenAnswer> {
  const asked = readScope(needed(fields, 'scope'), context.registrations)
  if (!asked.byDefault) {
    throw new LoginError('invalid_scope', 1002012, `The provided value for scope ${fields['scope']} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`)
  }
  return context.tokens.forApplication(client, asked.resource)
}

function hasExpired(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED'
}

async function verifiedAssertion({ authority }: LoginContext, assertion: string): Promise<TokenClaims> {
  try {
    return await authority.verify(assertion)
  } catch (error) {
    if (hasExpired(error)) throw new LoginError('invalid_grant', 500133, 'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion.')
    throw new LoginError('invalid_grant', 50013, 'Assertion failed signature validation.')
  }
}

async function onBehalfOf(context: LoginContext, fields: Fields, client: Registration): Promise<TokenAnswer> {
  if (needed(fields, 'requested_token_use') !== 'on_behalf_of') throw new LoginError('invalid_request', 901002, 'The \'requested_token_use\' request parameter is not supported.')
  const asked = readScope(needed(fields, 'scope'), context.registrations)
  const assertion = await verifiedAssertion(context, needed(fields, 'assertion'))
  if (assertion.aud !== client.clientId) throw new LoginError('invalid_grant', 500131, 'Assertion audience does not match the Client app presenting the assertion.')
  if (assertion.scp === undefined) throw new LoginError('invalid_grant', 7000114, `Application '${client.clientId}' is not allowed to make application on-behalf-of calls.`)
  const user = signedIn(context, assertion.oid)
  return context.tokens.forPerson({ user, client, asked, seconds: lifetime, extra: claimsFrom(fields['claims']) })
}

const grants: Readonly<Record<string, Grant>> = {
  client_credentials: clientCredentials,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': onBehalfOf,
  authorization_code: (_context, fields, client, codeFlow) => codeFlow.redeem(fields, client),
  refresh_token: (_context, fields, client, codeFlow) => codeFlow.refresh(fields, client),
}

/** Answers a token request; throws `LoginError` when it is refused. */
export async function grant(context: LoginContext, codeFlow: CodeFlow, fields: Fields, authorization: string | undefined): Promise<TokenAnswer> {
  const name = needed(fields, 'grant_type')
  const answer = grants[name]
  if (answer === undefined) throw new LoginError('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${name}'.`)
  return answer(context, fields, authenticateClient(context.registrations, fields, authorization), codeFlow)
}
