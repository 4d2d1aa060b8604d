import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Caller } from '#src/skills/ports.ts'
import type { ApproverToken } from '#src/store/queries/tokens.ts'

/** What Graph answered to one write that was sent once. `uncertain`: it may have taken effect. `refused` with status 0: it never left. */
export type WriteAnswer =
  | { readonly created: unknown }
  | { readonly refused: { readonly status: number, readonly code: string, readonly message: string } }
  | { readonly uncertain: string }

/**
 * The tenant's policies as one identity reads and writes them. A call that fails throws; an error with `status` 401 or 403, or
 * with `claims`, says that the identity is refused, and any other is worth another try.
 */
export interface PolicyAccess {
  list(signal: AbortSignal): Promise<readonly unknown[]>
  create(body: PolicyBody, options: { readonly clientRequestId: string, readonly signal: AbortSignal }): Promise<WriteAnswer>
  /** A policy with this content, created since: what became of a write whose answer was lost. */
  findCreated(sent: { readonly body: PolicyBody, readonly since: Date }, signal: AbortSignal): Promise<unknown>
  /** A policy by id, or undefined while there is none. */
  read(id: string, signal: AbortSignal): Promise<unknown>
}

/** What changes need of Microsoft Graph. */
export interface ChangeGraph {
  /** A short-lived token of the caller, obtained on their behalf; a claims challenge is thrown as it came. */
  tokenOf(caller: Caller): Promise<ApproverToken>
  /** Role template ids of the caller, read now. */
  rolesOf(caller: Caller, signal: AbortSignal): Promise<string[]>
  as(tenantId: string, accessToken: string): PolicyAccess
  /** The service's own reading identity, where it has one: finds out and verifies when the approver's token is gone. */
  reader(tenantId: string): PolicyAccess | undefined
  /** Whether a policy as it was read says what was sent. */
  agrees(sent: PolicyBody, read: unknown): boolean
}

export interface Clock {
  now(): Date
  /** Rejects when the signal fires. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}
