import { randomUUID } from 'node:crypto'
import type { Change } from '#src/domain/change.ts'
import type { Draft } from '#src/domain/draft.ts'
import { contentHash } from '#src/store/content-hash.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { submitChange } from '#src/store/queries/changes.ts'
import { readDraft } from '#src/store/queries/drafts.ts'
import type { Submission } from '#src/skills/ports.ts'
import type { Refused } from './decide.ts'
import type { Workflow } from './workflow.ts'

const hour = 3_600_000
const day = 24 * hour
const lifetime = 7 * day

/** A submission that is repeated after one of these is a new wish, not a repetition. */
const over = ['withdrawn', 'expired', 'stale', 'failed'] as const

export interface Submitter {
  readonly tenantId: string
  readonly oid: string
}

/** What an approver's consent is bound to. */
export function changeHash({ kind, body, baseHash, effect }: Pick<Draft, 'kind' | 'body' | 'baseHash' | 'effect'>): string {
  return contentHash({ kind, body, baseHash, effect })
}

function objection({ body, lockout }: Draft): Refused | undefined {
  if (body.state !== 'enabledForReportingButNotEnforced') {
    return { refused: 'not-report-only', detail: `a new policy starts in report-only mode, this draft is \`${body.state}\`; draft it again` }
  }
  return lockout.status === 'locked' ? { refused: 'locks-out', detail: `${lockout.summary}; exclude these accounts and draft it again` } : undefined
}

function frozen(draft: Draft, submission: Submission, by: { readonly oid: string, readonly at: Date, readonly approvalsNeeded: number }): Change {
  const at = by.at.toISOString()
  return {
    id: randomUUID(), version: 1, state: 'submitted', kind: draft.kind, draftId: draft.id, body: draft.body, effect: draft.effect, lockout: draft.lockout,
    justification: submission.justification, ticket: submission.ticket, baseHash: draft.baseHash, contentHash: changeHash(draft),
    submittedBy: by.oid, submittedAt: at, expiresAt: new Date(by.at.getTime() + lifetime).toISOString(),
    approvalsNeeded: by.approvalsNeeded, decisions: [], policyId: null, detail: 'waiting for a decision', updatedAt: at
  }
}

async function keep(tenant: TenantRows, wanted: Change, by: { readonly oid: string, readonly at: Date }): Promise<{ change: Change, existing: boolean }> {
  const { contentHash: content, justification, ticket } = wanted
  const kept = await submitChange(tenant, wanted, {
    submissionHash: contentHash({ by: by.oid, content, justification, ticket }), since: new Date(by.at.getTime() - day), over
  })
  if (kept.existing) return kept
  tenant.enqueue({ queue: 'expire', data: { tenantId: tenant.tenantId, subject: wanted.id }, startAfter: new Date(wanted.expiresAt) })
  await appendAudit(tenant, {
    at: by.at, actor: by.oid, action: 'submit', subject: `change ${wanted.id}`,
    detail: { to: wanted.state, contentHash: content, baseHash: wanted.baseHash, draft: wanted.draftId, ticket }
  })
  return kept
}

/** Freezes a draft as a change that waits for a decision. The same submission by the same operator within a day answers the first. */
export async function submit({ database, clock, rules }: Workflow, { tenantId, oid }: Submitter, submission: Submission):
Promise<{ change: Change, existing: boolean } | Refused> {
  return inTenant(database, tenantId, async tenant => {
    const draft = await readDraft(tenant, submission.draftId)
    if (draft === undefined) return { refused: 'not-found', detail: `there is no draft \`${submission.draftId}\`; draft the policy again` }
    const objected = objection(draft)
    if (objected !== undefined) return objected
    const by = { oid, at: clock.now(), approvalsNeeded: rules.approvalsNeeded }
    return keep(tenant, frozen(draft, submission, by), by)
  })
}
