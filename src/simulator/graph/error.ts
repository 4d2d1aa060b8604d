import type { JsonObject } from '../json.ts'

/** A refusal in Graph's form: `code` and `message` go into the error body. */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export interface RequestMarks {
  readonly now: Date
  readonly requestId: string
  readonly clientRequestId: string
}

/** The body of a refusal: `innerError.date` is UTC without an offset, as the service writes it. */
export function errorBody(error: GraphError, marks: RequestMarks): JsonObject {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: marks.now.toISOString().slice(0, 19),
        'request-id': marks.requestId,
        'client-request-id': marks.clientRequestId,
      },
    },
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message)
}

export function unsupportedQuery(message: string): GraphError {
  return new GraphError(400, 'Request_UnsupportedQuery', message)
}

/** A directory object, or a reference to one, that is not there. */
export function noSuchObject(id: string): GraphError {
  return new GraphError(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`)
}

/** An object of the policy service that is not there; `kind` is its type name as the service writes it. */
export function noSuchPolicyObject(kind: string, id: string): GraphError {
  return new GraphError(404, 'NotFound', `${kind} with id ${id} does not exist in the directory.`)
}

export function noSuchSegment(segment: string): GraphError {
  return new GraphError(404, 'ResourceNotFound', `Resource not found for the segment '${segment}'.`)
}
