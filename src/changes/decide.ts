import { changeStates, type Change, type ChangeState, type Comment, type Decision, type Outcome } from '#src/domain/change.ts'

/** What people, the clock and the applying job may ask of a change. Times are ISO 8601 in UTC. */
export type Command =
  | { readonly do: 'approve' | 'reject', readonly by: string, readonly at: string, readonly contentHash: string, readonly comment: string | null }
  /** The standing decision of `by` approves what changes no outcome. */
  | { readonly do: 'approveStanding', readonly by: string, readonly at: string }
  | { readonly do: 'withdraw', readonly by: string }
  | { readonly do: 'comment', readonly by: string, readonly at: string, readonly text: string }
  | { readonly do: 'expire', readonly at: string }
  /** The job takes an approved change up. */
  | { readonly do: 'begin', readonly at: string }
  /** The tenant is no longer the one the change was computed from. */
  | { readonly do: 'outdate', readonly detail: string }
  /** Nothing is written, for want of a token that Graph accepts. */
  | { readonly do: 'await', readonly detail: string }
  | { readonly do: 'written', readonly objectId: string }
  /** Graph refused the write; nothing is written. */
  | { readonly do: 'fail', readonly detail: string }
  /** It cannot be told whether the write took effect. */
  | { readonly do: 'lose', readonly detail: string }
  | { readonly do: 'agree', readonly outcome: Outcome }
  | { readonly do: 'differ', readonly detail: string, readonly outcome?: Outcome }
  /** The read-back is not possible now. */
  | { readonly do: 'postpone', readonly detail: string }
  /** A person has found out what became of the write: the object, or null where nothing was written. */
  | { readonly do: 'resolve', readonly by: string, readonly at: string, readonly objectId: string | null, readonly text: string }
  /** Another change takes this one back. */
  | { readonly do: 'takeBack', readonly changeId: string }

export interface Rules {
  /** Whether the submitter may approve. */
  readonly selfApproval: boolean
}

/** A refusal as data: `refused` is stable, `detail` a sentence. */
export interface Refused {
  readonly refused: string
  readonly detail: string
}

/** What the command does: the new state with its sentence, and what goes with it. `applies` sends the applying job. */
export interface Step {
  readonly state: ChangeState
  readonly detail: string
  readonly decision?: Decision
  readonly objectId?: string
  readonly outcome?: Outcome
  readonly comment?: Comment
  readonly rolledBackBy?: string
  readonly applies?: true
}

type Of<Do extends Command['do']> = Extract<Command, { do: Do }>
type Deciding = Of<'approve' | 'reject'>

/** The states in which each command is possible at all. */
const possible: Readonly<Record<Command['do'], readonly ChangeState[]>> = {
  approve: ['submitted', 'awaitingApprover'], approveStanding: ['submitted'], reject: ['submitted'], comment: changeStates, withdraw: ['submitted', 'awaitingApprover'],
  expire: ['submitted', 'approved', 'awaitingApprover'], begin: ['approved'], outdate: ['submitted', 'approved', 'applying'],
  await: ['applying'], written: ['applying', 'undetermined'], fail: ['applying'], lose: ['applying'],
  agree: ['applied'], differ: ['applied'], postpone: ['applied'], resolve: ['undetermined'],
  takeBack: ['applied', 'verified', 'diverged', 'failed']
}

/** The states that a change does not leave by itself: nothing more is sent to the tenant, and no token is kept. */
export const ended: readonly ChangeState[] = ['rejected', 'withdrawn', 'expired', 'stale', 'failed', 'verified', 'diverged', 'undetermined', 'awaitingApprover']

/** The states in which nothing came of a change: the same may be wished for again. */
export const givenUp: readonly ChangeState[] = ['rejected', 'withdrawn', 'expired', 'stale', 'failed']

/** Times are written alike, so that their text is in the order of time. */
function isDue({ expiresAt }: Change, at: string): boolean {
  return at >= expiresAt
}

function objection(change: Change, command: Deciding, rules: Rules): Refused | undefined {
  if (isDue(change, command.at)) return { refused: 'expired', detail: `the change has expired at ${change.expiresAt}; submit the draft again` }
  if (command.contentHash !== change.contentHash) return { refused: 'content-differs', detail: 'the change is not the one that was seen; read it again before deciding' }
  if (command.do === 'approve' && command.by === change.submittedBy && !rules.selfApproval) {
    return { refused: 'own-submission', detail: 'who submitted a change does not approve it; ask another approver' }
  }
  const hasDecided = change.decisions.some(({ by }) => by === command.by)
  return hasDecided && change.state === 'submitted' ? { refused: 'already-decided', detail: 'this person has decided on the change already' } : undefined
}

