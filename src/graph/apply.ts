import { samePolicy } from '#src/tenant/normal-form.ts'
import type { GraphClient, RequestOptions } from './client.ts'
import { textAt } from './json.ts'
import { ConnectionLost, GraphProblem } from './problem.ts'

const policies = '/identity/conditionalAccess/policies'

/** What became of one write, sent once. `uncertain`: it may have taken effect. `refused` with status 0: it never left. */
export type WriteAnswer =
  | { readonly created: unknown }
  | { readonly refused: { readonly status: number, readonly code: string, readonly message: string } }
  | { readonly uncertain: string }

/** Creates a policy: one POST, never repeated. Rejects only when aborted before it was sent. */
export async function createPolicy(client: GraphClient, body: object, options: RequestOptions): Promise<WriteAnswer> {
  try {
    return { created: await client.post(policies, body, options) }
  } catch (error) {
    return failedWrite(error)
  }
}

function failedWrite(error: unknown): WriteAnswer {
  if (error instanceof ConnectionLost) {
    return error.sent
      ? { uncertain: 'the connection to Microsoft Graph broke after the policy was sent' }
      : { refused: { status: 0, code: 'notSent', message: 'Microsoft Graph could not be reached; nothing was written' } }
  }
  if (!(error instanceof GraphProblem)) throw error
  const { status, code, message } = error
  return status >= 500 || status === 408 || status === 0 ? { uncertain: `Microsoft Graph answered ${status} (${code}) to the policy` } : { refused: { status, code, message } }
}

/** The policy as beta shows it, or undefined where there is none (or none yet: reads lag behind writes). */
export async function readPolicy(client: GraphClient, id: string, options: RequestOptions = {}): Promise<unknown> {
  try {
    return await client.get(`${policies}/${encodeURIComponent(id)}`, options)
  } catch (error) {
    if (error instanceof GraphProblem && error.status === 404) return undefined
    throw error
  }
}

/** Every policy of the tenant as beta shows it. */
export async function listPolicies(client: GraphClient, options: RequestOptions = {}): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const page of client.pages(policies, options)) found.push(...page)
  return found
}

/** What was sent, and the time since when its policy can have been created. */
export interface Sent {
  readonly body: unknown
  readonly since: Date
}

/** The policy that a write of unknown outcome made: the same content, created since. Undefined where there is none. */
export async function findCreated(client: GraphClient, { body, since }: Sent, options: RequestOptions = {}): Promise<unknown> {
  const all = await listPolicies(client, options)
  return all.find(policy => Date.parse(textAt(policy, 'createdDateTime') ?? '') >= since.getTime() && samePolicy(policy, body))
}
