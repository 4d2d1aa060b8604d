import { deviceFilter } from './conditions/devices.ts'
import { leftOver, type Cover, type Left } from './gaps.ts'
import { licenceStatus } from './licence.ts'
import { eligibleCount, populationOf } from './population.ts'
import { intersection, type Box } from './region.ts'
import { appSet, gapRegions, type AppSet, type GapRegion, type Judged } from './gap-region.ts'
import { mayProtect, satisfies } from './satisfies.ts'
import { classRow } from './sign-in-rows.ts'
import { reachOf, scopeBox, spaceOf, type Reach } from './space.ts'
import { situationsOf, type Situation } from './situations.ts'
import { narrowClasses, targetClasses, type TargetClass } from './targets.ts'
import { FALSE, TRUE } from './truth.ts'
import { unknownsOf, type UnknownFact } from './unknowns.ts'
import { userSet, type UserSet } from './user-set.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { RequirementResult } from '#src/domain/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** How far a tenant's enforced policies guarantee one requirement. */
export interface Coverage {
  readonly requirement: Requirement
  readonly status: RequirementResult['status']
  readonly reason: string
  readonly users: number
  readonly acceptedUsers: number
  readonly outsideUsers: number
  readonly eligibleUsers: number
  readonly gaps: readonly GapRegion[]
  readonly possible: readonly GapRegion[]
  readonly uncoveredUsers: UserSet
  readonly uncoveredApps: AppSet
  readonly protectingPolicies: readonly string[]
  readonly wouldCover: readonly string[]
  /** Who would still not be covered if those report-only policies were enforced. */
  readonly wouldLeave: UserSet
  /** The population by how it stands. */
  readonly situations: readonly Situation[]
  readonly unknowns: readonly UnknownFact[]
}

/** Judges one requirement exactly, twice: with every unknown as not applying, and as applying. */
export function coverage(compiled: Compiled, requirement: Requirement): Coverage {
  const relevant = compiled.policies.filter(policy => policy.mode !== 'disabled' && mayProtect(policy, requirement, compiled.tenant))
  const filter = requirement.conditions.deviceFilter === undefined ? undefined : deviceFilter(requirement.conditions.deviceFilter)
  const space = spaceOf(compiled, relevant, filter)
  const targets = targetsOf(compiled, relevant, requirement)
  const population = populationOf(compiled, requirement)
  const box = scopeBox(space, requirement.conditions, filter)
  const covers = relevant.map((policy, position): Placed => {
    const reach = reachOf(compiled, space, policy)
    return {
      policy, reach, strength: satisfies(policy, requirement, compiled.tenant), ...reach,
      users: name => classRow(compiled, name)[policy.index] ?? FALSE, targets: target => targets[target]?.truths[position] ?? FALSE
    }
  })
  const enforced = compiled.tenant.securityDefaults === true ? [] : covers.filter(({ policy }) => policy.mode !== 'reportOnly')
  const scope = { box: box ?? space.full, targets: box === undefined ? 0 : targets.length, ...population }
  const left = known(compiled, leftOver(scope, enforced))
  const judged: Judged = { compiled, space, targets, scope: scope.box, externals: [] }
  const gaps = regions(left.open, judged)
  const possible = regions(left.possible, judged)
  const adding = covers.filter(({ policy, strength }) => policy.mode === 'reportOnly' && strength === TRUE)
    .filter(cover => [...left.open, ...left.possible].some(region => touches(cover, region)))
  const protecting = enforced.filter(cover => protects(cover, scope)).map(({ policy }) => policy)
  return {
    requirement, ...statusOf(compiled, requirement, { gaps, possible, protecting }),
    users: userSet(compiled.classes, population.possible).count,
    acceptedUsers: userSet(compiled.classes, population.accepted).count,
    outsideUsers: userSet(compiled.classes, population.outside).count,
    eligibleUsers: eligibleCount(compiled, requirement.population.roles),
    gaps, possible, situations: situationsOf(compiled, population.possible, gaps),
    uncoveredUsers: userSet(compiled.classes, left.open.flatMap(region => region.classes)),
    uncoveredApps: appSet(targets, new Set(left.open.flatMap(region => region.targets))),
    protectingPolicies: protecting.map(({ policy }) => policy.id),
    wouldCover: adding.map(({ policy }) => policy.policy.id),
    wouldLeave: userSet(compiled.classes, (adding.length === 0 ? left : leftOver(scope, [...enforced, ...adding])).open.flatMap(region => region.classes)),
    unknowns: left.possible.length === 0 ? [] : [...compiled.tenant.policiesRead ? [] : [{ what: 'policies', why: 'they were not read' }], ...factsOf(compiled, enforced)]
  }
}

