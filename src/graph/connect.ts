import { createGraphClient, type GraphClient } from './client.ts'
import { collect } from './collect.ts'
import type { CollectOptions, Entry } from './entry.ts'
import type { Pace } from './pace.ts'
import type { Identity } from './token.ts'

/** What every use of Graph here stands on: who asks for tokens, and the one pace of the process. */
export interface Connection {
  readonly identity: Identity
  readonly pace: Pace
}

/** Whose name Graph is called in: a person who presented an assertion, else this application. */
export interface GraphReader {
  readonly tenantId: string
  readonly id: string
  readonly assertion?: string
}

/** A client in the reader's name that is known to have a token. Rejects with `ClaimsChallenge` or `GraphProblem`. */
async function clientOf({ identity, pace }: Connection, { tenantId, assertion }: GraphReader, signal: AbortSignal): Promise<GraphClient> {
  const tokens = assertion === undefined ? identity.asApplication(tenantId) : identity.onBehalfOf(assertion, tenantId)
  await tokens.token(signal)
  return createGraphClient({ tenantId, tokens, pace })
}

/** Connects a reader; what it answers collects the tenant. */
export function createConnect(connection: Connection) {
  return async (reader: GraphReader, signal: AbortSignal): Promise<(options: Omit<CollectOptions, 'collectedBy'>) => AsyncIterable<Entry>> => {
    const client = await clientOf(connection, reader, signal)
    return options => collect(client, { ...options, collectedBy: reader.id })
  }
}
