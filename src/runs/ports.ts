import type { TenantSettings } from '#src/domain/settings.ts'

/** Whose identity reads the tenant: a caller with the token they presented, or this application (no assertion). */
export interface Reader {
  readonly tenantId: string
  /** Object id of the caller, or the application's client id. */
  readonly id: string
  readonly assertion?: string
}

/** A piece of a tenant file. Without `value` it says that the collection was read, though it may stay empty. */
export interface Entry {
  readonly collection: string
  readonly value?: unknown
}

export interface CollectOptions {
  readonly signal: AbortSignal
  readonly settings: TenantSettings
  readonly now: () => Date
  /** Ids of groups to read besides: those that changes made or are about. */
  readonly groups?: readonly string[]
  /** When the tenant was read before: changes of policies since then are asked of the audit log. */
  readonly since?: string
  readonly onProgress: (progress: { readonly part: string, readonly done: number }) => void
}

/** Reads the tenant once, as a stream of tenant file entries. */
export type Collect = (options: CollectOptions) => AsyncIterable<Entry>

/** What runs need of Microsoft Graph: an identity that is known to have a token. Rejects with the claims challenge of Entra. */
export type Connect = (reader: Reader, signal: AbortSignal) => Promise<Collect>
