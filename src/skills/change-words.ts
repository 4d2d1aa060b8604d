import { Type } from 'typebox'
import type { Change, ChangeState } from '#src/domain/change.ts'
import type { Ports } from './ports.ts'
import { short } from './reply.ts'

/** The members that tell where a change stands. */
export const changeMembers = {
  changeId: Type.String(), state: Type.String(), policyName: Type.String(), submittedAt: Type.String(), expiresAt: Type.String(),
  approvals: Type.Integer(), approvalsNeeded: Type.Integer(),
  policyId: Type.String({ description: 'The policy in the tenant, once it is written.' }),
  detail: Type.String({ description: 'What happened last.' }), link: Type.String({ description: 'Where a person looks at it and decides.' })
}

/** Where a change stands, flat. */
export function changeWords(change: Change, ports: Pick<Ports, 'changes'>) {
  return {
    changeId: change.id, state: change.state, policyName: short(change.body.displayName), submittedAt: change.submittedAt,
    expiresAt: change.expiresAt,
    approvals: change.decisions.filter(({ decision }) => decision === 'approved').length, approvalsNeeded: change.approvalsNeeded,
    ...(change.policyId === null ? {} : { policyId: change.policyId }),
    ...(change.detail === null ? {} : { detail: short(change.detail, 250) }),
    link: ports.changes.link(change.id)
  }
}

const standings: Readonly<Record<ChangeState, string>> = {
  submitted: 'waits for a person to approve it', approved: 'is approved and waits to be applied', rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'expired before it was decided', stale: 'is stale: the policies have changed since it was drafted; draft it again',
  applying: 'is being applied', applied: 'is applied and waits to be verified',
  awaitingApprover: 'waits for the approver to sign in again; nothing was written',
  undetermined: 'may or may not have been written; a person must look', failed: 'failed; nothing stands in the tenant',
  verified: 'is applied and verified', diverged: 'was applied, but the tenant shows something else'
}

/** Where a change stands, in a sentence. */
export function changeSentence({ state, body }: Change): string {
  return `The change "${short(body.displayName)}" ${standings[state]}.`
}
