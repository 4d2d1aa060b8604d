import tap, { type Test } from 'tap'
import { compareIn } from '#src/engine/compare.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { contentOf, type DraftContent } from '#src/skills/drafting.ts'
import { beginGrouped, beginSuggested, planSentence, rollbackDraft, stepDraft } from '#src/skills/planning.ts'
import type { Standing } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { accepted } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { effectsIn, throughGraph, type Through } from '#test/fixtures/through-graph.ts'

/** Five policies that one can replace, and nothing that another suggestion would change about them. */
const policies = ['windows', 'macOS', 'iOS', 'android', 'linux'].map((platform, n) => ({
  id: `77777777-0000-4000-8000-00000000010${n}`, displayName: `Joined devices on ${platform}`, templateId: null, state: 'enabled', createdDateTime: '2026-02-01T10:00:00Z', modifiedDateTime: null,
  conditions: { clientAppTypes: ['all'], users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] }, platforms: { includePlatforms: [platform] } },
  grantControls: { operator: 'OR', builtInControls: ['domainJoinedDevice'] }, sessionControls: null
}))
const [first] = policies

/** A policy that leaves a group out, so that the group is read. */
function smallPolicies(): object[] {
  return policies.slice(0, 1).map(policy => ({ ...policy, conditions: { ...policy.conditions, users: { includeUsers: ['All'], excludeUsers: [ids.admin], excludeGroups: [ids.inner] } } }))
}

/** The consolidation of the five, begun, with the tenant as it was before it. */
async function begun(t: Test, database: Database) {
  const through = await throughGraph(t, database, { tenant: { policies } })
  const { read, ports, submitter } = through
  const snapshot = await read()
  const suggestion = snapshot.analysis.suggestions.find(({ kind }) => kind === 'mergePolicies')
  if (suggestion === undefined) throw new Error('nothing is to be merged')
  const begin = accepted<Standing>(await beginSuggested({ ports, caller: submitter }, snapshot, suggestion))
  return { through, start: snapshot.compiled, plan: begin, ...stepsOf(through, begin.plan.id) }
}

/** A plan as it is followed. */
function stepsOf({ ports, submitter, snapshot, carriedOut }: Through, id: string) {
  const standing = async (): Promise<Standing> => {
    const found = await ports.plans.get(submitter, id)
    if (found === undefined) throw new Error('no such plan')
    return found
  }
  const draft = async (): Promise<DraftContent> => accepted<DraftContent>(stepDraft(await snapshot(), await standing()))
  return { standing, draft, step: async () => carriedOut(await draft()) }
}

/** Whether everything that was asked of a sign-in before is still asked, by the engine, of the tenant as it stands. */
async function staysProtected({ snapshot }: Through, start: Compiled): Promise<boolean> {
  return ['equivalent', 'stricter'].includes(compareIn(start, (await snapshot()).tenant.policies).relation)
}