function approve(change: Change, command: Deciding, rules: Rules): Step | Refused {
  const objected = objection(change, command, rules)
  if (objected !== undefined) return objected
  const decision: Decision = { by: command.by, at: command.at, decision: 'approved', contentHash: command.contentHash, comment: command.comment }
  if (change.state === 'awaitingApprover') return { state: 'applying', detail: 'authorised again; it is being applied', decision, applies: true }
  const approvals = change.decisions.length + 1
  if (approvals >= change.approvalsNeeded) return { state: 'approved', detail: 'approved; it is about to be applied', decision, applies: true }
  return { state: 'submitted', detail: `approved by ${approvals} of ${change.approvalsNeeded}`, decision }
}

function reject(change: Change, command: Deciding, rules: Rules): Step | Refused {
  return objection(change, command, rules) ?? {
    state: 'rejected', detail: command.comment === null ? 'rejected' : `rejected: ${command.comment}`,
    decision: { by: command.by, at: command.at, decision: 'rejected', contentHash: command.contentHash, comment: command.comment }
  }
}

/** What an application submitted any person who decides may withdraw: it has no hands to do it with. */
function withdraw(change: Change, { by }: Of<'withdraw'>): Step | Refused {
  return by === change.submittedBy || change.byApplication
    ? { state: 'withdrawn', detail: 'withdrawn; nothing was written' }
    : { refused: 'not-submitter', detail: 'only who submitted a change withdraws it; reject it instead' }
}

function expire(change: Change, { at }: Of<'expire'>): Step | Refused {
  return isDue(change, at) ? { state: 'expired', detail: 'nobody applied it in time; nothing was written' } : { refused: 'not-due', detail: `the change expires at ${change.expiresAt}` }
}

function begin(change: Change, { at }: Of<'begin'>): Step | Refused {
  return isDue(change, at) ? { refused: 'expired', detail: `the change has expired at ${change.expiresAt}` } : { state: 'applying', detail: 'it is being applied' }
}

/** Only what changes no outcome, locks nobody out for sure, and needs no more than the one decision. */
function approveStanding(change: Change, { by, at }: Of<'approveStanding'>): Step | Refused {
  if (isDue(change, at)) return { refused: 'expired', detail: `the change has expired at ${change.expiresAt}` }
  if (!isHarmless(change)) return { refused: 'not-harmless', detail: 'only a new report-only policy that is proven to change no outcome is created by a standing decision' }
  const decision: Decision = { by, at, decision: 'approved', contentHash: change.contentHash, comment: null, standing: true }
  return { state: 'approved', detail: 'approved by a standing decision; it is about to be applied', decision, applies: true }
}

/** Whether a change is the creation of a report-only policy whose comparison proves that no outcome changes. */
export function isHarmless({ kind, body, effect, lockout, override }: Pick<Change, 'kind' | 'body' | 'effect' | 'lockout' | 'override'>): boolean {
  return kind === 'createPolicy' && body['state'] === 'enabledForReportingButNotEnforced' && effect.relation === 'equivalent' && lockout.status !== 'locked' && override === null
}

function written({ objectId }: { readonly objectId: string }): Step {
  return { state: 'applied', detail: 'written; it is being read back', objectId }
}

function resolved({ by, at, objectId, text }: Of<'resolve'>): Step {
  const comment = { by, at, text }
  return objectId === null ? { state: 'failed', detail: 'a person found that nothing was written', comment } : { ...written({ objectId }), comment, applies: true }
}

/** Says something of a change, or links it, without moving it. */
function kept(change: Change, more: Pick<Step, 'comment' | 'rolledBackBy'>): Step {
  return { state: change.state, detail: change.detail ?? '', ...more }
}

/** What a command does to a change, or why not. Total: every state and command is decided. */
export function decide(change: Change, command: Command, rules: Rules): Step | Refused {
  if (!possible[command.do].includes(change.state)) {
    return { refused: 'wrong-state', detail: `the change is \`${change.state}\`, which does not allow to ${command.do} it` }
  }
  switch (command.do) {
    case 'approve': return approve(change, command, rules)
    case 'approveStanding': return approveStanding(change, command)
    case 'reject': return reject(change, command, rules)
    case 'withdraw': return withdraw(change, command)
    case 'comment': return kept(change, { comment: { by: command.by, at: command.at, text: command.text } })
    case 'expire': return expire(change, command)
    case 'begin': return begin(change, command)
    case 'outdate': return { state: 'stale', detail: command.detail }
    case 'await': return { state: 'awaitingApprover', detail: command.detail }
    case 'written': return written(command)
    case 'fail': return { state: 'failed', detail: command.detail }
    case 'lose': return { state: 'undetermined', detail: command.detail }
    case 'agree': return { state: 'verified', detail: 'the tenant shows what was approved', outcome: command.outcome }
    case 'differ': return { state: 'diverged', detail: command.detail, ...command.outcome === undefined ? {} : { outcome: command.outcome } }
    case 'postpone': return { state: 'applied', detail: command.detail }
    case 'resolve': return resolved(command)
    case 'takeBack': return kept(change, { rolledBackBy: command.changeId })
  }
}
