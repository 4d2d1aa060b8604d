import type { TenantSettings, Unread } from '#src/domain/settings.ts'
import type { GraphClient } from './client.ts'
import { GraphProblem } from './problem.ts'

/**
 * A piece of a tenant file. Without `value` it says that the collection was read, though it may stay empty; a collection that is
 * never named was not read. Lists come one object an entry, `organization`, `settings` and the like as one entry.
 */
export interface Entry {
  readonly collection: string
  readonly value?: unknown
}

/** How far a part has come, in objects. */
export interface CollectProgress {
  readonly part: string
  readonly done: number
}

export interface CollectOptions {
  readonly signal: AbortSignal
  /** Object id of the operator, or of the application. */
  readonly collectedBy: string
  readonly now: () => Date
  /** What people declared; emergency groups among it are read like those of policies. */
  readonly settings: TenantSettings
  /** Ids of groups to read besides: those that changes made or are about. One that is gone is left out. */
  readonly groups?: readonly string[]
  /** When the tenant was read before: changes of policies since then are asked of the audit log. */
  readonly since?: string
  readonly onProgress?: (progress: CollectProgress) => void
}

/** What every part reads with. */
export interface Reading {
  readonly client: GraphClient
  readonly signal: AbortSignal
  readonly report: (part: string, done: number) => void
}

const lasting = [400, 402, 403, 404, 405, 410, 501]

/** A refusal that will not change by asking again, as the part that is not read; any other error is thrown. */
function unreadOf(error: unknown, part: { collection: string, id?: string }): Unread {
  if (!(error instanceof GraphProblem) || !lasting.includes(error.status)) throw error
  return { ...part, reason: `${error.code}: ${error.message}`, status: error.status }
}

export function unreadEntry(error: unknown, part: { collection: string, id?: string }): Entry {
  return { collection: 'unread', value: unreadOf(error, part) }
}
