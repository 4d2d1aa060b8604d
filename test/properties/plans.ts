import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { leftOf, planOf } from '#src/advisor/writes/plan.ts'
import { compareIn } from '#src/engine/compare.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { Plan } from '#src/domain/plan.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import { object, objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { change } from '#test/fixtures/asked-for-less.ts'
import { fivefold, teams } from '#test/fixtures/fivefold.ts'
import { walked } from '#test/fixtures/walked.ts'
import { baseline } from './draw/baseline.ts'
import { grownTenant } from './draw/grown.ts'
import { placedSignIns } from './draw/placed.ts'
import { seeded, type Body, type Random } from './draw/random.ts'
import { similarTenant } from './draw/similar.ts'
import { randomTenant } from './draw/tenant.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 2)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)
const points = { points: 40, random: 10 }

/** What is wrong with a plan: a state in which the engine, or the naive evaluator at drawn points, sees less asked than before and than announced, or another relation than was proven. */
function faults(file: Body, plan: Plan, random: Random): unknown[] {
  const start = compile(tenantOf(file))
  const states = walked(file, plan)
  const final = states.at(-1)?.file ?? file
  const all = { ...file, policies: [...objects(file['policies']), ...states.flatMap(state => objects(state.file['policies']))] }
  const signIns = placedSignIns({ ...all, policies: [...new Map(objects(all.policies).map(policy => [JSON.stringify(policy), policy])).values()] }, random, points)
  const seen = new Map<string, ReadonlySet<SignIn>>()
  /** Where less is asked; policies that decide nothing aside. */
  const lessIn = (after: Body): ReadonlySet<SignIn> => {
    const key = JSON.stringify(objects(after['policies']).filter(({ state }) => state !== 'disabled' && state !== 'enabledForReportingButNotEnforced'))
    const found = seen.get(key) ?? new Set(signIns.filter(signIn => change(file, after, signIn).isLess))
    seen.set(key, found)
    return found
  }
  return states.flatMap(({ step: { position, title, byHand, proof }, file: after }) => {
    const { relation } = compareIn(start, tenantOf(underOldNames(file, after)).policies)
    const unsafe = [...lessIn(after)].filter(signIn => proof.protectedStays || !lessIn(final).has(signIn))
    return [
      ...!byHand && relation !== proof.relation ? [{ position, title, proof, relation }] : [], ...proof.protectedStays && !byHand && !['equivalent', 'stricter'].includes(relation) ? [{ position, title, relation }] : [],
      ...unsafe.slice(0, 1).map(signIn => ({ position, title, signIn })), ...shutIn(start, compile(tenantOf(after))).map(user => ({ position, title, shut: user }))
    ]
  })
}

/** A name decides nothing, so that where something in a policy is not known, its name alone is no difference. */
function underOldNames(before: Body, after: Body): Body {
  const names = new Map(objects(before['policies']).map(policy => [policy['id'], policy['displayName']]))
  return { ...after, policies: objects(after['policies']).map(policy => ({ ...policy, displayName: names.get(policy['id']) ?? policy['displayName'] })) }
}

/** Emergency accounts that get in before and not after. */
function shutIn(before: Compiled, after: Compiled): string[] {
  const shut = (compiled: Compiled): string[] => (lockoutIn(compiled).accounts ?? []).filter(({ kind, way }) => kind === 'emergency' && way === 'closed').map(({ user }) => user)
  const already = shut(before)
  return shut(after).filter(user => !already.includes(user))
}

function planned(compiled: Compiled, suggestion: Parameters<typeof planOf>[1] | undefined): Plan {
  const plan = suggestion === undefined ? undefined : planOf(compiled, suggestion)
  if (plan === undefined || 'refused' in plan) throw new Error(plan?.detail ?? 'there is no such suggestion')
  return plan
}

test('while five policies become one, no sign-in that was protected is unprotected after any step', t => {
  const tenant = tenantOf(fivefold)
  const merge = analyseTenant(tenant).analysis.suggestions.find(({ kind, policies }) => kind === 'mergePolicies' && policies.length === 5)
  const plan = planned(compile(tenant), merge)
  t.strictSame(plan.steps.map(({ wish }) => wish?.kind), ['createPolicy', 'setPolicyState', ...teams.map(() => 'setPolicyState'), ...teams.map(() => 'deletePolicy')])
  t.ok(plan.steps.every(({ proof }) => proof.relation === 'equivalent' && proof.protectedStays && proof.lockout === 'safe'))
  t.strictSame(faults(fivefold, plan, seeded(seed)), [])
  t.end()
})

test('a consolidation that is stopped after any step says what is left', t => {
  const tenant = tenantOf(fivefold)
  const plan = planned(compile(tenant), analyseTenant(tenant).analysis.suggestions.find(({ kind, policies }) => kind === 'mergePolicies' && policies.length === 5))
  for (const { position } of plan.steps) {
    const told = leftOf(plan, new Map(plan.steps.slice(0, position).map(step => [step.position, `object ${step.position}`])))
    const left = plan.steps.slice(position)
    t.ok(left.length === 0 ? told.endsWith('every step is done') : told.includes(`${position} of 12 steps are done`) && left.every(({ title }) => told.includes(title)), told)
  }
  t.end()
})

/** A tenant with, often, emergency accounts, and policies at random, with much to do with each other, or grown from the baseline. */
function drawn(random: Random): Body {
  const file = random.pick([randomTenant, similarTenant, similarTenant, grownTenant, grownTenant])(random)
  const emergencyAccess = { users: random.some(['user-1', 'user-2'], 0.5), groups: random.some(['group-1'], 0.2) }
  return { ...file, settings: { ...object(file['settings']), ...random.chance(0.7) ? { emergencyAccess } : {}, ...random.chance(0.2) ? { namingConvention: 'CA{number} {title}' } : {} } }
}

test('in the plan of whatever suggestion, no state asks less of a sign-in than before, unless the suggestion announces it', t => {
  const random = seeded(seed)
  const counts = new Map<string, number>()
  const wrong: unknown[] = []
  const refused: unknown[] = []
  for (let number = 0; number < tenants; number++) {
    const file = drawn(random)
    const compiled = compile(tenantOf(file))
    for (const suggestion of analyseTenant(tenantOf(file), { requirements: baseline }).analysis.suggestions) {
      const plan = planOf(compiled, suggestion)
      if ('refused' in plan) {
        if (plan.refused !== 'nothing-to-write') refused.push({ number, id: suggestion.id, ...plan })
        continue
      }
      counts.set(suggestion.kind, (counts.get(suggestion.kind) ?? 0) + 1)
      wrong.push(...faults(file, plan, random).map(fault => ({ number, id: suggestion.id, fault })))
    }
  }
  t.comment(`seed ${seed}, ${tenants} tenants: ${JSON.stringify(Object.fromEntries([...counts].sort()))}, ${refused.length} refused`)
  t.strictSame(wrong.slice(0, 2), [])
  t.strictSame(refused.slice(0, 2), [])
  t.ok([...counts.values()].reduce((sum, count) => sum + count, 0) > tenants)
  t.end()
})
