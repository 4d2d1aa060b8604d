import { deviceFilter } from './conditions/devices.ts'
import { withoutTrusted } from './conditions/locations.ts'
import { appSet, gapRegions, inOrder, type AppSet, type GapRegion, type Judged } from './gap-region.ts'
import { judge, relevantTo, strengthOf, type Placed } from './judgement.ts'
import { eligibleCount, populationOf } from './population.ts'
import { classRow } from './sign-in-rows.ts'
import { classReached, settingOf } from './setting.ts'
import { scopeBox } from './space.ts'
import { situationsOf, type Situation } from './situations.ts'
import { statusOf } from './status.ts'
import { groupsIn } from './targets.ts'
import { FALSE } from './truth.ts'
import { groupFact, type UnknownFact } from './unknowns.ts'
import { userSet, type UserSet } from './user-set.ts'
import { workloadCoverage } from './workload-coverage.ts'
import type { Compiled } from './compile.ts'
import type { Left } from './gaps.ts'
import type { RequirementResult } from '#src/domain/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** How far a tenant's enforced policies guarantee one requirement. Users are workloads where it is about those: `identityAt` tells who. */
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
  const { subjects = 'people' } = requirement.population
  if (subjects !== 'people') return workloadCoverage(compiled, requirement, subjects)
  return peopleCoverage(requirement.conditions.outsideTrusted === true ? { ...compiled, locations: withoutTrusted(compiled.locations) } : compiled, requirement)
}

function peopleCoverage(compiled: Compiled, requirement: Requirement): Coverage {
  const { conditions: { deviceFilter: filter, outsideTrusted = false }, population: { roles } } = requirement
  const relevant = relevantTo(compiled, requirement)
  const cuts = { filter: filter === undefined ? undefined : deviceFilter(filter), outsideTrusted }
  const { space, targets, reaches, reached } = settingOf(compiled, relevant, requirement, cuts)
  const uncertainTargets = new Set([...targets.keys()].filter(index => targets[index]?.isCertain === false))
  const population = populationOf(compiled, requirement)
  const box = scopeBox(space, requirement.conditions, cuts.filter, outsideTrusted ? compiled.locations : undefined)
  const covers = relevant.map((policy, position): Placed => ({
    policy, must: reaches[position]?.must, may: reaches[position]?.may, ...strengthOf(compiled, policy, requirement),
    users: name => classRow(compiled, name)[policy.index] ?? FALSE, targets: target => targets[target]?.truths[position] ?? FALSE
  }))
  const scope = { box: box ?? space.full, targets: box === undefined ? 0 : targets.length, uncertainTargets, ...population }
  const found = judge(compiled, scope, covers, { classes: name => classReached(compiled, name), targets: target => reached[target] ?? nothing })
  const judged: Judged = { compiled, space, targets, scope: scope.box, externals: [] }
  const [gaps, possible] = [regions(found.open, judged), regions(found.possible, judged)]
  const people = (left: readonly Left[]): UserSet => userSet(compiled.classes, left.flatMap(({ classes }) => classes))
  const whole = appSet(targets, [...targets.keys()].filter(index => targets[index]?.scopes === undefined && !uncertainTargets.has(index)))
  return {
    requirement, ...statusOf(compiled, requirement, { gaps: gaps.length, possible: possible.length, protecting: found.protecting }),
    users: userSet(compiled.classes, population.possible).count,
    acceptedUsers: userSet(compiled.classes, population.accepted).count,
    outsideUsers: userSet(compiled.classes, population.outside).count,
    eligibleUsers: eligibleCount(compiled, roles),
    gaps, possible, situations: situationsOf(compiled, population.possible, gaps, whole),
    uncoveredUsers: people(found.open), uncoveredApps: appSet(targets, new Set(found.open.flatMap(region => region.targets))),
    protectingPolicies: found.protecting.map(({ policy }) => policy.id), wouldCover: found.adding.map(({ policy }) => policy.id),
    wouldLeave: people(found.afterwards),
    unknowns: [...found.unknowns, ...found.possible.some(region => region.targets.some(target => uncertainTargets.has(target))) ? groupsIn(requirement.applications).map(groupFact) : []]
  }
}

const nothing = { sure: 0n, perhaps: 0n }

function regions(left: readonly Left[], judged: Judged): GapRegion[] {
  return inOrder(left.flatMap(region => gapRegions(region, judged)))
}
