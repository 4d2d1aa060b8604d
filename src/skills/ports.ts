import type { Analysis } from '#src/domain/analysis.ts'
import type { AuditCheck, AuditEntry } from '#src/domain/audit.ts'
import type { Change, ChangeState } from '#src/domain/change.ts'
import type { Draft } from '#src/domain/draft.ts'
import type { Answer, Feedback } from '#src/domain/feedback.ts'
import type { News } from '#src/domain/news.ts'
import type { Operator } from '#src/domain/operator.ts'
import type { BegunPlan, Plan } from '#src/domain/plan.ts'
import type { Run } from '#src/domain/run.ts'
import type { AcceptedException, TenantSettings } from '#src/domain/settings.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import type { SkillCall, SkillUsage, TokenBudgets, UsageRow } from '#src/domain/usage.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Who calls: the operator, and the token that was presented, for calling Graph on their behalf. Never logged, never stored. */
export interface Caller {
  readonly operator: Operator
  readonly assertion: string
}

/** The last complete snapshot of the caller's tenant, compiled, with its analysis. */
export interface Snapshot {
  readonly id: string
  readonly tenant: Tenant
  readonly compiled: Compiled
  readonly analysis: Analysis
  readonly collectedAt: string
  readonly collectedBy: string
  readonly partial: boolean
  /** The run that read it. */
  readonly runId?: string
  /** What is new since the snapshot before; undefined where there was none. */
  readonly news?: News
}

/** A refusal that a person can act on: `code` is stable, `detail` a sentence. */
export interface Refusal {
  readonly refused: string
  readonly detail: string
}

export interface Submission {
  readonly draftId: string
  readonly justification: string
  readonly ticket: string | null
  /** The check that the change may be applied without having passed. */
  readonly override: 'lockout' | null
}

/** A plan and where it stands. */
export interface Standing {
  readonly plan: BegunPlan
  /** The state of each step's change, null where none is submitted. */
  readonly states: readonly (ChangeState | null)[]
  /** The id of what each step made or changed, null before. */
  readonly made: readonly (string | null)[]
  /** The first step that is not done, from 1; null at the end. */
  readonly next: number | null
  /** The change that the next step waits for. */
  readonly waitsFor: string | null
}

