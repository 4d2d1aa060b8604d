import { Type, type Static } from 'typebox'
import { PolicyBody } from './requirement.ts'
import { literals } from './schema.ts'

/** What making a draft real would do, announced before anybody submits it. Users are counts of distinct accounts. */
export const Effect = Type.Object({
  relation: literals(['equivalent', 'stricter', 'looser', 'incomparable']),
  newlyBlocked: Type.Integer(), newlyChallenged: Type.Integer(), newlyFree: Type.Integer(),
  whenEnforced: Type.Object({ newlyBlocked: Type.Integer(), newlyChallenged: Type.Integer(), newlyFree: Type.Integer() }),
  summary: Type.String()
})

/** An emergency account, or an administrator who could undo a change: whether a way in to manage policies is left, when, and with what. */
export const AdministratorWay = Type.Object({
  user: Type.String({ description: 'Object id.' }), kind: literals(['emergency', 'administrator']), way: literals(['open', 'closed', 'unknown']),
  when: Type.String({ description: 'The conditions under which it is open; "always" where nothing restricts them.' }),
  controls: Type.String({ description: 'What must be met there, such as "mfa AND (compliantDevice OR domainJoinedDevice)".' })
})

/** Whether the emergency accounts and one administrator can still manage policies; `undetermined` without declared accounts. */
export const Lockout = Type.Object({
  status: literals(['safe', 'locked', 'undetermined']), summary: Type.String(),
  candidates: Type.Array(Type.String(), { description: 'Object ids of accounts that look like emergency accounts but are not declared.' }),
  accounts: Type.Optional(Type.Array(AdministratorWay, { description: 'Every emergency account and every administrator who could undo the change.' }))
})

/** A complete policy body that is not yet sent anywhere. */
export const Draft = Type.Object({
  id: Type.String(), kind: literals(['createPolicy']), requirement: Type.Optional(Type.String()),
  body: PolicyBody, effect: Effect, lockout: Lockout,
  baseHash: Type.String({ description: 'Over ids and modification times of the policies it was computed from.' }),
  createdAt: Type.String(), createdBy: Type.String({ description: 'Object id of the operator.' })
})

export type Effect = Static<typeof Effect>
export type AdministratorWay = Static<typeof AdministratorWay>
export type Lockout = Static<typeof Lockout>
export type Draft = Static<typeof Draft>

/**
 * The text whose SHA-256 (hex) is a `baseHash`: ids and modification times of all policies, sorted. A tenant whose text is the
 * same has not been changed since.
 */
export function baseText(policies: readonly { readonly id: string, readonly createdDateTime: string | null, readonly modifiedDateTime: string | null }[]): string {
  return policies.map(({ id, createdDateTime, modifiedDateTime }) => `${id.toLowerCase()}@${modifiedDateTime ?? createdDateTime ?? ''}`).sort().join('\n')
}
