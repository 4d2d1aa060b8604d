import tap from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import type { Wish } from '#src/domain/wish.ts'
import { accepted } from '#test/fixtures/changes.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { watched } from '#test/fixtures/mortal.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { effectsIn, leavingOut, throughGraph, writesTo, type Through } from '#test/fixtures/through-graph.ts'

const crowd = Array.from({ length: 50 }, (_, n) => `90000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

function created(displayName: string): Wish {
  return {
    kind: 'createPolicy', body: {
      displayName, state: 'enabledForReportingButNotEnforced', grantControls: { operator: 'OR', builtInControls: ['mfa'] },
      conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.admin] }, applications: { includeApplications: ['All'] } }
    }
  }
}

/** Members of the tenant file with fifty more people who may decide. */
function crowded(): Record<string, unknown> {
  const { users } = smallTenant()
  const more = crowd.map((id, n) => ({ id, displayName: `Approver ${n}`, userPrincipalName: `approver${n}@tiny.example`, userType: 'Member', accountEnabled: true }))
  return {
    users: [...Array.isArray(users) ? users : [], ...more],
    roleAssignments: [ids.admin, ids.reader, ...crowd].map((principalId, n) => ({ id: `a${n}`, principalId, roleDefinitionId: directoryRoles.globalAdministrator, directoryScopeId: '/' }))
  }
}

/** The approver changes the policy in the portal: with a token of their own, past Lacuna. */
async function inThePortal({ workflow, approver }: Through, body: object): Promise<void> {
  const { accessToken } = await workflow.graph.tokenOf(approver)
  const answer = await fetch(`https://graph.microsoft.com/beta/identity/conditionalAccess/policies/${ids.mfaPolicy}`, {
    method: 'PATCH', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(body)
  })
  if (answer.status !== 204) throw new Error(`the portal was answered ${answer.status}`)
}

/** A patch of the policy on everybody that is approved. */
async function approvedPatch(through: Through) {
  await through.read()
  return through.approved(await through.wished(await leavingOut(through, ids.mfaPolicy, ids.agentUser)))
}

tap.setTimeout(300_000)
onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('of fifty approvers at once on one change one counts, the others are told, and it is applied once', async t => {
    const through = await throughGraph(t, database, { tenant: crowded() })
    const { simulator, read, wished, submitted, deciding, callerWith, applied, standing, checkTrail } = through
    await read()
    const { id, contentHash } = await submitted(await wished(created('For fifty')))
    const callers = await Promise.all(crowd.map(async person => callerWith(await simulator.tokenFor(person))))
    const answers = await Promise.all(callers.map(caller => deciding.approve(caller, id, { contentHash, comment: null })))
    const told = answers.flatMap(answer => 'refused' in answer ? [answer.refused] : [])
    t.strictSame(told, Array(49).fill('wrong-state'))
    await Promise.allSettled(Array.from({ length: 8 }, () => applied(id)))
    const change = await standing(id)
    t.match(change, { state: 'verified', decisions: { length: 1 } })
    t.strictSame([writesTo(simulator).length, effectsIn(simulator)], [1, 1])
    t.match(simulator.state.collections.directoryAudits.list(), [{ initiatedBy: { user: { id: change.decisions[0]?.by } } }])
    t.match(await checkTrail(), { broken: null })
  })
  await t.test('what is submitted stays what it was while its draft is edited, and of the two only the first is applied', async t => {
    const through = await throughGraph(t, database)
    const { simulator, ports, submitter, read, wished, submission, deciding, approver, applied } = through
    await read()
    const [draft, edited] = [await wished(created('As drafted')), await wished(created('As edited'))]
    const [one, other] = (await Promise.all([submission(draft), submission(edited)])).map(answer => accepted(answer))
    if (one === undefined || other === undefined) throw new Error('both were submitted')
    t.match([one, other].map(({ body }) => body.displayName), ['As drafted', 'As edited'])
    t.match(await deciding.approve(approver, one.id, { contentHash: other.contentHash, comment: null }), { refused: 'content-differs' }, 'who saw the edited one does not approve the other')
    for (const { id, contentHash } of [one, other]) accepted(await deciding.approve(approver, id, { contentHash, comment: null }))
    t.match([await applied(other.id), await applied(one.id)], [{ state: 'verified' }, { state: 'stale', detail: /draft it again/ }])
    t.equal(effectsIn(simulator), 1)
    t.match((await ports.changes.list(submitter, 'verified')).map(({ body }) => body.displayName), ['As edited'])
  })
  await t.test('of one draft submitted by several at once the submissions of one person are one change', async t => {
    const { ports, submitter, read, wished } = await throughGraph(t, database)
    await read()
    const { draft } = await ports.drafts.save(submitter, await wished(created('Once')))
    const answers = await Promise.all(Array.from({ length: 10 }, () => ports.changes.submit(submitter, { draftId: draft.id, justification: 'needed', ticket: null, override: null })))
    const changes = answers.map(answer => accepted(answer))
    t.equal(new Set(changes.map(({ change }) => change.id)).size, 1)
    t.equal(changes.filter(({ existing }) => !existing).length, 1)
  })
  await t.test('a policy that somebody edits in the portal between approval and application makes the change stale, and nothing is written', async t => {
    const through = await throughGraph(t, database)
    const { id } = await approvedPatch(through)
    await inThePortal(through, { displayName: 'Edited in the portal' })
    through.simulator.log.clear()
    t.match(await through.applied(id), { state: 'stale', detail: /Nothing was written/ })
    t.strictSame(writesTo(through.simulator), [])
  })
  for (const { what, edit, shows } of [
    { what: 'and the write leaves the edit standing', edit: { displayName: 'Edited in the portal' }, shows: /does not show what was approved/ },
    { what: 'and the write overwrites the edit', edit: { conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.admin, ids.guest] }, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] } }, shows: new RegExp(`${ids.reader}.* changed it at \\d{4}-`) }
  ]) {
    await t.test(`a policy that is edited between the reading and the write is diverged, ${what}`, async t => {
      const through = await throughGraph(t, database)
      const { id } = await approvedPatch(through)
      const change = await through.applied(id, watched(through.workflow, async point => { if (point === 'before write') await inThePortal(through, edit) }))
      t.match(change, { state: 'diverged', detail: shows })
      t.match(change.detail, new RegExp(ids.reader), 'it names who')
      t.equal(effectsIn(through.simulator), 2)
    })
  }
  await t.test('somebody who edits the policy after the write has been read back makes no difference', async t => {
    const through = await throughGraph(t, database)
    const { id } = await approvedPatch(through)
    t.match(await through.applied(id), { state: 'verified' })
    await inThePortal(through, { displayName: 'Edited later' })
    t.match(await through.applied(id), { state: 'verified' })
    t.equal(effectsIn(through.simulator), 2)
  })
})
