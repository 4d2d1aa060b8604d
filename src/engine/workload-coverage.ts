import { deviceTruth } from './conditions/devices.ts'
import { locationTruth } from './conditions/locations.ts'
import { clientAppTruth, flags, flowTruth, insiderTruth, platformTruth, riskTruth } from './conditions/values.ts'
import { ownedTruth, workloadTruth } from './conditions/workloads.ts'
import { appSet, inOrder, requestsOf, wordsOf, type GapRegion } from './gap-region.ts'
import { judge, relevantTo, strengthOf, type Placed } from './judgement.ts'
import { locationCells, type LocationCell } from './location-cells.ts'
import { bitsOf, maskOf, type Box } from './region.ts'
import { situationsIn } from './situations.ts'
import { statusOf } from './status.ts'
import { contextOf, scopeTargets, type TargetClass } from './targets.ts'
import { and, FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import { listedSet, type UserSet } from './user-set.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Coverage } from './coverage.ts'
import type { Left } from './gaps.ts'
import type { RegionConditions } from '#src/domain/coverage.ts'
import type { Requirement, RequirementConditions } from '#src/domain/requirement.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

type Subjects = 'servicePrincipals' | 'agents'

const risks = ['none', 'low', 'medium', 'high'] as const

/** What a requirement about workloads is judged over: who is a place in the list of applications, when is a box over location, service principal risk and agent risk. */
interface Field {
  readonly compiled: Compiled
  readonly subjects: Subjects
  readonly locations: readonly LocationCell[]
  readonly targets: readonly TargetClass[]
  readonly scope: Box
}

/** Judges a requirement about service principals or agent identities, as `coverage` does for people. Users are workloads here; they ask for no baseline scopes, which are people's. */
export function workloadCoverage(compiled: Compiled, requirement: Requirement, subjects: Subjects): Coverage {
  const { tenant } = compiled
  const relevant = relevantTo(compiled, requirement)
  const conditions = relevant.map(({ policy }) => policy.conditions.locations).filter(condition => condition !== null)
  const locations = locationCells(conditions, compiled.locations, place => conditions.map(condition => locationTruth(condition, compiled.locations, place)).join(''))
  const targets = scopeTargets(compiled, relevant, requirement).filter(({ scopes }) => scopes === undefined)
  const { certain, possible, outside } = populationIn(compiled, subjects)
  const scope = { box: scopeBox(locations, requirement.conditions), targets: targets.length, certain, possible }
  const covers = relevant.map((policy, position): Placed => ({
    policy, ...reachOf(compiled, policy, locations), ...strengthOf(compiled, policy, requirement),
    users: name => policy.workloads === null ? FALSE : workloadTruth(policy.workloads, { id: '', app: tenant.apps.list[name] }, tenant),
    targets: target => targets[target]?.truths[position] ?? FALSE
  }))
  const found = judge(compiled, scope, covers)
  const field: Field = { compiled, subjects, locations, targets, scope: scope.box }
  const [gaps, perhaps] = [regions(found.open, field), regions(found.possible, field)]
  const identities = (left: readonly Left[]): UserSet => listedSet(left.flatMap(({ classes }) => classes))
  return {
    requirement, ...statusOf(compiled, requirement, { gaps: gaps.length, possible: perhaps.length, protecting: found.protecting }),
    users: possible.length, acceptedUsers: 0, outsideUsers: outside, eligibleUsers: 0, gaps, possible: perhaps,
    situations: situationsIn(possible.map(name => ({ name, first: name })), gaps, { whole: appSet(targets, targets.keys()), setOf: listedSet }),
    uncoveredUsers: identities(found.open), uncoveredApps: appSet(targets, new Set(found.open.flatMap(region => region.targets))),
    protectingPolicies: found.protecting.map(({ policy }) => policy.id), wouldCover: found.adding.map(({ policy }) => policy.id),
    wouldLeave: identities(found.afterwards),
    unknowns: [...found.unknowns, ...found.possible.length > 0 && certain.length < possible.length ? [unrecordedOwners] : []]
  }
}

const unrecordedOwners = { what: 'owners of service principals', why: 'they are not recorded for all of them' }

/** Service principals that Conditional Access can reach, or agent identities, by place; the other service principals are outside (C23). */
function populationIn({ tenant }: Compiled, subjects: Subjects): { certain: number[], possible: number[], outside: number } {
  const of = tenant.apps.list.map(app => app.isAgentIdentity ? (subjects === 'agents' ? TRUE : undefined) : subjects === 'agents' ? undefined : ownedTruth(app, tenant))
  const among = (least: Truth): number[] => [...of.keys()].filter(name => (of[name] ?? FALSE) >= least)
  return { certain: among(TRUE), possible: among(UNKNOWN), outside: of.filter(truth => truth === FALSE).length }
}

function scopeBox(locations: readonly LocationCell[], conditions: RequirementConditions): Box {
  const among = (wanted: readonly string[] | undefined): bigint => maskOf(risks.length, index => wanted?.includes(risks[index] ?? '') ?? true)
  return [maskOf(locations.length, () => true), among(conditions.servicePrincipalRiskLevels), among(conditions.agentIdRiskLevels)]
}

/** Where a policy reaches sign-ins that show nothing of a person, a client or a device. */
function reachOf({ locations: named }: Compiled, policy: CompiledPolicy, locations: readonly LocationCell[]): { must: Box | undefined, may: Box | undefined } {
  const { mode, unrecognised, device, policy: { conditions } } = policy
  const shown = [
    clientAppTruth(conditions.clientAppTypes, undefined), platformTruth(conditions.platforms, undefined), deviceTruth(device, undefined),
    riskTruth(conditions.signInRiskLevels, 'none'), riskTruth(conditions.userRiskLevels, 'none'), insiderTruth(conditions.insiderRiskLevels, 'none'),
    flowTruth(conditions.authenticationFlows, 'none')
  ].reduce(and, mode === 'unknown' || unrecognised ? UNKNOWN : TRUE)
  const judges = [
    locations.map(({ place }) => locationTruth(conditions.locations, named, place)),
    risks.map(level => riskTruth(conditions.servicePrincipalRiskLevels, level)), risks.map(level => riskTruth(flags(conditions.agentIdRiskLevels), level))
  ]
  const boxOf = (least: Truth): Box | undefined => {
    const box = judges.map(truths => maskOf(truths.length, index => and(truths[index] ?? FALSE, shown) >= least))
    return box.includes(0n) ? undefined : box
  }
  return { must: boxOf(TRUE), may: boxOf(UNKNOWN) }
}

function regions(left: readonly Left[], field: Field): GapRegion[] {
  return inOrder(left.flatMap(({ classes: names, targets, boxes }) => requestsOf(targets, field.targets).flatMap(({ apps, classes }) => boxes.map((box): GapRegion => {
    const conditions = conditionsOf(field, box)
    const witness = { signInIdentity: identityOf(field, names), signInContext: contextOf(field.compiled, classes, apps), signInConditions: exampleIn(field, box) }
    return { users: listedSet(names), externals: [], apps, conditions, words: wordsOf(conditions), witness }
  }))))
}

function identityOf({ compiled, subjects }: Field, names: readonly number[]): SignIn['signInIdentity'] {
  const id = compiled.tenant.apps.list[Math.min(...names)]?.id ?? ''
  return subjects === 'agents' ? { '@odata.type': '#microsoft.graph.agentSignIn', agentServicePrincipalId: id }
    : { '@odata.type': '#microsoft.graph.servicePrincipalSignIn', servicePrincipalId: id }
}

function conditionsOf({ locations, scope }: Field, box: Box): RegionConditions {
  const labels = [locations.map(({ words }) => words), risks, risks] as const
  const conditions: RegionConditions = {}
  for (const [dimension, name] of (['locations', 'servicePrincipalRiskLevels', 'agentIdRiskLevels'] as const).entries()) {
    const mask = box[dimension] ?? 0n
    if (mask !== scope[dimension]) conditions[name] = bitsOf(mask).map(index => labels[dimension]?.[index] ?? '')
  }
  return conditions
}

/** One sign-in's conditions inside the box: the first value of each dimension. */
function exampleIn({ locations }: Field, box: Box): SignIn['signInConditions'] {
  const [location = 0, ofPrincipal = 0, ofAgent = 0] = box.map(mask => bitsOf(mask)[0])
  return {
    ipAddress: locations[location]?.ipAddress ?? '198.51.100.7', country: locations[location]?.country ?? null,
    servicePrincipalRiskLevel: risks[ofPrincipal] ?? 'none', agentIdRiskLevel: risks[ofAgent] ?? 'none'
  }
}