/** Requests for baseline scopes only count where it is declared how the tenant treats them. */
function targetsOf(compiled: Compiled, policies: readonly CompiledPolicy[], { applications }: Requirement): TargetClass[] {
  const declared = compiled.tenant.settings.baselineScopes ?? 'unknown'
  const plain = targetClasses(compiled, policies, applications)
  return applications === null && declared !== 'unknown' ? [...plain, ...narrowClasses(compiled, policies)] : plain
}

/** Where the policies were not read, nothing is left for sure. */
function known({ tenant }: Compiled, left: { open: Left[], possible: Left[] }): { open: Left[], possible: Left[] } {
  return tenant.policiesRead ? left : { open: [], possible: [...left.open, ...left.possible] }
}

interface Placed extends Cover {
  readonly policy: CompiledPolicy
  readonly reach: Reach
}

function protects(cover: Placed, scope: { box: Box, targets: number, possible: readonly number[] }): boolean {
  const whole = { classes: scope.possible, targets: Array.from({ length: scope.targets }, (_, index) => index), boxes: [scope.box] }
  return cover.strength === TRUE && touches(cover, whole)
}

/** Whether the cover surely takes something out of the region. */
function touches(cover: Placed, region: Left): boolean {
  const { must } = cover
  return must !== undefined && region.boxes.some(box => intersection(box, must) !== undefined) &&
    region.classes.some(name => cover.users(name) === TRUE) && region.targets.some(target => cover.targets(target) === TRUE)
}

function regions(left: readonly Left[], judged: Judged): GapRegion[] {
  return left.flatMap(region => gapRegions(region, judged))
    .sort((a, b) => b.users.count - a.users.count || b.apps.count - a.apps.count || (a.words < b.words ? -1 : 1))
}

function factsOf(compiled: Compiled, covers: readonly Placed[]): UnknownFact[] {
  const facts = covers.flatMap(({ policy, strength }) => [
    ...unknownsOf(compiled, policy),
    ...strength === TRUE ? [] : [{ what: `controls of policy \`${policy.policy.displayName}\``, why: 'whether they are enough is not known' }]
  ])
  return [...new Map(facts.map(fact => [`${fact.what}\n${fact.why}`, fact])).values()]
}

interface Judgement {
  readonly gaps: readonly GapRegion[]
  readonly possible: readonly GapRegion[]
  readonly protecting: readonly CompiledPolicy[]
}

function statusOf({ tenant }: Compiled, requirement: Requirement, found: Judgement): Pick<Coverage, 'status' | 'reason'> {
  const licence = licenceStatus(tenant, requirement.licence)
  if (licence.missing.length > 0) return { status: 'notApplicable', reason: `the tenant has no ${licence.missing.join(' and no ')}` }
  if (!tenant.policiesRead) return { status: 'unknown', reason: 'the policies were not read' }
  if (!tenant.users.read) return { status: 'unknown', reason: 'the users were not read' }
  if (found.gaps.length > 0) {
    return { status: 'gap', reason: tenant.securityDefaults === true ? 'security defaults are on, so policies do not run' : 'enforced policies leave sign-ins out' }
  }
  if (found.possible.length > 0) return { status: 'unknown', reason: 'whether enforced policies cover every sign-in depends on facts that are not known' }
  return { status: 'met', reason: `enforced policies cover every sign-in in scope${legacyWords(requirement, found.protecting)}; external users without a directory object are outside` }
}

/** Says where clients of legacy protocols are kept out by controls that they cannot meet, not by a block. */
function legacyWords({ satisfiedBy }: Requirement, protecting: readonly CompiledPolicy[]): string {
  const names = protecting.filter(({ demand }) => !demand.block).map(({ policy }) => `\`${policy.displayName}\``)
  if (!satisfiedBy.legacyCannot || names.length === 0) return ''
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return `; legacy clients cannot meet the controls of ${names.slice(0, 3).join(', ')}${more}, so they are blocked`
}
