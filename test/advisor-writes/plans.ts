import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { groupPlan } from '#src/advisor/writes/group-plan.ts'
import { leftOf, nextWish, planFrom, planOf } from '#src/advisor/writes/plan.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Plan } from '#src/domain/plan.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import { rebuilt } from '#test/fixtures/rebuilt.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { bodyFor, managed, office, written, writtenTenant } from '#test/fixtures/written.ts'

const small = compile(tenantOf(writtenTenant))
const { suggestions } = analyseTenant(tenantOf(writtenTenant)).analysis

function made(compiled: Compiled, suggestion: Suggestion | undefined): Plan {
  const plan = suggestion === undefined ? undefined : planOf(compiled, suggestion)
  if (plan === undefined || 'refused' in plan) throw new Error(`no plan: ${plan?.detail}`)
  return plan
}

const kindsOf = ({ steps }: Plan) => steps.map(({ wish }) => wish?.kind ?? 'by hand')

/** A suggestion of those of the tenant, with other steps. */
function suggested(steps: Suggestion['steps']): Suggestion {
  const [first] = suggestions
  if (first === undefined) throw new Error('the tenant has no suggestion')
  return { ...first, id: 'any', title: 'Any', steps }
}

test('a new policy is created in report-only mode, and turned on as a step of its own', t => {
  const plan = made(small, suggestions.find(({ kind }) => kind === 'createPolicy'))
  t.strictSame(kindsOf(plan), ['createPolicy', 'setPolicyState'])
  t.match(plan.steps[0]?.proof, { relation: 'equivalent', protectedStays: true, words: 'no outcome differs from before the plan' })
  t.match(plan.steps[1], { wish: { policy: 'step:1', state: 'enabled' }, proof: { relation: 'stricter', protectedStays: true } })
  t.end()
})

test('a policy is extended by a trial copy, a patch, and the end of the trial', t => {
  const plan = made(small, suggestions.find(({ kind }) => kind === 'extendPolicy'))
  t.strictSame(kindsOf(plan), ['createPolicy', 'patchPolicy', 'deletePolicy'])
  t.match(plan.steps[2]?.wish, { policy: 'step:1' })
  t.end()
})

test('the next wish names what earlier steps made, and waits for it', t => {
  const plan = made(small, suggestions.find(({ kind }) => kind === 'extendPolicy'))
  t.match(nextWish(plan, new Map()), { step: { position: 1 }, wish: { kind: 'createPolicy' } })
  t.match(nextWish(plan, new Map([[1, 'trial'], [2, ids.mfa]])), { step: { position: 3 }, wish: { kind: 'deletePolicy', policy: 'trial' } })
  t.match(nextWish(plan, new Map([[1, null], [2, ids.mfa]])), { refused: 'step-missing' })
  t.equal(nextWish(plan, new Map([[1, 'trial'], [2, ids.mfa], [3, 'trial']])), undefined)
  t.end()
})

test('of a plan that was stopped, what is left is said', t => {
  const plan = made(small, suggestions.find(({ kind }) => kind === 'extendPolicy'))
  t.match(leftOf(plan, new Map()), /: 0 of 3 steps are done \(nothing is done\); left: 1\. create .*; 2\. change .*; 3\. delete /)
  t.match(leftOf(plan, new Map([[1, 'trial']])), /: 1 of 3 steps are done \(no outcome differs from before the plan\); left: 2\. change /)
  t.match(leftOf(plan, new Map([[1, 'trial'], [2, ids.mfa], [3, 'trial']])), /: every step is done$/)
  t.end()
})

