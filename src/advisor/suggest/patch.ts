import { bodyOf } from '#src/engine/analyse/policy-body.ts'
import type { Policy, PolicyConditions } from '#src/domain/policy.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import { isObject, objectIn } from '#src/tenant/json.ts'
import { withSortedLists } from '#src/tenant/order.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** What is different about a policy after a patch. */
export interface Patch {
  readonly displayName?: string
  readonly state?: string
  readonly conditions?: Partial<PolicyConditions>
}

/** The policy as it stands after a patch; what is not known in it stays. */
export function patched(read: ReadPolicy, { conditions, ...own }: Patch): ReadPolicy {
  const policy: Policy = { ...read.policy, ...own, conditions: { ...read.policy.conditions, ...conditions } }
  return { policy, unrecognised: read.unrecognised, raw: { ...read.raw, ...bodyFor({ ...read, policy }) } }
}

/** The whole policy as it is written; where something in it is not known, as it was read but for whom it is for and what a patch may set. */
export function bodyFor({ policy, unrecognised, raw }: ReadPolicy): PolicyBody {
  const body = bodyOf(policy)
  if (unrecognised.length === 0) return body
  const read = withSortedLists(raw)
  const part = (name: 'grantControls' | 'sessionControls'): Partial<PolicyBody> => isObject(read) && name in read ? { [name]: objectIn(read, name) } : {}
  return {
    displayName: policy.displayName, state: policy.state, ...part('grantControls'), ...part('sessionControls'),
    conditions: { ...isObject(read) ? objectIn(read, 'conditions') : {}, users: body.conditions['users'] }
  }
}

/** The list without the ids, whatever their letter case. */
export function without(list: readonly string[], ids: Iterable<string>): string[] {
  const gone = new Set(Array.from(ids, id => id.toLowerCase()))
  return list.filter(id => !gone.has(id.toLowerCase()))
}

/** The list with the ids that it does not hold yet. */
export function withAll(list: readonly string[], ids: readonly string[]): string[] {
  return [...new Map([...list, ...ids].map(id => [id.toLowerCase(), id])).values()]
}
