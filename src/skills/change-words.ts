import { Type } from 'typebox'
import type { Change, ChangeState } from '#src/domain/change.ts'
import { policyOf, type Write, type WriteKind } from '#src/domain/write.ts'
import type { Ports } from './ports.ts'
import { short } from './reply.ts'

/** The members that tell where a change stands. */
export const changeMembers = {
  changeId: Type.String(), state: Type.String(), policyName: Type.String(), submittedAt: Type.String(), expiresAt: Type.String(),
  kind: Type.String({ description: 'What it does: createPolicy, patchPolicy, setPolicyState and so on.' }), approvals: Type.Integer(), approvalsNeeded: Type.Integer(),
  objectId: Type.String({ description: 'The policy, location or group in the tenant, once it is written.' }),
  detail: Type.String({ description: 'What happened last.' }), link: Type.String({ description: 'Where a person looks at it and decides.' })
}

/** Where a change stands, flat. */
export function changeWords(change: Change, ports: Pick<Ports, 'changes'>) {
  return {
    changeId: change.id, state: change.state, kind: change.kind, policyName: short(change.body.displayName), submittedAt: change.submittedAt,
    expiresAt: change.expiresAt,
    approvals: change.decisions.filter(({ decision }) => decision === 'approved').length, approvalsNeeded: change.approvalsNeeded,
    ...(change.objectId === null ? {} : { objectId: change.objectId }),
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
  undetermined: 'may or may not have been written; a person must look', failed: 'failed; nothing was written',
  verified: 'is applied and verified', diverged: 'was applied, but the tenant shows something else'
}

const deeds: Readonly<Record<WriteKind, string>> = {
  createPolicy: 'create', patchPolicy: 'change', setPolicyState: 'switch', deletePolicy: 'delete', restorePolicy: 'restore', createNamedLocation: 'create the location',
  patchNamedLocation: 'change the location', deleteNamedLocation: 'delete the location', restoreNamedLocation: 'restore the location', createGroup: 'create the group',
  deleteGroup: 'delete the group', addGroupMembers: 'add members to', removeGroupMember: 'remove a member from'
}

const stateWords: Readonly<Record<string, string>> = { enabled: 'on', disabled: 'off', enabledForReportingButNotEnforced: 'to report-only mode' }

/** What a write does, such as `switch "Require MFA" on`. */
export function deedOf(write: Pick<Write, 'kind' | 'body'>): string {
  const state = write.kind === 'setPolicyState' ? stateWords[policyOf(write)?.state ?? ''] : undefined
  return `${deeds[write.kind]} "${short(write.body.displayName)}"${state === undefined ? '' : ` ${state}`}`
}

/** Where a change stands, in a sentence. */
export function changeSentence(change: Change): string {
  return `The change to ${deedOf(change)} ${standings[change.state]}.`
}
