import { Type, type Static } from 'typebox'
import { literals, nullable } from './schema.ts'
import { Write } from './write.ts'

const Strings = Type.Array(Type.String())

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

/** A member that a write changes: what it loses and gains, in words where the names of ids are known. */
export const Difference = Type.Object({ member: Type.String({ description: 'Such as conditions.users.excludeGroups.' }), removed: Strings, added: Strings, words: Type.String() })

/**
 * What Graph asks of the person who applies a write: any of the directory roles (by name), and all of the delegated permissions.
 * `approvers`: who can have one of the roles and may approve, by object id; null where role assignments were not read.
 */
export const Needs = Type.Object({ roles: Strings, permissions: Strings, approvers: nullable(Strings) })

/** What is announced of a write and frozen with it: what it changes, what that does to sign-ins, and what it needs. */
export const Announced = Type.Object({
  ...Write.properties,
  requirement: Type.Optional(Type.String()), suggestion: Type.Optional(Type.String()),
  plan: Type.Optional(Type.Object({ id: Type.String(), step: Type.Integer({ description: 'From 1.' }) })),
  rollbackOf: Type.Optional(Type.String({ description: 'Id of the change that it takes back.' })),
  differences: Type.Array(Difference), effect: Effect, lockout: Lockout, needs: Needs, warnings: Strings,
  baseHash: Type.String({ description: 'Over what it was computed from: see `baseText`.' })
})

/** A write that is not yet sent anywhere. */
export const Draft = Type.Object({
  id: Type.String(), ...Announced.properties,
  createdAt: Type.String(), createdBy: Type.String({ description: 'Object id of the operator.' })
})

export type Effect = Static<typeof Effect>
export type AdministratorWay = Static<typeof AdministratorWay>
export type Lockout = Static<typeof Lockout>
export type Difference = Static<typeof Difference>
export type Needs = Static<typeof Needs>
export type Announced = Static<typeof Announced>
export type Draft = Static<typeof Draft>

/** When a policy was last changed, as Graph says it. */
export interface Stamp {
  readonly id: string
  readonly createdDateTime: string | null
  readonly modifiedDateTime: string | null
}

/**
 * The text whose SHA-256 (hex) is a `baseHash`: ids and modification times of all policies, sorted, and the object that a write is about in
 * its normal form (undefined for a create). A tenant whose text is the same has not been changed since.
 */
export function baseText(policies: readonly Stamp[], target?: unknown): string {
  const stamps = policies.map(({ id, createdDateTime, modifiedDateTime }) => `${id.toLowerCase()}@${modifiedDateTime ?? createdDateTime ?? ''}`).sort().join('\n')
  return target === undefined ? stamps : `${stamps}\n${JSON.stringify(target)}`
}
