import { among, recompile, type Compiled, type CompiledPolicy } from '#src/engine/compile.ts'
import { compareIn, comparison, isJudged, type Comparison } from '#src/engine/compare.ts'
import { demandsOf, grants } from '#src/engine/demands.ts'
import { groundOf } from '#src/engine/ground.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import { classRow } from '#src/engine/sign-in-rows.ts'
import { FALSE } from '#src/engine/truth.ts'
import { unknownsOf } from '#src/engine/unknowns.ts'
import type { Lockout } from '#src/domain/draft.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'
import type { Change } from './proposal.ts'

/** A tenant with all the policies that suggestions would bring, worked out once, so that each change is judged for little. */
export interface Board {
  /** The tenant in the final state of a change. */
  after(change: Change): Compiled
  /** The policies that a change brings. */
  brought(change: Change): readonly CompiledPolicy[]
  compare(change: Change): Comparison | undefined
  /** What it would change where the other policies stood already. */
  compareBeside(change: Change, others: readonly ReadPolicy[]): Comparison
  lockout(change: Change): Lockout
  /** Whether the change takes the way to manage policies from an emergency account, or from every other administrator. */
  locksOut(change: Change): boolean
  /** What is not known of the policies that decide what the change does, in sentences. */
  unknowns(change: Change): string[]
}

/** The board for changes whose policies are among those to come. */
export function boardOf(compiled: Compiled, come: readonly ReadPolicy[]): Board {
  const standing = compiled.tenant.policies
  const whole = recompile(compiled, [...standing, ...come])
  const placed = new Map([...standing, ...come].map((read, index) => [read, whole.policies[index]]))
  const ground = groundOf(whole, whole.policies.filter(isJudged))
  const facts = new Map<CompiledPolicy, readonly string[]>()
  const lockouts = new Map<string, Lockout>()
  const placesOf = (reads: readonly ReadPolicy[]): CompiledPolicy[] => reads.flatMap(read => placed.get(read) ?? [])
  const keptIn = ({ gone }: Change): CompiledPolicy[] => placesOf(standing.filter(read => !gone.includes(read)))
  const after = (change: Change): Compiled => among(whole, [...keptIn(change), ...placesOf(change.come)])
  const factsOf = (policy: CompiledPolicy): readonly string[] => {
    const found = facts.get(policy) ?? unknownsOf(whole, policy).map(({ what, why }) => `${what}: ${why}`)
    facts.set(policy, found)
    return found
  }
  const now = lockoutIn(compiled)
  const managers = new Set((now.accounts ?? []).map(({ user }) => whole.classes.of[whole.tenant.users.indexOf(user)] ?? -1))
  const concernsManagers = (policy: CompiledPolicy): boolean => isJudged(policy) && grants(policy) && [...managers].some(name => name >= 0 && classRow(whole, name)[policy.index] !== FALSE)
  const lockout = (change: Change): Lockout => {
    if (!placesOf([...change.gone, ...change.come]).some(concernsManagers)) return now
    const judged = after(change)
    const key = judged.policies.filter(policy => isJudged(policy) && grants(policy)).map(({ index }) => index).join()
    const found = lockouts.get(key) ?? lockoutIn(judged)
    lockouts.set(key, found)
    return found
  }
  return {
    after, lockout, brought: ({ come: fresh }) => placesOf(fresh),
    compareBeside: (change, others) => comparison(ground, { kept: [...keptIn(change), ...placesOf(others)], gone: placesOf(change.gone), come: placesOf(change.come) }),
    compare: change => {
      const [gone, fresh] = [placesOf(change.gone), placesOf(change.come)]
      if (![...gone, ...fresh].some(isJudged)) return undefined
      const isCoarse = ground.space.devices.uncut.size > 0
      return isCoarse ? compareIn(compiled, [...standing.filter(read => !change.gone.includes(read)), ...change.come]) : comparison(ground, { kept: keptIn(change), gone, come: fresh })
    },
    locksOut: change => placesOf(change.come).some(concernsManagers) && isWorse(now, lockout(change)),
    unknowns: change => {
      const changed = [...placesOf(change.gone), ...placesOf(change.come)].filter(isJudged)
      const demands = changed.flatMap(demandsOf)
      const deciding = keptIn(change).filter(policy => isJudged(policy) && demands.some(demand => demand.impliedBy(policy)))
      return [...new Set([...changed, ...changed.length > 0 ? deciding : []].flatMap(factsOf))].sort()
    }
  }
}

/** Whether a way to manage policies is shut that was not: of an emergency account, or the last of the other administrators. */
export function isWorse({ accounts: before = [] }: Lockout, { accounts: after = [] }: Lockout): boolean {
  const shut = (ways: Lockout['accounts'], user: string): boolean => ways?.some(way => way.user === user && way.way === 'closed') === true
  const open = (ways: Lockout['accounts']): boolean => ways?.some(({ kind, way }) => kind === 'administrator' && way === 'open') === true
  return after.some(({ kind, way, user }) => kind === 'emergency' && way === 'closed' && !shut(before, user)) || (open(before) && !open(after))
}
