import { gapRegions, type GapRegion, type Judged } from './gap-region.ts'
import { leftOver, type Cover, type Left } from './gaps.ts'
import { compile, type Compiled, type CompiledPolicy } from './compile.ts'
import { limitsAsMuch } from './controls.ts'
import { classRow } from './sign-in-rows.ts'
import { reachOf, spaceOf } from './space.ts'
import { everyTarget } from './targets.ts'
import { FALSE, TRUE } from './truth.ts'
import { userSet, type UserSet } from './user-set.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import { withPolicies, type ReadPolicy, type Tenant } from '#src/tenant/tenant.ts'

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

/** One thing that a policy demands, and whether another policy demands as much. */
interface Demanded {
  readonly name: string
  readonly kind: 'block' | 'grant' | 'session'
  readonly impliedBy: (other: CompiledPolicy) => boolean
}

interface Side {
  readonly own: readonly CompiledPolicy[]
  readonly against: readonly CompiledPolicy[]
  readonly change: 'stricter' | 'looser'
}

/**
 * Compares what two tenants demand, region by region. Exact where nothing is unknown; where something is, a region counts as
 * changed unless it is sure that it is not, so `equivalent` is always a proof.
 */
export function compare(before: Tenant, after: Tenant): Comparison {
  const gone = before.policies.filter(policy => !stands(policy, after))
  const come = after.policies.filter(policy => !stands(policy, before))
  const kept = before.policies.filter(policy => stands(policy, after))
  const compiled = compile(withPolicies(before, [...kept, ...gone, ...come]))
  const [same, old, fresh] = split(compiled.policies, [kept.length, gone.length, come.length])
  const judge = judgeOf(compiled)
  const stricter = changed(judge, { own: fresh, against: [...same, ...old], change: 'stricter' })
  const looser = changed(judge, { own: old, against: [...same, ...fresh], change: 'looser' })
  const blind = { stricter: fresh.some(isWorkload), looser: old.some(isWorkload) }
  const usersOf = (found: readonly Found[]): UserSet => userSet(compiled.classes, found.flatMap(({ left }) => left.classes))
  return {
    relation: relationOf(stricter.length > 0 || blind.stricter, looser.length > 0 || blind.looser),
    regions: [...stricter, ...looser].flatMap(({ left, demand, change }) =>
      gapRegions(left, judge.judged).map(region => ({ ...region, change, demand: demand.name }))),
    newlyBlocked: usersOf(stricter.filter(({ demand }) => demand.kind === 'block')),
    newlyChallenged: usersOf(stricter.filter(({ demand }) => demand.kind === 'grant')),
    newlyFree: usersOf(changed(judge, { own: old.filter(grants), against: [...same, ...fresh], change: 'looser' }, anyGrant)),
    policies: [...new Set([...gone, ...come].map(({ policy }) => policy.id))]
  }
}

interface Found {
  readonly left: Left
  readonly demand: Demanded
  readonly change: 'stricter' | 'looser'
}

interface Judge {
  readonly judged: Judged
  readonly cover: (policy: CompiledPolicy) => Cover
  readonly people: readonly number[]
}

function stands(read: ReadPolicy, tenant: Tenant): boolean {
  return tenant.policies.some(other => other.policy === read.policy || (other.policy.id === read.policy.id && isSame(other, read)))
}

/** What is not known in a policy stands in its body alone, so there the bodies decide, too. */
function isSame(one: ReadPolicy, other: ReadPolicy): boolean {
  const isPlain = one.unrecognised.length === 0 && other.unrecognised.length === 0
  return JSON.stringify(one.policy) === JSON.stringify(other.policy) && (isPlain || samePolicy(one.raw, other.raw))
}

function split(policies: readonly CompiledPolicy[], sizes: readonly [number, number, number]): [CompiledPolicy[], CompiledPolicy[], CompiledPolicy[]] {
  const [a, b] = sizes
  const enforced = (policy: CompiledPolicy): boolean => policy.mode === 'enforced' || policy.mode === 'unknown'
  return [policies.slice(0, a).filter(enforced), policies.slice(a, a + b).filter(enforced), policies.slice(a + b).filter(enforced)]
}

function judgeOf(compiled: Compiled): Judge {
  const policies = compiled.policies.filter(policy => policy.mode === 'enforced' || policy.mode === 'unknown')
  const space = spaceOf(compiled, policies)
  const targets = everyTarget(compiled, policies)
  const positions = new Map(policies.map((policy, position) => [policy, position]))
  const { classes, tenant } = compiled
  const people = Array.from({ length: classes.count }, (_, name) => name)
    .filter(name => tenant.users.isEnabled(classes.order[classes.starts[name] ?? 0] ?? 0))
  return {
    judged: { compiled, space, targets, scope: space.full },
    people,
    cover: policy => ({
      strength: TRUE, ...reachOf(compiled, space, policy),
      users: name => classRow(compiled, name)[policy.index] ?? FALSE,
      targets: target => targets[target]?.truths[positions.get(policy) ?? -1] ?? FALSE
    })
  }
}

function changed(judge: Judge, side: Side, implied = (demand: Demanded) => demand.impliedBy): Found[] {
  return side.own.flatMap(policy => demandsOf(policy).flatMap(demand => {
    const own = judge.cover(policy)
    if (own.may === undefined) return []
    const covers = side.against.filter(implied(demand)).map(judge.cover)
    const reached = judge.people.filter(name => own.users(name) !== FALSE)
    const left = leftOver({ box: own.may, targets: judge.judged.targets.length, certain: reached, possible: reached }, [outside(own), ...covers])
    return [...left.open, ...left.possible].map(found => ({ left: found, demand, change: side.change }))
  }))
}

/** Takes out the targets that the policy does not reach, so that only its own are left. */
function outside(own: Cover): Cover {
  return { strength: TRUE, must: own.may, may: own.may, users: () => TRUE, targets: target => own.targets(target) === FALSE ? TRUE : FALSE }
}

function demandsOf(policy: CompiledPolicy): Demanded[] {
  const { demand, session } = policy
  if (demand.block) return [{ name: 'block', kind: 'block', impliedBy: other => other.demand.block }]
  return [
    ...demand.clauses.map((clause): Demanded => ({
      name: clause.join(' or '), kind: 'grant',
      impliedBy: other => other.demand.block || other.demand.clauses.some(stronger => stronger.every(name => clause.includes(name)))
    })),
    ...Object.entries(session).map(([name, value]): Demanded => ({
      name: `${name} ${String(value)}`, kind: 'session',
      impliedBy: other => other.demand.block || limitsAsMuch(name, other.session[name], value)
    }))
  ]
}

function grants(policy: CompiledPolicy): boolean {
  return policy.demand.block || policy.demand.clauses.length > 0
}

function anyGrant(): (other: CompiledPolicy) => boolean {
  return grants
}

/** Whether it reaches identities other than people, for which regions are not worked out. */
function isWorkload({ workloads, policy }: CompiledPolicy): boolean {
  return workloads !== null || policy.conditions.servicePrincipalRiskLevels.length > 0 || policy.conditions.agentIdRiskLevels !== null
}

function relationOf(stricter: boolean, looser: boolean): Comparison['relation'] {
  return stricter ? looser ? 'incomparable' : 'stricter' : looser ? 'looser' : 'equivalent'
}
