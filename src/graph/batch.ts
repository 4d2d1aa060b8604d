import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { problemOf } from './answer.ts'
import { delayAfter, isTransient, mostAttempts } from './backoff.ts'
import type { GraphClient } from './client.ts'
import { GraphProblem } from './problem.ts'

/** Requests in one batch at most. */
export const batchSize = 20

const BatchReply = Type.Object({
  responses: Type.Array(Type.Object({
    id: Type.String(), status: Type.Integer(), headers: Type.Optional(Type.Record(Type.String(), Type.String())), body: Type.Optional(Type.Unknown())
  }))
})

type Reply = Static<typeof BatchReply>['responses'][number]

/** What one request of a batch was answered with. */
export type BatchAnswer = { readonly body: unknown } | { readonly problem: GraphProblem }

/**
 * Reads up to 20 paths at once; answers in their order. Those that were throttled are asked again, the others keep their answer.
 * Not for the Conditional Access APIs, whose limit counts each of them.
 */
export async function readBatch(client: GraphClient, paths: readonly string[], signal?: AbortSignal): Promise<BatchAnswer[]> {
  const answers = new Map<string, Reply>()
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const open = paths.map((url, index) => ({ id: String(index), method: 'GET', url }))
      .filter(({ id }) => isTransient(answers.get(id)?.status ?? 429))
    if (open.length === 0) break
    if (attempt > 1) await client.timing.wait(longestDelay(attempt - 1, [...answers.values()], client), signal)
    for (const reply of await send(client, open, signal)) answers.set(reply.id, reply)
  }
  return paths.map((_path, index) => answerOf(answers.get(String(index))))
}

async function send(client: GraphClient, requests: readonly object[], signal: AbortSignal | undefined): Promise<Reply[]> {
  const body = await client.batch({ requests }, signal === undefined ? {} : { signal })
  if (Value.Check(BatchReply, body)) return body.responses
  throw new GraphProblem({ status: 0, code: 'unexpectedAnswer', message: 'Microsoft Graph answered a batch with something else' })
}

function longestDelay(attempt: number, replies: readonly Reply[], client: GraphClient): number {
  const throttled = replies.filter(({ status }) => isTransient(status))
  return Math.max(...throttled.map(reply => delayAfter(attempt, new Headers(reply.headers).get('retry-after'), client.timing)))
}

function answerOf(reply: Reply | undefined): BatchAnswer {
  if (reply === undefined) return { problem: new GraphProblem({ status: 0, code: 'noAnswer', message: 'Microsoft Graph left a request of a batch unanswered' }) }
  return reply.status < 400 ? { body: reply.body } : { problem: problemOf(reply.status, new Headers(reply.headers), reply.body) }
}
