import { gapRegions, type GapRegion } from './gap-region.ts'
import { compile, recompile, type Compiled, type CompiledPolicy } from './compile.ts'
import { demandsOf, grants, isAboutWorkloads, type Demanded } from './demands.ts'
import { groundOf, type Ground } from './ground.ts'
import { uncovered } from './uncovered.ts'
import { userSet, type UserSet } from './user-set.ts'
import type { Left } from './gaps.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'

/** Sign-ins for which the second tenant demands more (`stricter`) or less (`looser`) than the first. */
export interface ChangedRegion extends GapRegion {
  readonly change: 'stricter' | 'looser'
  readonly demand: string
}

/** What changes from one tenant to another that differs in its policies only. */
export interface Comparison {
  readonly relation: 'equivalent' | 'stricter' | 'looser' | 'incomparable'
  readonly regions: readonly ChangedRegion[]
  readonly newlyBlocked: UserSet
  readonly newlyChallenged: UserSet
  readonly newlyFree: UserSet
  /** Ids of the policies that differ. */
  readonly policies: readonly string[]
}

interface Side {
  readonly own: readonly CompiledPolicy[]
  readonly against: readonly CompiledPolicy[]
  readonly change: 'stricter' | 'looser'
}

/** Compares two tenants that differ in their policies only. */
export function compare(before: Tenant, after: Tenant): Comparison {
  return compareIn(compile(before), after.policies)
}

/**
 * Compares what a tenant demands with what it would with other policies, region by region. Exact where nothing is unknown; where
 * something is, a region counts as changed unless it is sure that it is not, so `equivalent` is always a proof.
 */
export function compareIn(before: Compiled, after: readonly ReadPolicy[]): Comparison {
  const standing = before.tenant.policies
  const gone = standing.filter(policy => !stands(policy, after))
  const come = after.filter(policy => !stands(policy, standing))
  const kept = standing.filter(policy => stands(policy, after))
  const compiled = recompile(before, [...kept, ...gone, ...come])
  const [same, old, fresh] = [compiled.policies.slice(0, kept.length), compiled.policies.slice(kept.length, kept.length + gone.length), compiled.policies.slice(kept.length + gone.length)]
  return comparison(groundOf(compiled, compiled.policies.filter(isJudged)), { kept: same, gone: old, come: fresh })
}

/** Policies that stay, that go and that come. */
export interface Replacement {
  readonly kept: readonly CompiledPolicy[]
  readonly gone: readonly CompiledPolicy[]
  readonly come: readonly CompiledPolicy[]
}

/** What changes where some policies of the ground are replaced by others of it. */
export function comparison(ground: Ground, { kept, gone, come }: Replacement): Comparison {
  const { classes } = ground.compiled
  const [same, old, fresh] = [kept.filter(isJudged), gone.filter(isJudged), come.filter(isJudged)]
  const stricter = changed(ground, { own: fresh, against: [...same, ...old], change: 'stricter' })
  const looser = changed(ground, { own: old, against: [...same, ...fresh], change: 'looser' })
  const blind = { stricter: fresh.some(isAboutWorkloads), looser: old.some(isAboutWorkloads) }
  const usersOf = (found: readonly Left[]): UserSet => userSet(classes, found.flatMap(left => left.classes))
  let regions: readonly ChangedRegion[] | undefined
  return {
    relation: relationOf(stricter.length > 0 || blind.stricter, looser.length > 0 || blind.looser),
    get regions() {
      regions ??= [...stricter, ...looser].flatMap(({ left, demand, change }) => gapRegions(left, ground).map(region => ({ ...region, change, demand: demand.name })))
      return regions
    },
    newlyBlocked: usersOf(stricter.filter(({ demand }) => demand.kind === 'block').map(({ left }) => left)),
    newlyChallenged: usersOf(stricter.filter(({ demand }) => demand.kind === 'grant').map(({ left }) => left)),
    newlyFree: usersOf(old.filter(grants).flatMap(policy => uncovered(ground, policy, [...same, ...fresh].filter(grants)))),
    policies: [...new Set([...gone, ...come].map(({ policy }) => policy.id))]
  }
}

interface Found {
  readonly left: Left
  readonly demand: Demanded
  readonly change: 'stricter' | 'looser'
}

function stands(read: ReadPolicy, policies: readonly ReadPolicy[]): boolean {
  return policies.some(other => other.policy === read.policy || (other.policy.id === read.policy.id && isSame(other, read)))
}

/** What is not known in a policy stands in its body alone, so there the bodies decide, too. */
function isSame(one: ReadPolicy, other: ReadPolicy): boolean {
  const isPlain = one.unrecognised.length === 0 && other.unrecognised.length === 0
  return JSON.stringify(one.policy) === JSON.stringify(other.policy) && (isPlain || samePolicy(one.raw, other.raw))
}

/** Policies that decide sign-ins, or may. */
export function isJudged({ mode }: CompiledPolicy): boolean {
  return mode === 'enforced' || mode === 'unknown'
}

function changed(ground: Ground, { own, against, change }: Side): Found[] {
  return own.flatMap(policy => demandsOf(policy).flatMap(demand =>
    uncovered(ground, policy, against.filter(demand.impliedBy)).map(left => ({ left, demand, change }))))
}

function relationOf(stricter: boolean, looser: boolean): Comparison['relation'] {
  return stricter ? looser ? 'incomparable' : 'stricter' : looser ? 'looser' : 'equivalent'
}
