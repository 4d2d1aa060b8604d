import { membersOf } from '../classes.ts'
import { compilePolicy, type CompiledPolicy } from '../compile.ts'
import { demandsOf, isAboutWorkloads } from '../demands.ts'
import { gapRegions, type GapRegion } from '../gap-region.ts'
import { contains, joined, residue, type Box } from '../region.ts'
import { spaceOf } from '../space.ts'
import { plainRequests } from '../targets.ts'
import { mergedConditions, type Keeps } from './merge-conditions.ts'
import { mergedControls } from './merge-controls.ts'
import { bodyOf } from './policy-body.ts'
import { isKnown, isSameText, leftOf, productOf, subjectAt, type Product } from './products.ts'
import { isExcludedBy } from '../conditions/users.ts'
import type { Ground } from '../ground.ts'
import type { Policy } from '#src/domain/policy.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import { parsePolicy } from '#src/tenant/policy.ts'

/** Policies that one could replace. Without `difference` that is proven; else it holds every sign-in for which it would ask more or less. */
export interface Consolidation {
  readonly policies: readonly CompiledPolicy[]
  readonly body: PolicyBody
  readonly stricter: readonly GapRegion[]
  readonly looser: readonly GapRegion[]
}

/** A pair is close where at most this part of the people would be asked more; so many of the closest are told. */
const fewPeople = 0.02
const mostClose = 10

/** Sets of policies in the same state that one policy could replace: the same controls for more, or more controls for the same. */
export function consolidationsIn(told: Ground, policies: readonly CompiledPolicy[]): Consolidation[] {
  const ground = { ...told, targets: [...told.targets, ...plainRequests(told.compiled, told.policies)] }
  const products = policies.filter(policy => demandsOf(policy).length > 0 && !isAboutWorkloads(policy) && !policy.unrecognised)
    .map(policy => productOf(ground, ground.space, policy)).filter(({ may }) => !may.includes(0n))
  const alike = Map.groupBy(products, ({ policy }) => `${policy.mode} ${JSON.stringify([policy.demand, policy.session])}`)
  const exact = [...alike.values()].map(clustersOf)
  const close = [...alike.values()].flatMap((group, at) => closePairs(ground, group, exact[at] ?? [])).sort((a, b) => a.affected - b.affected).slice(0, mostClose)
  const wider = [...exact.flat(), ...close.map(({ members }) => members)].map(cluster => widened(ground, cluster))
  const fuller = [...Map.groupBy(products, sameReach).values()].filter(group => group.length > 1).map(group => filled(ground, group))
  return [...wider, ...fuller].filter(found => found !== undefined).sort((a, b) => (a.policies[0]?.index ?? 0) - (b.policies[0]?.index ?? 0))
}

function sameReach({ policy, must, may, texts }: Product): string {
  const dimensions = must.map((mask, dimension) => mask === may[dimension] ? String(mask) : texts[dimension])
  return `${policy.mode} ${dimensions.join(' ')}`
}

/** Sets of products whose union is a product: grown pair by pair, as far as it goes. What one of them holds alone is no set. */
function clustersOf(group: readonly Product[]): Product[][] {
  let clusters = group.filter(one => !group.some(other => other !== one && isWithin(one, other))).map(one => ({ members: [one], box: one.may }))
  for (let merged = true; merged;) {
    merged = false
    for (const [place, one] of clusters.entries()) {
      const partner = clusters.find((other, at) => at > place && isBox([...one.members, ...other.members], one.box, other.box))
      if (partner === undefined) continue
      const box = one.box.map((bits, dimension) => bits | (partner.box[dimension] ?? 0n))
      clusters = [...clusters.filter(cluster => cluster !== one && cluster !== partner), { members: [...one.members, ...partner.members], box }]
      merged = true
      break
    }
  }
  return clusters.map(({ members }) => members).filter(members => members.length > 1)
}

function isWithin(one: Product, other: Product): boolean {
  return one.may.every((bits, dimension) => (bits & ~(other.must[dimension] ?? 0n)) === 0n || isSameText([one, other], dimension))
}