test('steps in an order that would leave sign-ins with less are put in another one', t => {
  const body = bodyFor('Same', { grantControls: { operator: 'OR', builtInControls: ['mfa'] }, conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.emergency], excludeGroups: [ids.excluded] } } })
  const plan = made(small, suggested([
    { do: 'disable', policy: ids.mfa, words: 'turn off the old one' }, { do: 'delete', policy: ids.mfa, words: 'delete the old one' },
    { do: 'create', body, words: 'create the new one' }, { do: 'enable', body: { ...body, state: 'enabled' }, words: 'turn on the new one' }
  ]))
  t.strictSame(plan.steps.map(({ title }) => title), ['create the new one', 'turn on the new one', 'turn off the old one', 'delete the old one'])
  t.ok(plan.steps.every(({ proof }) => proof.protectedStays && proof.relation === 'equivalent'))
  t.end()
})

test('where no order is safe there is no plan', t => {
  const exclude = (id: string) => ({ ...bodyFor('Require MFA', { state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['mfa'] }, conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, id], excludeGroups: [ids.excluded] } } }) })
  const back = exclude(ids.emergency)
  t.match(planOf(small, suggested([{ do: 'patch', policy: ids.mfa, body: exclude(ids.ada), words: 'leave Ada out' }, { do: 'patch', policy: ids.mfa, body: back, words: 'take her in again' }])), { refused: 'no-safe-order', detail: /leave Ada out/ })
  const blockAll = bodyFor('Block all', { conditions: { users: { includeUsers: ['All'] } }, grantControls: { operator: 'OR', builtInControls: ['block'] } })
  t.match(planOf(small, suggested([{ do: 'create', body: blockAll, words: 'create' }, { do: 'enable', body: { ...blockAll, state: 'enabled' }, words: 'turn on' }])), { refused: 'no-safe-order', detail: /turn on/ }, 'it would lock everybody out')
  t.end()
})

test('what a suggestion announces to ask less is planned, and said', t => {
  const body = bodyFor('Require MFA', { state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['mfa'] }, conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.ada], excludeGroups: [ids.excluded] } } })
  const plan = made(small, suggested([{ do: 'patch', policy: ids.mfa, body, words: 'leave Ada out' }]))
  t.match(plan.steps[0]?.proof, { relation: 'looser', protectedStays: false, words: 'as announced, `mfa` is no longer asked of 1 user, always' })
  t.end()
})

test('a policy that is changed and turned on is patched first, still in report-only mode', t => {
  const file = { ...writtenTenant, policies: objects(writtenTenant['policies']).map(policy => policy['id'] === ids.legacy ? { ...policy, conditions: { ...Object(policy['conditions']), users: { includeUsers: ['All'] } } } : policy) }
  const compiled = compile(tenantOf(file))
  const found = analyseTenant(tenantOf(file)).analysis.suggestions.find(({ kind, policies }) => kind === 'enforcePolicy' && policies.includes(ids.legacy))
  const plan = made(compiled, found)
  t.strictSame(kindsOf(plan), ['patchPolicy', 'setPolicyState'])
  t.match(plan.steps[0], { wish: { body: { state: 'enabledForReportingButNotEnforced', conditions: { users: { excludeUsers: [ids.emergency] } } } }, proof: { relation: 'equivalent' } })
  t.end()
})

test('security defaults are turned off by hand, which is said to leave sign-ins open until the next step', t => {
  const guarded = { ...writtenTenant, policies: [], securityDefaults: { isEnabled: true } }
  const plan = made(compile(tenantOf(guarded)), analyseTenant(tenantOf(guarded)).analysis.suggestions.find(({ kind }) => kind === 'replaceSecurityDefaults'))
  const at = plan.steps.findIndex(({ byHand }) => byHand)
  t.ok(at > 0 && at < plan.steps.length - 1)
  t.match(plan.steps[at], { wish: null, proof: { protectedStays: false, words: /take them at once/ } })
  t.ok(plan.steps.slice(0, at).every(({ wish }) => wish?.kind === 'createPolicy') && plan.steps.slice(at + 1).every(({ wish }) => wish?.kind === 'setPolicyState'))
  t.match(nextWish(plan, new Map(plan.steps.slice(0, at).map(({ position }) => [position, `made ${position}`]))), { step: { byHand: true }, wish: null })
  t.end()
})

