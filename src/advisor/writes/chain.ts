import { announce } from './announce.ts'
import { locationIn } from './location-form.ts'
import { isRefused, sameId } from './made.ts'
import { withMembers } from './joined.ts'
import type { Drawn } from './plan-steps.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import type { PlanStep, Proof } from '#src/domain/plan.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Whether a step changes who is in a group that the tenant has, or a named location. */
export function changesTenant({ wish }: Drawn): boolean {
  return wish !== null && (wish.kind === 'removeGroupMember' || wish.kind === 'deleteGroup' || wish.kind.endsWith('NamedLocation') || (wish.kind === 'addGroupMembers' && !wish.group.startsWith('made:')))
}

/**
 * The steps in their order, each judged in the tenant as those before it leave it. What they do together is no more than what each does, so
 * the relation to the tenant before the first is that of all of them, one after the other.
 */
export function chained(compiled: Compiled, drawn: readonly Drawn[]): PlanStep[] | WishRefused {
  const steps: PlanStep[] = []
  let [current, relation]: [Compiled, Proof['relation']] = [compiled, 'equivalent']
  for (const [index, { title, wish }] of drawn.entries()) {
    if (wish === null) continue
    const announced = announce(current, wish)
    if (isRefused(announced)) return announced
    const { effect, lockout } = announced
    relation = together(relation, effect.relation)
    const words = relation === effect.relation ? effect.summary : `${effect.summary} by this step`
    steps.push({ position: index + 1, title, byHand: false, wish, proof: { relation, protectedStays: relation === 'equivalent' || relation === 'stricter', lockout: lockout.status, words } })
    if (index < drawn.length - 1) current = afterwards(current, wish)
  }
  return steps
}

function together(one: Proof['relation'], other: Proof['relation']): Proof['relation'] {
  return one === 'equivalent' || one === other ? other : other === 'equivalent' ? one : 'incomparable'
}

/** The tenant after a write. Policies are judged by the announcement alone: no plan of this kind changes one. */
function afterwards(compiled: Compiled, wish: Wish): Compiled {
  const tenant = tenantAfter(compiled.tenant, wish)
  return tenant === compiled.tenant ? compiled : compile(tenant)
}

function tenantAfter(tenant: Tenant, wish: Wish): Tenant {
  const { users, groups, locations = [] } = tenant
  switch (wish.kind) {
    case 'addGroupMembers': return withMembers(tenant, groups.indexOf(wish.group), { users: wish.members.map(id => users.indexOf(id)), isAdding: true })
    case 'removeGroupMember': return withMembers(tenant, groups.indexOf(wish.group), { users: [users.indexOf(wish.member)], isAdding: false })
    case 'deleteNamedLocation': return { ...tenant, locations: locations.filter(({ id }) => !sameId(id, wish.location)) }
    case 'patchNamedLocation': {
      const location = locationIn(wish.body, wish.location)
      return isRefused(location) ? tenant : { ...tenant, locations: locations.map(one => sameId(one.id, wish.location) ? location : one) }
    }
    default: return tenant
  }
}
