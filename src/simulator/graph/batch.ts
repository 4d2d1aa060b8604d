import { isList, isObject, plainText, stringsAt, textAt, type Json, type JsonObject } from '../json.ts'
import { badRequest } from './error.ts'
import type { GraphReply, GraphRequest } from './graph.ts'
import type { Answer } from './operation.ts'
import type { Version } from './vocabulary.ts'

/** How a batch's requests are answered: one after the other, with the batch's own token. */
export interface BatchContext {
  readonly answer: (request: GraphRequest) => Promise<GraphReply>
  readonly version: Version
  readonly authorization: string
}

const mostRequests = 20

function stepsOf(body: Json | undefined): readonly JsonObject[] {
  const requests = isObject(body) ? body['requests'] : undefined
  if (!isList(requests) || requests.length === 0) throw badRequest('Invalid batch payload format.')
  if (requests.length > mostRequests) throw badRequest(`Number of batch request steps exceeds the maximum value of ${mostRequests}.`)
  const steps = requests.filter(isObject)
  const ids = new Set(steps.map((step) => textAt(step, 'id')))
  if (steps.length !== requests.length || ids.size !== steps.length || ids.has(undefined)) throw badRequest('Invalid batch payload format.')
  return steps
}

function requestOf(step: JsonObject, context: BatchContext): GraphRequest {
  const sent = isObject(step['headers']) ? step['headers'] : {}
  const headers = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), plainText(value)]))
  return {
    method: textAt(step, 'method') ?? '',
    url: `/${context.version}${textAt(step, 'url') ?? ''}`,
    headers: { ...headers, authorization: context.authorization },
    text: step['body'] === undefined ? '' : JSON.stringify(step['body']),
  }
}

/** Answers up to 20 requests, each with its own status. One whose `dependsOn` failed is not made: 424. */
export async function answerBatch(body: Json | undefined, context: BatchContext): Promise<Answer> {
  const responses: JsonObject[] = []
  const failed = new Set<string>()
  for (const step of stepsOf(body)) {
    const id = textAt(step, 'id') ?? ''
    const blocked = stringsAt(step, 'dependsOn').some((other) => failed.has(other))
    const reply = blocked
      ? { status: 424, headers: {}, body: { error: { code: 'FailedDependency', message: 'A request that this one depends on failed.' } } }
      : await context.answer(requestOf(step, context))
    if (reply.status >= 400) failed.add(id)
    responses.push({ id, status: reply.status, headers: { ...reply.headers }, ...(reply.body === undefined ? {} : { body: reply.body }) })
  }
  return { status: 200, body: { responses } }
}
