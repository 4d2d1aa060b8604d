import type { Edit } from '#src/domain/write.ts'
import type { GraphClient, RequestOptions } from './client.ts'
import { at, textAt } from './json.ts'
import { GraphProblem } from './problem.ts'
import { listObjects } from './standing.ts'

/** Whose edits are asked for: of what, since when, and our own write among them, by the id sent with it and, where known, by whom. */
export interface EditsSought {
  readonly id: string
  readonly since: Date
  readonly clientRequestId: string
  readonly by?: string | null
}

/** Who else changed an object since then, by the audit log, the oldest first; undefined where the log cannot be read. */
export async function editsSince(client: GraphClient, { signal, ...sought }: EditsSought & RequestOptions): Promise<Edit[] | undefined> {
  const filter = encodeURIComponent(`activityDateTime ge ${sought.since.toISOString()} and targetResources/any(t: t/id eq '${sought.id.replaceAll("'", "''")}')`)
  try {
    const audits = await listObjects(client, `/auditLogs/directoryAudits?$filter=${filter}`, signal === undefined ? {} : { signal })
    const done = audits.filter(audit => at(audit, 'result') !== 'failure').sort((a, b) => timeOf(a) < timeOf(b) ? -1 : 1)
    const own = ownRequest(done, sought)
    return done.filter(audit => requestOf(audit) !== own).map(audit => ({ by: authorOf(audit), at: timeOf(audit) }))
  } catch (error) {
    if (error instanceof GraphProblem && error.status === 403) return undefined
    throw error
  }
}

/** What our own write is called in the log. That the log keeps the id that we sent is not documented: else it is the first by who approved. */
function ownRequest(audits: readonly unknown[], { clientRequestId, by }: EditsSought): string | undefined {
  const sent = clientRequestId.toLowerCase()
  if (by === undefined || by === null || audits.some(audit => requestOf(audit) === sent)) return sent
  const first = audits.find(audit => authorOf(audit)?.toLowerCase() === by.toLowerCase())
  return first === undefined ? sent : requestOf(first)
}

function requestOf(audit: unknown): string {
  return textAt(audit, 'correlationId')?.toLowerCase() ?? ''
}

function timeOf(audit: unknown): string {
  return textAt(audit, 'activityDateTime') ?? ''
}

function authorOf(audit: unknown): string | null {
  return textAt(audit, 'initiatedBy', 'user', 'id') ?? textAt(audit, 'initiatedBy', 'app', 'servicePrincipalId') ?? textAt(audit, 'initiatedBy', 'app', 'displayName') ?? null
}
