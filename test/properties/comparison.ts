import { isDeepStrictEqual } from 'node:util'
import { compare, type ChangedRegion, type Comparison } from '#src/engine/compare.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Outcome } from '#src/domain/verdict.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { altered } from './draw/alter.ts'
import type { Body } from './draw/random.ts'
import { judgeOf, theorem } from './draw/theorem.ts'

const mirrored: Readonly<Record<Comparison['relation'], Comparison['relation']>> = {
  equivalent: 'equivalent', stricter: 'looser', looser: 'stricter', incomparable: 'incomparable'
}

function comparing(before: Body, after: Body): Comparison {
  return compare(tenantOf(before), tenantOf(after))
}

function isKnown(...outcomes: readonly Outcome[]): boolean {
  return outcomes.every(({ result }) => result !== 'unknown')
}

/** Whether an outcome asks for all that another does, or blocks. */
function asksAsMuch(one: Outcome, other: Outcome): boolean {
  return one.result === 'blocked' || (other.result !== 'blocked' && other.controls.every(clause => one.controls.some(own => own.every(name => clause.includes(name)))))
}

/** A person of the directory who can sign in, to one application, without narrowed scopes: what regions are about. */
function isOrdinary(file: Body, { signInIdentity, signInContext, requestedScopes }: SignIn): boolean {
  const account = objects(file['users']).find(({ id }) => id === signInIdentity.userId)
  return account?.['accountEnabled'] === true && signInIdentity.externalUserType == null && signInIdentity.externalTenantId == null && requestedScopes === undefined
    && signInContext.includeApplications?.length === 1
}

function shows(region: ChangedRegion, before: Outcome, after: Outcome): boolean {
  const [more, less] = region.change === 'stricter' ? [after, before] : [before, after]
  if (region.demand === 'block') return more.result === 'blocked' && less.result !== 'blocked'
  return more.result !== 'blocked' && less.result !== 'blocked' && !isDeepStrictEqual(more, less)
}

theorem('comparing a tenant with itself finds nothing', ({ file, policies }, check) => {
  const copy = { ...file, policies: policies.map(policy => ({ ...policy })) }
  for (const { relation, regions, newlyBlocked, newlyChallenged, newlyFree } of [comparing(file, file), comparing(file, copy)]) {
    check(relation === 'equivalent' && regions.length + newlyBlocked.count + newlyChallenged.count + newlyFree.count === 0, () => relation)
  }
})

theorem('comparing the other way round answers the opposite', ({ file, random }, check) => {
  const after = altered(random, file)
  const [there, back] = [comparing(file, after), comparing(after, file)]
  check(mirrored[there.relation] === back.relation && there.regions.length === back.regions.length, () => ({ there: there.relation, back: back.relation, file, after }))
})

theorem('equivalent tenants answer every sign-in alike', ({ file, signIns, random }, check) => {
  const after = altered(random, file)
  if (comparing(file, after).relation !== 'equivalent') return
  const [judge, other] = [judgeOf(file), judgeOf(after)]
  for (const signIn of signIns.filter(one => isOrdinary(file, one))) {
    const outcomes = [judge(signIn).outcome, other(signIn).outcome] as const
    if (isKnown(...outcomes)) check(isDeepStrictEqual(...outcomes), () => ({ signIn, outcomes, policies: file['policies'], after: after['policies'] }))
  }
})

theorem('a stricter tenant never asks for less', ({ file, signIns, random }, check) => {
  const after = altered(random, file)
  const { relation } = comparing(file, after)
  if (relation !== 'stricter' && relation !== 'looser') return
  const [strict, loose] = relation === 'stricter' ? [judgeOf(after), judgeOf(file)] : [judgeOf(file), judgeOf(after)]
  for (const signIn of signIns.filter(one => isOrdinary(file, one))) {
    const outcomes = [strict(signIn).outcome, loose(signIn).outcome] as const
    if (isKnown(...outcomes)) check(asksAsMuch(...outcomes), () => ({ signIn, outcomes }))
  }
})

theorem('every witness of a comparison, evaluated before and after, shows its difference', ({ file, random }, check) => {
  const after = altered(random, file)
  const [judge, other] = [judgeOf(file), judgeOf(after)]
  for (const region of comparing(file, after).regions) {
    const outcomes = [judge(region.witness).outcome, other(region.witness).outcome] as const
    if (isKnown(...outcomes)) check(shows(region, ...outcomes), () => ({ region, outcomes, policies: file['policies'], after: after['policies'] }))
  }
})

theorem('a report-only policy, added, compares as equivalent', ({ file, policies, random }, check) => {
  const more = objects(altered(random, file)['policies']).map((policy, index) => ({ ...policy, id: `more-${index}`, state: 'enabledForReportingButNotEnforced' }))
  check(comparing(file, { ...file, policies: [...policies, ...more] }).relation === 'equivalent', () => more)
})

theorem('a disabled policy, deleted, compares as equivalent', ({ file, policies }, check) => {
  const [, ...rest] = policies
  check(comparing({ ...file, policies: [...rest, { ...policies[0], state: 'disabled' }] }, { ...file, policies: rest }).relation === 'equivalent', () => policies[0])
})

theorem('a block, added, compares as stricter or equivalent', ({ file, policies, random }, check) => {
  const more = objects(altered(random, file)['policies']).at(-1)
  const block = { ...more, id: 'block', state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['block'] } }
  check(['stricter', 'equivalent'].includes(comparing(file, { ...file, policies: [...policies, block] }).relation), () => block)
})
