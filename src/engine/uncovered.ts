import { leftOver, type Cover, type Left } from './gaps.ts'
import { FALSE, TRUE } from './truth.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Ground } from './ground.ts'

/** Sign-ins that the policy may apply to and none of the others surely does. */
export function uncovered(ground: Ground, policy: CompiledPolicy, others: readonly CompiledPolicy[]): Left[] {
  const own = ground.cover(policy)
  if (own.may === undefined) return []
  const reached = ground.people.filter(name => own.users(name) !== FALSE)
  const scope = { box: own.may, targets: ground.targets.length, certain: reached, possible: reached }
  const { open, possible } = leftOver(scope, [beyond(own), ...others.map(other => ground.coverGiven(other, policy))])
  return [...open, ...possible]
}

/** Takes out the targets that the policy does not reach, so that only its own are left. */
function beyond(own: Cover): Cover {
  return { strength: TRUE, must: own.may, may: own.may, users: () => TRUE, targets: target => own.targets(target) === FALSE ? TRUE : FALSE }
}
