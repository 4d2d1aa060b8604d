import type { FaultRule } from '../faults.ts'
import { GraphError } from './error.ts'
import { claimsChallenge, invalidToken } from './token.ts'

function unavailable(rule: FaultRule): GraphError {
  return new GraphError(503, 'serviceNotAvailable', 'The service is temporarily unavailable.', retryAfter(rule))
}

function retryAfter(rule: FaultRule): Record<string, string> {
  return rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) }
}

const usualClaims = '{"access_token":{"nbf":{"essential":true,"value":"1785000000"}}}'

function refusalOf(rule: FaultRule): GraphError | undefined {
  if (rule.kind === 'throttled') return new GraphError(429, 'TooManyRequests', 'Too many requests.', retryAfter(rule))
  if (rule.kind === 'limited') return new GraphError(429, 'TooManyRequests', 'Too many requests.')
  if (rule.kind === 'unavailable' && rule.when !== 'after') return unavailable(rule)
  if (rule.kind === 'unauthorized') return invalidToken('Lifetime validation failed, the token is expired.')
  if (rule.kind === 'challenged') return claimsChallenge(rule.claims ?? usualClaims)
  if (rule.kind === 'forbidden') return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
  if (rule.kind === 'gone') return new GraphError(410, 'resyncRequired', 'The delta token is no longer valid. Start again without a token.')
  return undefined
}

/** The refusal that a fault puts in place of serving the request. */
export function struck(hits: readonly FaultRule[]): GraphError | undefined {
  return hits.map(refusalOf).find((refusal) => refusal !== undefined)
}

/** The refusal that a fault puts in place of the answer, after the request took effect. */
export function struckAfter(hits: readonly FaultRule[]): GraphError | undefined {
  const late = hits.find((hit) => hit.kind === 'unavailable' && hit.when === 'after')
  return late === undefined ? undefined : unavailable(late)
}
