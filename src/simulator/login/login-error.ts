import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../json.ts'

interface ErrorDetails {
  /** A claims challenge (JSON). */
  readonly claims?: string
  readonly suberror?: string
  readonly status?: number
}

/** A refusal of the login service: `error` as OAuth names it, `number` as Entra does. */
export class LoginError extends Error {
  readonly error: string
  readonly number: number
  readonly details: ErrorDetails

  constructor(error: string, number: number, message: string, details: ErrorDetails = {}) {
    super(`AADSTS${number}: ${message}`)
    this.error = error
    this.number = number
    this.details = details
  }
}

/** The body of a refusal. `time` is shown as Entra writes it. */
export function errorBody(refusal: LoginError, correlationId: string, time: Date): JsonObject {
  const traceId = randomUUID()
  const timestamp = `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const { claims, suberror } = refusal.details
  return {
    error: refusal.error, error_description: `${refusal.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.number], timestamp, trace_id: traceId, correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.number}`,
    ...(suberror === undefined ? {} : { suberror }), ...(claims === undefined ? {} : { claims }),
  }
}
