import { sortedBy } from './order.ts'
import type {
  AuthenticationStrength, Group, RoleAssignment, RoleDefinition, ServicePrincipal, SubscribedSku, User
} from '#src/domain/directory.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { Policy, Unrecognised } from '#src/domain/policy.ts'
import type { TenantSettings, Unread } from '#src/domain/settings.ts'
import type { OfferedTemplate } from '#src/domain/template.ts'

/** A policy as it was read: the known part, what in it is not known, and the body itself for whoever must send it back. */
export interface ReadPolicy {
  readonly policy: Policy
  readonly unrecognised: readonly Unrecognised[]
  readonly raw: Readonly<Record<string, unknown>>
}

/** Directory accounts by dense index, 0 to `count - 1`, in the order of their ids: GUIDs by their bytes, then others by their text without letter case. */
export interface Users {
  readonly read: boolean
  readonly count: number
  at(index: number): User
  /** The index of an object id, any letter case, or -1. */
  indexOf(id: string): number
  /** The first index with the user principal name, any letter case, or -1. */
  indexOfPrincipalName(name: string): number
  /** The indices whose user principal name or display name equals the text, without letter case. */
  named(text: string): number[]
  isEnabled(index: number): boolean
  isAgentUser(index: number): boolean
  /** The guest type by ruling C7 of the engine's README, or null for a member. */
  guestType(index: number): string | null
  homeTenantId(index: number): string | null
}

/** Groups by dense index, in the order of their ids, as users are. Members are direct; a group whose members were not read has `membersRead` false in `at`. */
export interface Groups {
  readonly read: boolean
  readonly count: number
  at(index: number): Group
  indexOf(id: string): number
  named(text: string): number[]
  membersRead(index: number): boolean
  /** Sorted user indices among the direct members. */
  usersOf(index: number): Uint32Array
  /** Sorted group indices among the direct members. */
  groupsOf(index: number): Uint32Array
  /** Direct members that are neither a known user, a known group nor a known service principal. */
  unresolvedOf(index: number): readonly string[]
  /** Object ids of the owners, or undefined where they were not read. */
  ownersOf(index: number): readonly string[] | undefined
}

/** Service principals by appId, then by object id. */
export interface Apps {
  readonly read: boolean
  readonly list: readonly ServicePrincipal[]
  /** The index of an appId, any letter case, or -1. */
  indexOfAppId(appId: string): number
  /** The index of an object id, or -1. */
  indexOf(id: string): number
  named(text: string): number[]
}

/**
 * An immutable snapshot of one tenant over columns. A collection that could not be read is undefined (or has `read` false),
 * never empty: an empty one means that there is none. Lists that are sets, at any depth, are sorted, so that the order in which they
 * were read leaves no trace. `policies` alone keep the order of the tenant, which shows nowhere but in verdicts (ruling O7).
 */
export interface Tenant {
  readonly organization: { readonly id: string | null, readonly displayName: string | null }
  readonly collectedAt: string | null
  readonly collectedBy: string | null
  readonly settings: TenantSettings
  readonly unread: readonly Unread[]
  readonly securityDefaults: boolean | undefined
  readonly skus: readonly SubscribedSku[] | undefined
  readonly policiesRead: boolean
  readonly policies: readonly ReadPolicy[]
  readonly locations: readonly NamedLocation[] | undefined
  readonly strengths: readonly AuthenticationStrength[] | undefined
  readonly roleAssignments: readonly RoleAssignment[] | undefined
  readonly roleEligibilities: readonly RoleAssignment[] | undefined
  readonly roleDefinitions: readonly RoleDefinition[] | undefined
  /** What Microsoft offers to make policies of. */
  readonly templates: readonly OfferedTemplate[] | undefined
  readonly users: Users
  readonly groups: Groups
  readonly apps: Apps
}

/** The same tenant with other policies: what `compare` judges against the one that stands. */
export function withPolicies(tenant: Tenant, policies: readonly ReadPolicy[]): Tenant {
  return { ...tenant, policies }
}

/** The tenant's policies in the order of their ids, whatever the order in which they were read. */
export function policiesInOrder({ policies }: Tenant): ReadPolicy[] {
  return sortedBy(policies, ({ policy }) => policy.id.toLowerCase())
}
