import { policyNeeds } from './approvers.ts'
import { isRefused, outlookOf, refusal, sameId, type Made, type Outlook } from './made.ts'
import { contentRefusal, isManaged, managedRefusal, readWish, staleWarnings } from './policy-checks.ts'
import { isDecisive, patchFor } from './policy-patch.ts'
import { bodyFor, patched } from '../suggest/patch.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { WishFor, WishRefused } from '#src/domain/wish.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

type PolicyWish = WishFor<'createPolicy' | 'patchPolicy' | 'setPolicyState' | 'deletePolicy' | 'restorePolicy'>

const reportOnly = 'enabledForReportingButNotEnforced'
/** A tenant holds at most this many policies in any state (reference, section 5). */
const mostPolicies = 240

export function policyWrite(compiled: Compiled, wish: PolicyWish): Made | WishRefused {
  const { tenant } = compiled
  if (!tenant.policiesRead) return refusal('policies-not-read', 'the policies of the tenant were not read, so nothing can be said of what this would do')
  if (wish.kind === 'createPolicy') return created(compiled, wish.body)
  if (wish.kind === 'restorePolicy') return restored(compiled, wish)
  const standing = tenant.policies.find(({ policy }) => sameId(policy.id, wish.policy))
  if (standing === undefined) return refusal('policy-not-found', `the tenant has no policy with the id \`${wish.policy}\``, '/policy')
  if (wish.kind === 'patchPolicy') return changed(compiled, standing, wish.body)
  return wish.kind === 'setPolicyState' ? turned(compiled, standing, wish.state) : deleted(compiled, standing)
}

function created(compiled: Compiled, body: PolicyBody): Made | WishRefused {
  if (body.state !== reportOnly && body.state !== 'disabled') return refusal('starts-in-force', 'a policy is created in report-only mode or off; turning it on is a change of its own', '/body/state')
  const read = readWish(body, 'new policy')
  if (isRefused(read)) return read
  return roomRefusal(compiled) ?? contentRefusal(compiled, read) ?? come(compiled, read, { kind: 'createPolicy', target: null })
}

function restored(compiled: Compiled, { policy: id, body }: WishFor<'restorePolicy'>): Made | WishRefused {
  if (compiled.tenant.policies.some(({ policy }) => sameId(policy.id, id))) return refusal('policy-stands', `the policy \`${id}\` stands in the tenant; only a deleted one is restored`, '/policy')
  const read = readWish(body, id)
  if (isRefused(read)) return read
  return roomRefusal(compiled) ?? (body.state === 'enabled' ? defaultsRefusal(compiled) : undefined) ?? come(compiled, read, { kind: 'restorePolicy', target: id })
}

function come(compiled: Compiled, read: ReadPolicy, { kind, target }: { readonly kind: 'createPolicy' | 'restorePolicy', readonly target: string | null }): Made {
  const body = bodyFor(read)
  return {
    ...prospect(compiled, undefined, read), write: { kind, target, body, patch: null, before: null }, needs: policyNeeds,
    warnings: kind === 'restorePolicy' ? ['it comes back as it was when it was deleted; Graph keeps deleted policies for 30 days', ...staleWarnings(compiled, read)] : []
  }
}

function changed(compiled: Compiled, standing: ReadPolicy, wished: PolicyBody): Made | WishRefused {
  const { policy } = standing
  if (wished.state !== policy.state) return refusal('changes-state', 'a patch leaves the state of a policy as it is; turning it on or off is a change of its own', '/body/state')
  const asked = readWish(wished, policy.id)
  if (isRefused(asked)) return asked
  const managed = isManaged(standing) ? managedRefusal(standing, asked) : undefined
  if (managed !== undefined) return managed
  const found = patchFor(standing, bodyFor(asked))
  if (found === undefined) return refusal('changes-nothing', `\`${policy.displayName}\` is so already`, '/body')
  const after = readWish(found.body, policy.id)
  if (isRefused(after)) return after
  const wrong = contentRefusal(compiled, after, standing)
  if (wrong !== undefined) return wrong
  return {
    ...prospect(compiled, standing, isDecisive(found) ? after : standing), needs: policyNeeds, warnings: [...found.warnings, ...staleWarnings(compiled, after)],
    write: { kind: 'patchPolicy', target: policy.id, body: found.body, patch: found.patch, before: bodyFor(standing) }
  }
}

function turned(compiled: Compiled, standing: ReadPolicy, state: WishFor<'setPolicyState'>['state']): Made | WishRefused {
  const { policy } = standing
  if (policy.state === state) return refusal('changes-nothing', `\`${policy.displayName}\` is in this state already`, '/state')
  const defaults = state === 'enabled' ? defaultsRefusal(compiled) : undefined
  if (defaults !== undefined) return defaults
  const before = bodyFor(standing)
  return {
    ...prospect(compiled, standing, patched(standing, { state })), needs: policyNeeds,
    write: { kind: 'setPolicyState', target: policy.id, body: { ...before, state }, patch: { state }, before },
    warnings: [...isManaged(standing) && state !== 'enabled' ? ['Microsoft may turn on a policy that it manages by itself'] : [], ...state === 'enabled' ? staleWarnings(compiled, standing) : []]
  }
}

function deleted(compiled: Compiled, standing: ReadPolicy): Made | WishRefused {
  if (isManaged(standing)) return refusal('managed-by-microsoft', 'a policy that Microsoft manages cannot be deleted; it can be turned off', '/policy')
  const { policy: { id, state } } = standing
  const after = compiled.tenant.policies.filter(read => read !== standing)
  const before = bodyFor(standing)
  return {
    ...outlookOf(compiled, { after, safe: after }), needs: policyNeeds, write: { kind: 'deletePolicy', target: id, body: before, patch: null, before },
    warnings: state === 'enabled' ? ['it is in force: turning it off first, as a change of its own, shows what would be missed'] : []
  }
}

/** The tenant with one policy in place of another, or besides; what is in report-only mode or off afterwards is judged as turned on, too. */
function prospect(compiled: Compiled, gone: ReadPolicy | undefined, come: ReadPolicy): Outlook {
  const { policies } = compiled.tenant
  const withPolicy = (policy: ReadPolicy): ReadPolicy[] => gone === undefined ? [...policies, policy] : policies.map(read => read === gone ? policy : read)
  const [wasOn, { state }] = [gone?.policy.state === 'enabled', come.policy]
  const after = withPolicy(come)
  if (wasOn || state === 'enabled') return outlookOf(compiled, { after, safe: after })
  const on = withPolicy(patched(come, { state: 'enabled' }))
  return outlookOf(compiled, { after, on, safe: state === reportOnly ? on : after })
}

function roomRefusal({ tenant: { policies } }: Compiled): WishRefused | undefined {
  return policies.length < mostPolicies ? undefined : refusal('too-many-policies', `the tenant holds ${policies.length} policies; Graph takes ${mostPolicies} in any state`)
}

function defaultsRefusal({ tenant }: Compiled): WishRefused | undefined {
  return tenant.securityDefaults === true ? refusal('security-defaults-on', 'while security defaults are on Graph refuses every policy that is on; turn them off first', '/state') : undefined
}
