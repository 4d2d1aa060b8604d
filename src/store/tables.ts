import type { ColumnType } from 'kysely'

/** A JSON column: text that is JSON on the way in, unchecked on the way out until a schema has seen it. */
type Json = ColumnType<unknown, string, string>
type Time = ColumnType<Date, Date, Date>

interface OfTenant { tenant_id: string }

export interface SnapshotTable extends OfTenant {
  id: string, run_id: string, collected_at: Time, collected_by: string, partial: boolean, complete: boolean, summary: Json
}
/** Gzip members that, in the order of `part` and `position`, are one gzip tenant file. */
export interface SnapshotChunkTable extends OfTenant { snapshot_id: string, part: number, position: number, bytes: Uint8Array }
export interface RunTable extends OfTenant { id: string, state: string, started_at: Time, heartbeat_at: Time, document: Json }
export interface DraftTable extends OfTenant { id: string, created_by: string, created_at: Time, content_hash: string, document: Json }
export interface ChangeTable extends OfTenant {
  id: string, version: number, state: string, submitted_by: string, submitted_at: Time, submission_hash: string, leased_until: Time, document: Json
}
export interface DecisionTable extends OfTenant { change_id: string, person: string, at: Time, document: Json }
export interface IntentTable extends OfTenant { change_id: string, client_request_id: string, content_hash: string, recorded_at: Time }
export interface TokenTable extends OfTenant { change_id: string, sealed: Uint8Array, expires_at: Time }
export interface AuditTable extends OfTenant {
  sequence: number, at: Time, actor: string, action: string, subject: string, detail: Json, previous_hash: string, hash: string
}
export interface IdempotencyTable extends OfTenant {
  caller: string, key: string, request_hash: string, claimed_at: Time, answer: ColumnType<unknown, string | null, string | null>
}
export interface SettingsTable extends OfTenant { document: Json, updated_by: string, updated_at: Time }
/** What was last said of a suggestion; its notes are rows of their own. */
export interface SuggestionTable extends OfTenant {
  id: string, state: string, snoozed_until: ColumnType<Date | null, Date | null, Date | null>, reason: string | null, author: string, at: Time, fingerprint: string
}
export interface SuggestionNoteTable extends OfTenant { suggestion_id: string, position: number, author: string, at: Time, note: string }

/** The ledger of tokens; `run_id` is empty where a call concerns no run. */
export interface UsageTable extends OfTenant {
  day: string, operator: string, run_id: string, skill: string, calls: number, reply_tokens: number, input_tokens: number
}
export interface PlanTable extends OfTenant { id: string, created_at: Time, document: Json }

/** Every table of the service. Each row belongs to one tenant, and row-level security keeps it there. */
export interface Tables {
  snapshot: SnapshotTable
  snapshot_chunk: SnapshotChunkTable
  run: RunTable
  draft: DraftTable
  change: ChangeTable
  decision: DecisionTable
  intent: IntentTable
  token: TokenTable
  audit: AuditTable
  idempotency: IdempotencyTable
  settings: SettingsTable
  suggestion: SuggestionTable
  suggestion_note: SuggestionNoteTable
  plan: PlanTable
  usage: UsageTable
}
