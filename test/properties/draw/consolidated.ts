import type { Consolidation } from '#src/engine/analyse/consolidate.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { askedOf, asksAsMuch, judged } from './asked.ts'
import { isInside } from './inside.ts'
import { isSupposed } from './placed.ts'
import type { Body } from './random.ts'

/** Policies with the one that would take their place, and what it is said to change. */
export interface Proposal extends Pick<Consolidation, 'stricter' | 'looser'> {
  readonly members: readonly Body[]
  readonly body: Body
}

/** Where the naive evaluator says otherwise than a consolidation: at a sign-in outside its differences, or at the witness of one. Everything is judged as turned on. */
export function consolidatedWrongly({ file, tenant }: { readonly file: Body, readonly tenant: Tenant }, { members, body, stricter, looser }: Proposal, signIns: readonly SignIn[]): { what: string, signIn: SignIn }[] {
  const merged = [{ ...body, id: 'merged' }]
  const cut = { file, tenant, policies: [...members, ...merged] }
  const alone = (policies: readonly Body[], signIn: SignIn) => askedOf(judged({ ...file, policies: policies.map(policy => ({ ...policy, state: 'enabled' })) }, signIn))
  const sides = (signIn: SignIn): [less: boolean, more: boolean] => {
    const [old, fresh] = [alone(members, signIn), alone(merged, signIn)]
    return [!(asksAsMuch(fresh[0], old[0]) && asksAsMuch(fresh[1], old[1])), !(asksAsMuch(old[0], fresh[0]) && asksAsMuch(old[1], fresh[1]))]
  }
  const outside = signIns.flatMap(signIn => {
    const [isLess, isMore] = sides(signIn)
    return [
      ...isLess && !looser.some(region => isInside(cut, region, signIn)) ? [{ what: 'consolidated asks less outside its regions', signIn }] : [],
      ...isMore && !stricter.some(region => isInside(cut, region, signIn)) ? [{ what: 'consolidated asks more outside its regions', signIn }] : []
    ]
  })
  const shown = ({ witness }: { readonly witness: SignIn }, side: 0 | 1): boolean => isSupposed(witness) || sides(witness)[side]
  return [
    ...outside, ...looser.filter(region => !shown(region, 0)).map(({ witness }) => ({ what: 'consolidated does not ask less', signIn: witness })),
    ...stricter.filter(region => !shown(region, 1)).map(({ witness }) => ({ what: 'consolidated does not ask more', signIn: witness }))
  ]
}
