import { isDeepStrictEqual } from 'node:util'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Outcome } from '#src/domain/verdict.ts'
import { grantControls, sessionControls } from './draw/controls.ts'
import { randomConditions } from './draw/conditions.ts'
import type { Body, Random } from './draw/random.ts'
import { judgeOf, theorem } from './draw/theorem.ts'

const block = { operator: 'OR', builtInControls: ['block'] }

function blocks(policy: Body | undefined): boolean {
  return policy?.['state'] === 'enabled' && /"block"/.test(JSON.stringify(policy['grantControls'] ?? {}))
}

function another(random: Random, state: string): Body {
  return {
    id: 'policy-more', displayName: 'One more', state, conditions: randomConditions(random, random.chance(0.2) ? 'workloads' : 'people'),
    grantControls: grantControls(random), sessionControls: sessionControls(random)
  }
}

function shuffled<T>(random: Random, values: readonly T[]): T[] {
  return values.map(value => ({ value, place: random.below(1_000_000) })).sort((a, b) => a.place - b.place).map(({ value }) => value)
}

theorem('block trumps grant', ({ file, policies, signIns }, check) => {
  const judge = judgeOf(file)
  for (const signIn of signIns) {
    const { policies: verdicts, outcome } = judge(signIn)
    const isBlocked = verdicts.some(({ policyApplies }, index) => policyApplies === true && blocks(policies[index]))
    if (isBlocked) check(isDeepStrictEqual(outcome, { result: 'blocked', controls: [], session: {} }), () => signIn)
    else if (outcome.result === 'blocked') check(false, () => signIn)
  }
})

theorem('no applicable policy means allow', ({ file, policies, signIns }, check) => {
  const judge = judgeOf(file)
  for (const signIn of signIns) {
    const { policies: verdicts, outcome } = judge(signIn)
    const counts = verdicts.some(({ policyApplies }, index) => policyApplies !== false && policies[index]?.['state'] !== 'enabledForReportingButNotEnforced')
    if (!counts) check(isDeepStrictEqual(outcome, { result: 'granted', controls: [], session: {} }), () => signIn)
  }
})

theorem('the order of policies and duplicates among them do not matter', ({ file, policies, signIns, random }, check) => {
  const copies = random.some(policies, 0.5).map((policy, index) => ({ ...policy, id: `copy-${index}` }))
  const [judge, other] = [judgeOf(file), judgeOf({ ...file, policies: shuffled(random, [...policies, ...copies]) })]
  for (const signIn of signIns) check(isDeepStrictEqual(judge(signIn).outcome, other(signIn).outcome), () => signIn)
})

theorem('adding a block never loosens', ({ file, policies, signIns, random }, check) => {
  const [judge, other] = [judgeOf(file), judgeOf({ ...file, policies: [...policies, { ...another(random, 'enabled'), grantControls: block }] })]
  const noLooser = (before: Outcome, after: Outcome): boolean => after.result === 'blocked'
    || (isDeepStrictEqual({ ...before, result: after.result }, after) && [before.result, 'unknown'].includes(after.result) && before.result !== 'blocked')
  for (const signIn of signIns) check(noLooser(judge(signIn).outcome, other(signIn).outcome), () => signIn)
})

theorem('a report-only policy never changes an outcome', ({ file, policies, signIns, random }, check) => {
  const [judge, other] = [judgeOf(file), judgeOf({ ...file, policies: [another(random, 'enabledForReportingButNotEnforced'), ...policies] })]
  for (const signIn of signIns) check(isDeepStrictEqual(judge(signIn).outcome, other(signIn).outcome), () => signIn)
})

theorem('disabling a policy equals deleting it', ({ file, policies, signIns, random }, check) => {
  const chosen = random.below(policies.length)
  const [off, gone] = [policies.map((policy, index) => index === chosen ? { ...policy, state: 'disabled' } : policy), policies.filter((_, index) => index !== chosen)]
  const [judge, other] = [judgeOf({ ...file, policies: off }), judgeOf({ ...file, policies: gone })]
  for (const signIn of signIns) check(isDeepStrictEqual(judge(signIn).outcome, other(signIn).outcome), () => signIn)
  const statuses = (list: readonly Body[]): unknown => {
    const compiled = compile(tenantOf({ ...file, policies: list }))
    return requirements.map(requirement => {
      const { status, uncoveredUsers, uncoveredApps, protectingPolicies } = coverage(compiled, requirement)
      return [status, uncoveredUsers.count, uncoveredApps, protectingPolicies]
    })
  }
  check(isDeepStrictEqual(statuses(off), statuses(gone)), () => chosen)
})
