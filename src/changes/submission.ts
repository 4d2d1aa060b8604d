import { randomUUID } from 'node:crypto'
import type { Change } from '#src/domain/change.ts'
import type { Announced, Draft } from '#src/domain/draft.ts'
import type { Submission } from '#src/skills/ports.ts'
import { contentHash } from '#src/store/content-hash.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { findSubmission, insertChange, readChange } from '#src/store/queries/changes.ts'
import { readDraft } from '#src/store/queries/drafts.ts'
import { readPlan } from '#src/store/queries/plans.ts'
import { givenUp, type Refused } from './decide.ts'
import { takeStep } from './plans.ts'
import { advanceIn, type Workflow } from './workflow.ts'

const hour = 3_600_000
const day = 24 * hour
const lifetime = 7 * day

/** A submission that is repeated after one of these is a new wish, not a repetition. */
const over = givenUp.filter(state => state !== 'rejected')

/** Who submits: a person, or an application. */
export interface Submitter {
  readonly tenantId: string
  readonly oid: string
  readonly byApplication: boolean
}

/** What an approver's consent is bound to. */
export function changeHash({ kind, target, body, patch, baseHash, effect, lockout }: Pick<Announced, 'kind' | 'target' | 'body' | 'patch' | 'baseHash' | 'effect' | 'lockout'>): string {
  return contentHash({ kind, target, body, patch, baseHash, effect, lockout: lockout.status })
}

interface Terms {
  readonly approvalsNeeded: number
  readonly selfApproval: boolean
}

/** A new report-only policy without declared emergency accounts locks nobody out yet: it can be watched, and go no further without the override. */
function isUnsafe({ lockout, effect }: Draft): boolean {
  return lockout.status === 'locked' || (lockout.status === 'undetermined' && effect.relation !== 'equivalent')
}

function objection(draft: Draft, { override }: Submission, terms: Terms, oid: string): Refused | undefined {
  const { kind, body, lockout, needs } = draft
  if (kind === 'createPolicy' && body['state'] === 'enabled') {
    return { refused: 'not-report-only', detail: 'a new policy starts in report-only mode, and this draft is `enabled`; draft it again' }
  }
  if (isUnsafe(draft) && override === null) {
    return { refused: 'locks-out', detail: `${lockout.summary}; mend that and draft it again, or submit it with the override \`lockout\`, which two people must then approve` }
  }
  const others = needs.approvers?.filter(id => terms.selfApproval || id.toLowerCase() !== oid.toLowerCase())
  return others === undefined || others.length >= terms.approvalsNeeded ? undefined : {
    refused: 'no-approver',
    detail: `it takes ${terms.approvalsNeeded} with the role ${needs.roles.join(' or ')} to approve it, and ${others.length === 0 ? 'nobody else has' : `only ${others.length} others have`} one; assign it first`
  }
}

function frozen({ id, createdAt: _createdAt, createdBy: _createdBy, ...announced }: Draft, submission: Submission, by: Submitter & { readonly at: Date, readonly terms: Terms }): Change {
  const at = by.at.toISOString()
  return {
    id: randomUUID(), version: 1, state: 'submitted', ...announced, draftId: id,
    justification: submission.justification, ticket: submission.ticket, override: submission.override, contentHash: changeHash(announced),
    submittedBy: by.oid, submittedAt: at, expiresAt: new Date(by.at.getTime() + lifetime).toISOString(), byApplication: by.byApplication,
    approvalsNeeded: by.terms.approvalsNeeded, decisions: [], comments: [], objectId: null, writtenAt: null, outcome: null, rolledBackBy: null,
    detail: 'waiting for a decision', updatedAt: at
  }
}

async function keep(tenant: TenantRows, change: Change, submissionHash: string): Promise<void> {
  const { id, kind, state, contentHash: content, baseHash, draftId: draft, ticket, override, submittedBy: actor } = change
  await insertChange(tenant, change, submissionHash)
  tenant.enqueue({ queue: 'expire', data: { tenantId: tenant.tenantId, subject: id }, startAfter: new Date(change.expiresAt) })
  await appendAudit(tenant, { at: new Date(change.submittedAt), actor, action: 'submit', subject: `change ${id}`, detail: { to: state, kind, contentHash: content, baseHash, draft, ticket, override } })
}

/** Whether another change takes the same one back: one that is not given up, and no step of the same plan or of one that was given up. */
async function rollbackObjection(tenant: TenantRows, { rollbackOf, plan }: Draft): Promise<Refused | undefined> {
  if (rollbackOf === undefined) return undefined
  const original = await readChange(tenant, rollbackOf)
  const other = original?.rolledBackBy == null ? undefined : await readChange(tenant, original.rolledBackBy)
  if (other === undefined || givenUp.includes(other.state)) return undefined
  const begun = other.plan === undefined ? undefined : await readPlan(tenant, other.plan.id)
  return begun !== undefined && (begun.id === plan?.id || begun.givenUp !== null) ? undefined
    : { refused: 'already-taken-back', detail: `the change \`${other.id}\` takes it back already and is \`${other.state}\`` }
}

/** Freezes a draft as a change that waits for a decision. The same submission by the same operator within a day answers the first. */
export async function submit(workflow: Workflow, submitter: Submitter, submission: Submission): Promise<{ change: Change, existing: boolean } | Refused> {
  const { database, clock, rules } = workflow
  return inTenant(database, submitter.tenantId, async tenant => {
    const draft = await readDraft(tenant, submission.draftId)
    if (draft === undefined) return { refused: 'not-found', detail: `there is no draft \`${submission.draftId}\`; draft the change again` }
    const unsafe = isUnsafe(draft)
    const terms = { selfApproval: rules.selfApproval, approvalsNeeded: unsafe ? Math.max(2, rules.approvalsNeeded) : rules.approvalsNeeded }
    const meant = { ...submission, override: unsafe ? submission.override : null }
    const wanted = frozen(draft, meant, { ...submitter, at: clock.now(), terms })
    const { justification, ticket, override } = meant
    const submissionHash = contentHash({ by: submitter.oid, draft: draft.id, content: wanted.contentHash, justification, ticket, override })
    const existing = await findSubmission(tenant, { submissionHash, since: new Date(clock.now().getTime() - day), over })
    if (existing !== undefined) return { change: existing, existing: true }
    const objected = objection(draft, meant, terms, submitter.oid) ?? await rollbackObjection(tenant, draft) ?? await takeStep(tenant, draft, wanted.id)
    if (objected !== undefined) return objected
    await keep(tenant, wanted, submissionHash)
    if (draft.rollbackOf === undefined) return { change: wanted, existing: false }
    const linked = await advanceIn(tenant, workflow, { id: draft.rollbackOf, act: { actor: submitter.oid, command: { do: 'takeBack', changeId: wanted.id } } })
    if ('refused' in linked) throw new Error(linked.detail)
    return { change: wanted, existing: false }
  })
}