/** What skills and routes ask of the rest of the house. Every method stays inside the caller's tenant. */
export interface Ports {
  now(): Date
  snapshot(caller: Caller, signal: AbortSignal): Promise<Snapshot | undefined>
  /** The tenant as it was last read, for the names of people: what only names somebody is not about the run that read it. */
  directory(caller: Caller): Promise<Tenant | undefined>
  drafts: {
    /** The same body by the same operator within 24 hours answers the existing draft. */
    save(caller: Caller, draft: Omit<Draft, 'id' | 'createdAt' | 'createdBy'>): Promise<{ draft: Draft, existing: boolean }>
    get(caller: Caller, id: string): Promise<Draft | undefined>
  }
  changes: {
    submit(caller: Caller, submission: Submission): Promise<{ change: Change, existing: boolean } | Refusal>
    get(caller: Caller, id: string): Promise<Change | undefined>
    list(caller: Caller, state: string | undefined): Promise<Change[]>
    /** The address at which a person decides. */
    link(id: string): string
  }
  plans: {
    /** Begins a plan, or answers the one for the same suggestion or change that is under way. */
    begin(caller: Caller, plan: Plan, stood: BegunPlan['stood']): Promise<Standing>
    get(caller: Caller, id: string): Promise<Standing | undefined>
    list(caller: Caller): Promise<Standing[]>
    /** Records that a person has taken a step by hand. */
    reportDone(caller: Caller, id: string, position: number): Promise<Standing | Refusal>
    /** Ends a plan where it is; what was written stays. */
    giveUp(caller: Caller, id: string): Promise<Standing | Refusal>
  }
  runs: {
    /** Starts a run on the caller's behalf, or answers the one that is under way. */
    start(caller: Caller, trigger: 'skill' | 'hand'): Promise<Run>
    get(caller: Caller, id: string): Promise<Run | undefined>
    cancel(caller: Caller, id: string): Promise<Run | undefined>
    /** The run that is queued or running; there is one at a time. */
    underWay(caller: Caller): Promise<Run | undefined>
    /** The run once it has ended, or as it stands after `milliseconds`. */
    settled(caller: Caller, id: string, options: { milliseconds: number, signal: AbortSignal }): Promise<Run | undefined>
  }
  suggestions: {
    /** What people said of suggestions, by suggestion id. */
    feedback(caller: Caller): Promise<ReadonlyMap<string, Feedback>>
    /** Keeps an answer to a suggestion as the caller saw it; answers what is said of it now. */
    respond(caller: Caller, suggestion: Pick<Suggestion, 'id' | 'fingerprint'>, answer: Answer): Promise<Feedback>
  }
  audit: {
    /** A page of the tenant's trail after a sequence number, oldest first. */
    page(caller: Caller, after: number, top: number): Promise<AuditEntry[]>
    /** The trail up to the entry that is the last one now, as a stream. */
    whole(caller: Caller): Promise<{ entries: number, head: string, trail: AsyncIterable<AuditEntry> }>
    /** Recomputes the chain, and looks for a head that was published where one is given. */
    verify(caller: Caller, published: string | undefined): Promise<AuditCheck>
  }
  /** The ledger of tokens: what skills answered. A failure in it fails no call of a skill. */
  usage: {
    readonly budgets: TokenBudgets
    /** Notes a call, without waiting. */
    note(caller: Caller, call: SkillCall): void
    /** Tokens of today's replies: to the whole tenant, and to the caller about a run. */
    spent(caller: Caller, run: string | undefined): Promise<{ day: number, run: number }>
    /** What each skill answered in the tenant since a day, most tokens first. */
    bySkill(caller: Caller, since: string): Promise<SkillUsage[]>
    /** The tenant's ledger by day, operator and skill, the newest day first, after a row; of one run where it is named. */
    page(caller: Caller, page: { after: Pick<UsageRow, 'day' | 'operator' | 'skill'> | undefined, run: string | undefined, top: number }): Promise<UsageRow[]>
  }
  /** What the tenant's people declared about it. */
  settings(caller: Caller): Promise<TenantSettings>
  cursors: {
    /** An opaque signed cursor bound to the caller's tenant and the snapshot it pages through. */
    seal(caller: Caller, value: Readonly<Record<string, string | number>>): string
    /** What was sealed, or undefined if it was not sealed here for this tenant. */
    open(caller: Caller, cursor: string): Readonly<Record<string, string | number>> | undefined
  }
}

/** The routes at which people decide need more than the skills do. */
export interface DecidingPorts {
  /** `approve` obtains the approver's Graph token on their behalf before anything is recorded. */
  approve(caller: Caller, id: string, seen: { contentHash: string, comment: string | null }): Promise<Change | Refusal>
  reject(caller: Caller, id: string, seen: { contentHash: string, comment: string | null }): Promise<Change | Refusal>
  withdraw(caller: Caller, id: string): Promise<Change | Refusal>
  comment(caller: Caller, id: string, text: string): Promise<Change | Refusal>
  /** Settles a change of which it is not known whether it was written: by the object that was found, or null where nothing was written. */
  resolve(caller: Caller, id: string, found: { objectId: string | null, text: string }): Promise<Change | Refusal>
  /** Replaces what is declared about the tenant; where `seen` is given, only if that is still what is declared. */
  declare(caller: Caller, settings: TenantSettings, seen?: TenantSettings): Promise<Refusal | undefined>
  /** Adds an accepted exception to what is declared; one for the same objects and requirements is replaced. */
  remember(caller: Caller, exception: Pick<AcceptedException, 'objects' | 'requirements' | 'reason' | 'expiresAt'>): Promise<void>
  /** Directory roles of the caller, read from Graph at this moment (role template ids). */
  rolesNow(caller: Caller, signal: AbortSignal): Promise<string[]>
}

/** An answer as it was sent, kept for a repeated request. `body` is the serialized reply. */
export interface KeptAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** Answers to writes with an `Idempotency-Key`, kept 24 hours, bound to the caller (tenant and object id) and to the request's hash. */
export interface Idempotency {
  /**
   * Claims the key. `claimed`: nobody used it, the caller must `keep` or `release`; `busy`: the first request still runs;
   * `other`: it was used with another request. A claim older than a minute without an answer may be claimed again.
   */
  claim(caller: Caller, key: string, requestHash: string): Promise<KeptAnswer | 'claimed' | 'busy' | 'other'>
  keep(caller: Caller, key: string, answer: KeptAnswer): Promise<void>
  release(caller: Caller, key: string): Promise<void>
}
