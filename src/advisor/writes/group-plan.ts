import { refusal, sameId } from './made.ts'
import { planFrom } from './plan.ts'
import { bodyFor } from '../suggest/patch.ts'
import type { Drawn } from './plan-steps.ts'
import type { NewGroup, Plan } from '#src/domain/plan.ts'
import type { WishRefused } from '#src/domain/wish.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { objectIn, textsIn } from '#src/tenant/json.ts'

/** Members in one request (Graph's page of the operation). */
const atOnce = 20

/** Creates the group, adds its members in twenties, and names it in the policy when everybody is in it. */
export function groupPlan(compiled: Compiled, { policy: id, side, members, ...group }: NewGroup): Plan | WishRefused {
  const read = compiled.tenant.policies.find(({ policy }) => sameId(policy.id, id))
  if (read === undefined) return refusal('policy-not-found', `the tenant has no policy with the id \`${id}\``, '/policy')
  if (members.length === 0) return refusal('for-nobody', 'a group of nobody changes nothing', '/members')
  const body = bodyFor(read)
  const users = objectIn(body.conditions, 'users') ?? {}
  const list = `${side}Groups`
  const name = `\`${read.policy.displayName}\``
  const extended = { ...body, conditions: { ...body.conditions, users: { ...users, [list]: [...textsIn(users, list), 'made:group'] } } }
  const batches = Array.from({ length: Math.ceil(members.length / atOnce) }, (_, index) => members.slice(index * atOnce, (index + 1) * atOnce))
  const adding = batches.map((batch, index): Drawn => ({
    key: `members ${index + 1}`, title: `add ${batch.length} of ${members.length} people to \`${group.name}\``, wish: { kind: 'addGroupMembers', group: 'made:group', members: batch }, after: ['group']
  }))
  const drawn: Drawn[] = [
    { key: 'group', title: `create the group \`${group.name}\``, wish: { kind: 'createGroup', ...group }, after: [] }, ...adding,
    { key: 'policy', title: `${side} the group \`${group.name}\` ${side === 'include' ? 'in' : 'from'} ${name}`, wish: { kind: 'patchPolicy', policy: read.policy.id, body: extended }, after: ['group', ...adding.map(({ key }) => key)] }
  ]
  return planFrom(compiled, { title: `${side === 'include' ? 'Include' : 'Exclude'} the group \`${group.name}\` ${side === 'include' ? 'in' : 'from'} ${name}`, drawn })
}