/** Pairs that one policy would replace but for few people: those for whom it would ask more, as a part of all whom it would reach. */
function closePairs(ground: Ground, group: readonly Product[], exact: readonly (readonly Product[])[]): { members: Product[], affected: number }[] {
  const people = (boxes: readonly Box[]): number => peopleIn(ground, boxes.reduce((all, [bits = 0n]) => all | bits, 0n))
  return group.flatMap((one, place) => group.slice(place + 1).flatMap(other => {
    const differing = one.may.flatMap((bits, dimension) => bits === other.may[dimension] ? [] : [dimension])
    if (differing.length !== 2 || !differing.every(dimension => isKnown([one, other], dimension)) || isWithin(one, other) || isWithin(other, one)) return []
    if (exact.some(cluster => cluster.includes(one) || cluster.includes(other))) return []
    const box = one.may.map((bits, dimension) => bits | (other.may[dimension] ?? 0n))
    const affected = people(residue(box, [one.may, other.may])) / Math.max(1, people([box]))
    return affected <= fewPeople ? [{ members: [one, other], affected }] : []
  }))
}

function peopleIn({ compiled: { classes }, people }: Ground, bits: bigint): number {
  return people.reduce((sum, name, index) => (bits >> BigInt(index) & 1n) === 1n && name < classes.count ? sum + membersOf(classes, name).length : sum, 0)
}

/** Whether what is known of the members shows that two boxes make one: they differ in one dimension only. */
function isBox(members: readonly Product[], a: Box, b: Box): boolean {
  const differing = a.flatMap((bits, dimension) => bits === b[dimension] ? [] : [dimension])
  return differing.length <= 1 && differing.every(dimension => isKnown(members, dimension))
}

/** One policy with the controls that all have, for all that they apply to. */
function widened(ground: Ground, members: readonly Product[]): Consolidation | undefined {
  const policies = members.map(({ policy }) => policy).sort((a, b) => a.index - b.index)
  const [first] = policies
  const conditions = mergedConditions(policies.map(({ policy }) => policy.conditions), keepsFor(ground, members))
  return first === undefined || conditions === undefined ? undefined : proven(ground, policies, { ...first.policy, conditions })
}

/** One policy with the controls of all, for the same. */
function filled(ground: Ground, members: readonly Product[]): Consolidation | undefined {
  const policies = members.map(({ policy }) => policy).sort((a, b) => a.index - b.index)
  const [first] = policies
  const controls = mergedControls(policies)
  const isMore = new Set(policies.map(({ demand, session }) => JSON.stringify([demand, session]))).size > 1
  return first === undefined || controls === undefined || !isMore ? undefined : proven(ground, policies, { ...first.policy, ...controls })
}

/** The merged policy with what it would change, worked out over a space that knows it. */
function proven(ground: Ground, policies: readonly CompiledPolicy[], merged: Policy): Consolidation | undefined {
  const body = bodyOf(merged)
  const read = parsePolicy({ ...body, id: merged.id })
  if ('reason' in read) return undefined
  const one = compilePolicy(read, -1, ground.compiled.memberships)
  const space = spaceOf(ground.compiled, [...policies, one])
  const [whole, ...parts] = [one, ...policies].map(policy => productOf(ground, space, policy))
  if (whole === undefined) return undefined
  const dimensions = [...whole.may.keys()]
  const isOpen = dimensions.some(dimension => !isKnown([whole, ...parts], dimension))
  const boxOf = (product: Product): Box => product.may.map((bits, dimension) => isSameText([whole, ...parts], dimension) ? 1n : bits)
  const [own, others] = [boxOf(whole), parts.map(boxOf)]
  const named = (boxes: readonly Box[]): GapRegion[] => leftOf(ground, joined(boxes).map(box => box.map((bits, dimension) =>
    isSameText([whole, ...parts], dimension) ? whole.may[dimension] ?? bits : bits))).flatMap(left => gapRegions(left, { ...ground, space, scope: space.full }))
  if (isOpen) return undefined
  return { policies, body, stricter: named(residue(own, others)), looser: named(others.filter(part => !contains(own, part)).flatMap(part => residue(part, [own]))) }
}

/** An exclusion is kept where it leaves out nobody and nothing that one of the policies reaches. */
function keepsFor(ground: Ground, members: readonly Product[]): Keeps {
  const reached = members.reduce<readonly bigint[]>((all, { may }) => all.map((bits, dimension) => bits | (may[dimension] ?? 0n)), [0n, 0n])
  const [people = 0n, targets = 0n] = reached
  return {
    user: (kind, id) => !ground.people.some((name, index) => (people >> BigInt(index) & 1n) === 1n && isExcludedBy(kind, id, subjectAt(ground, name), ground.compiled.memberships)),
    app: id => !ground.targets.some(({ members: apps, scopes }, index) => scopes === undefined && (targets >> BigInt(index) & 1n) === 1n &&
      apps.some(target => target.kind === 'application' && target.appId === id.toLowerCase()))
  }
}
