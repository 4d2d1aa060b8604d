import { bitsOf } from '../region.ts'
import { platformDimension, platformNames } from '../space.ts'
import type { CompiledPolicy } from '../compile.ts'
import type { Ground } from '../ground.ts'

/** Platforms on which a control can be met; a control that is not listed can be met on each (reference section 5, grant controls). */
const platformsOf: Readonly<Record<string, readonly string[]>> = {
  compliantDevice: ['windows', 'macOS', 'iOS', 'android', 'linux'], domainJoinedDevice: ['windows'],
  approvedApplication: ['iOS', 'android'], compliantApplication: ['iOS', 'android', 'windows']
}
const common = ['windows', 'macOS', 'iOS', 'android', 'linux']

/** A clause that cannot be met on some platforms that the policy reaches, so that it blocks there. */
export interface Unsatisfiable {
  readonly policy: CompiledPolicy
  readonly clause: readonly string[]
  readonly platforms: readonly string[]
}

/** The clauses of a policy that keep people on a common platform out. Platforms that are not recognised are told beside. */
export function unsatisfiableIn(ground: Ground, policy: CompiledPolicy): Unsatisfiable[] {
  const reached = bitsOf(ground.cover(policy).may?.[platformDimension] ?? 0n).map(index => platformNames[index] ?? '')
  return policy.demand.clauses.flatMap(clause => {
    const platforms = reached.filter(platform => clause.every(control => platformsOf[control]?.includes(platform) === false))
    return platforms.some(platform => common.includes(platform)) ? [{ policy, clause, platforms }] : []
  })
}