tap.setTimeout(300_000)
onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('five policies become one, step by step, and after each step everything that was asked is still asked', async t => {
    const { through, start, plan: { plan }, standing, step } = await begun(t, database)
    t.strictSame(plan.steps.map(({ wish }) => wish?.kind), ['createPolicy', ...Array(6).fill('setPolicyState'), ...Array(5).fill('deletePolicy')])
    for (const { position, title, proof } of plan.steps) {
      t.match(await step(), { state: 'verified', plan: { id: plan.id, step: position }, outcome: { asAnnounced: true } }, title)
      t.ok(proof.protectedStays && await staysProtected(through, start), `after step ${position}: ${proof.words}`)
    }
    t.match(await standing(), { next: null, waitsFor: null })
    t.match(stepDraft(await through.snapshot(), await standing()), { refused: 'plan-done' })
    t.match(through.simulator.state.collections.policies.latest(), [{ state: 'enabled', displayName: /\(merged\)$/ }])
    t.match([effectsIn(through.simulator), await through.checkTrail()], [plan.steps.length, { broken: null }])
  })
  await t.test('a step is not submitted before the one before it is verified, nor twice', async t => {
    const { through, plan: { plan }, draft, standing } = await begun(t, database)
    const { submission, submitted, deciding, approver, applied, snapshot } = through
    const ahead = accepted<DraftContent>(contentOf(await snapshot(), { kind: 'setPolicyState', policy: first?.id ?? '', state: 'disabled' }, { plan: { id: plan.id, step: 3 } }))
    const create = await draft()
    t.match(await submission(ahead), { refused: 'step-not-yet', detail: /step 1 of the plan comes first/ })
    const { id, contentHash } = await submitted(create)
    t.match(await submission({ ...create, warnings: ['another draft of it'] }), { refused: 'step-under-way' })
    t.match(stepDraft(await snapshot(), await standing()), { refused: 'step-under-way' })
    accepted(await deciding.approve(approver, id, { contentHash, comment: null }))
    t.match(await submission(ahead), { refused: 'step-not-yet', detail: /step 1 of the plan comes first/ }, 'approved is not verified')
    t.match(await applied(id), { state: 'verified' })
    t.match(await submission({ ...create, warnings: ['once more'] }), { refused: 'step-done' })
    t.match(await submission(ahead), { refused: 'step-not-yet', detail: /step 2 of the plan comes first/ })
    t.equal(effectsIn(through.simulator), 1)
  })
  await t.test('stopped in the middle it stays safe and says what is left', async t => {
    const { through, start, plan: { plan }, standing, draft, step } = await begun(t, database)
    for (const _ of plan.steps.slice(0, 4)) await step()
    t.ok(await staysProtected(through, start))
    const words = planSentence(await standing())
    t.match(words, /4 of 12 steps are done \((no outcome differs|whatever was asked is still asked)/)
    for (const { position, title } of plan.steps.slice(4)) t.ok(words.includes(`${position}. ${title}`), title)
    const next = await draft()
    t.match(await through.ports.plans.giveUp(through.submitter, plan.id), { plan: { givenUp: { by: through.submitter.operator.oid } } })
    t.match(await through.submission(next), { refused: 'plan-given-up' })
    t.match(planSentence(await standing()), /It was given up/)
    t.ok(await staysProtected(through, start))
  })
  await t.test('a policy of the plan that somebody edits in the portal makes the rest of it outdated', async t => {
    const { through, standing, draft, step } = await begun(t, database)
    const { simulator, carriedOut, read } = through
    await step()
    const before = await draft()
    const { policies: stored } = simulator.state.collections
    stored.put({ ...stored.current(first?.id ?? ''), id: first?.id ?? '', displayName: 'Renamed in the portal', modifiedDateTime: simulator.state.now().toISOString() })
    t.match(await carriedOut(before), { state: 'stale' }, 'a draft from before is stale')
    t.match(stepDraft(await read(), await standing()), { refused: 'plan-outdated', detail: /`Renamed in the portal` was changed since the plan was begun/ })
    t.equal(effectsIn(simulator), 1)
  })
  await t.test('a change is taken back by all steps of one plan; once that is given up, what is left is taken back by another', async t => {
    const through = await throughGraph(t, database, { tenant: { policies: smallPolicies() } })
    const { ports, submitter, read, wished, carriedOut, submission, snapshot } = through
    const asking = { ports, caller: submitter }
    await read()
    const added = await carriedOut(await wished({ kind: 'addGroupMembers', group: ids.inner, members: ids.people.slice(2, 5) }))
    const draft = async (): Promise<DraftContent> => accepted<DraftContent>(await rollbackDraft(asking, await read(), added))
    const one = await draft()
    t.match(await carriedOut(one), { kind: 'removeGroupMember', state: 'verified', rollbackOf: added.id, plan: { step: 1 } })
    t.match(await carriedOut(await draft()), { state: 'verified', plan: { id: one.plan?.id, step: 2 } })
    const { plan: _plan, ...alone } = await draft()
    t.match(await submission(alone), { refused: 'already-taken-back' }, 'not beside the plan')
    t.match(await ports.plans.giveUp(submitter, one.plan?.id ?? ''), { next: 3 })
    const last = await draft()
    t.match(await carriedOut(last), { kind: 'removeGroupMember', state: 'verified', rollbackOf: added.id })
    t.match(await rollbackDraft(asking, await read(), added), { refused: 'changes-nothing' })
    t.ok((await snapshot()).tenant.groups.indexOf(ids.inner) >= 0)
  })
  await t.test('people are left out of a policy by a new group: made, filled, and named in the policy when everybody is in it', async t => {
    const through = await throughGraph(t, database)
    const { simulator, ports, submitter, read, carriedOut } = through
    const group = { policy: ids.mfaPolicy, side: 'exclude' as const, name: 'Left out of MFA', members: [...ids.people, ids.agentUser], protection: 'none' as const }
    const { plan } = accepted<Standing>(await beginGrouped({ ports, caller: submitter }, await read(), group))
    const { standing } = stepsOf(through, plan.id)
    for (const { title } of plan.steps) t.match(await carriedOut(accepted<DraftContent>(stepDraft(await read(), await standing()))), { state: 'verified' }, title)
    const [made] = simulator.state.collections.groups.latest().filter(({ displayName }) => displayName === 'Left out of MFA')
    t.match(made, { members: { length: 6 } })
    t.match(simulator.state.collections.policies.latest().find(({ id }) => id === ids.mfaPolicy), { conditions: { users: { excludeGroups: [made?.id] } } })
    t.match(await standing(), { next: null })
  })
})
