import type { Change, Outcome } from '#src/domain/change.ts'
import type { Write } from '#src/domain/write.ts'
import type { Caller } from '#src/skills/ports.ts'
import type { ApproverToken } from '#src/store/queries/tokens.ts'

/** What Graph answered to one write that was sent once. `uncertain`: it may have taken effect. `refused` with status 0: it never left. */
export type WriteAnswer =
  | { readonly written: string | null }
  | { readonly refused: { readonly status: number, readonly code: string, readonly message: string } }
  | { readonly uncertain: string }

/** How an object of the tenant stands to a write: as it was before it, as it is to be after it, or neither. `id` once it is known. */
export interface Look {
  readonly stands: 'before' | 'after' | 'neither'
  readonly id: string | null
}

/** Somebody else's change of an object, by the audit log. `by` is an object id, where the log names one. */
export interface Edit {
  readonly by: string | null
  readonly at: string
}

/** The policies and named locations of a tenant, as Graph shows them. */
export interface TenantState {
  readonly policies: readonly unknown[]
  readonly namedLocations: readonly unknown[]
}

/**
 * The tenant as one identity reads and writes it. A call that fails throws; an error with `status` 401 or 403, or with `claims`,
 * says that the identity is refused, and any other is worth another try.
 */
export interface TenantAccess {
  /** The text whose SHA-256 is the `baseHash` of a write, as the tenant stands now. */
  base(write: Write, signal: AbortSignal): Promise<string>
  write(write: Write, options: { readonly clientRequestId: string, readonly signal: AbortSignal }): Promise<WriteAnswer>
  /** How the object stands. Without an `id` what a create made is looked for by its content, created since. */
  look(write: Write, sought: { readonly id: string | null, readonly since: Date }, signal: AbortSignal): Promise<Look>
  /** Who else changed the object since then; undefined where the audit log cannot be read. `by` wrote for us, should the log not know our request's id. */
  editsSince(write: Write, sought: { readonly id: string, readonly since: Date, readonly clientRequestId: string, readonly by: string }, signal: AbortSignal): Promise<readonly Edit[] | undefined>
  state(signal: AbortSignal): Promise<TenantState>
}

/** What changes need of Microsoft Graph. */
export interface ChangeGraph {
  /** A short-lived token of the caller, obtained on their behalf; a claims challenge is thrown as it came. */
  tokenOf(caller: Caller): Promise<ApproverToken>
  /** Role template ids of the caller, read now. */
  rolesOf(caller: Caller, signal: AbortSignal): Promise<string[]>
  as(tenantId: string, accessToken: string): TenantAccess
  /** The service's own reading identity, where it has one: finds out and verifies when the approver's token is gone. */
  reader(tenantId: string): TenantAccess | undefined
}

/** Recomputes coverage over the tenant as it stands after a write; undefined where there is no snapshot to do it on. */
export type Recount = (tenantId: string, change: Change, state: TenantState) => Promise<Outcome | undefined>

export interface Clock {
  now(): Date
  /** Rejects when the signal fires. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}
