import type { Change, Outcome } from '#src/domain/change.ts'
import type { Edit, Look, Write, WriteAnswer } from '#src/domain/write.ts'
import type { Caller } from '#src/skills/ports.ts'
import type { ApproverToken } from '#src/store/queries/tokens.ts'

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