test('what Microsoft manages is turned off and left there', t => {
  const plan = made(small, suggested([{ do: 'disable', policy: managed, words: 'turn it off' }, { do: 'delete', policy: managed, words: 'delete it' }]))
  t.match(plan.steps, [{ wish: { kind: 'setPolicyState' } }, { byHand: true, wish: null, proof: { words: /Microsoft keeps the policies that it manages/ } }])
  t.end()
})

test('advice is no plan', t => {
  t.match(planOf(small, suggested([{ do: 'advice', words: 'think about it' }])), { refused: 'nothing-to-write' })
  t.end()
})

test('a policy is extended by a new group when everybody is in it', t => {
  const members = Array.from({ length: 45 }, (_, index) => `user-${index}`)
  const users = members.map(id => ({ id, displayName: id, userPrincipalName: `${id}@lantern.example`, accountEnabled: true }))
  const compiled = compile(tenantOf({ ...writtenTenant, users: [...objects(writtenTenant['users']), ...users] }))
  const plan = groupPlan(compiled, { policy: ids.mfa, side: 'exclude', name: 'Exceptions', protection: 'roleAssignable', members })
  if ('refused' in plan) { t.fail(plan.detail); t.end(); return }
  t.strictSame(kindsOf(plan), ['createGroup', 'addGroupMembers', 'addGroupMembers', 'addGroupMembers', 'patchPolicy'])
  t.strictSame(plan.steps.map(({ wish }) => wish?.kind === 'addGroupMembers' ? wish.members.length : 0), [0, 20, 20, 5, 0])
  t.ok(plan.steps.slice(0, 4).every(({ proof }) => proof.relation === 'equivalent'))
  t.match(plan.steps[4], { wish: { body: { conditions: { users: { excludeGroups: [ids.excluded, 'step:1'] } } } }, proof: { relation: 'looser', words: 'as announced, `mfa` is no longer asked of 45 users, always' } })
  t.match(nextWish(plan, new Map([1, 2, 3, 4].map(position => [position, 'made']))), { wish: { policy: ids.mfa, body: { conditions: { users: { excludeGroups: [ids.excluded, 'made'] } } } } })
  t.end()
})

test('writes to groups and locations of the tenant follow one another, each judged after those before it', t => {
  const compiled = compile(tenantOf(rebuilt(writtenTenant, { kind: 'addGroupMembers', group: ids.nested, members: [ids.cleo] })))
  const plan = planFrom(compiled, {
    title: 'Out', drawn: [
      { key: '1', title: 'Ben', wish: { kind: 'removeGroupMember', group: ids.nested, member: ids.ben }, after: [] }, { key: '2', title: 'Cleo', wish: { kind: 'removeGroupMember', group: ids.nested, member: ids.cleo }, after: ['1'] }
    ]
  })
  t.match(plan, { steps: [{ proof: { relation: 'stricter', protectedStays: true } }, { proof: { relation: 'stricter', protectedStays: true } }] })
  const body = { ...office, displayName: 'Second', isTrusted: true, ipRanges: [{ cidrAddress: '198.51.100.0/24' }] }
  const trusted = compile(tenantOf(rebuilt(writtenTenant, { kind: 'createNamedLocation', body }, 'second')))
  const away = planFrom(trusted, {
    title: 'Away', drawn: [
      { key: '1', title: 'Trust it no longer', wish: { kind: 'patchNamedLocation', location: 'second', body: { ...body, isTrusted: false } }, after: [] }, { key: '2', title: 'Delete it', wish: { kind: 'deleteNamedLocation', location: 'second' }, after: ['1'] }
    ]
  })
  t.match(away, { steps: [{ proof: { relation: 'stricter' } }, { proof: { relation: 'stricter', words: 'no outcome changes by this step' } }] })
  t.match(planFrom(written, { title: 'Wrong', drawn: [{ key: '1', title: 'Delete it', wish: { kind: 'deleteNamedLocation', location: 'office' }, after: [] }] }), { refused: 'location-trusted' })
  t.end()
})
