import { explainSuggestion } from '#src/skills/explain-suggestion.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { respondToSuggestion } from '#src/skills/respond-to-suggestion.ts'
import type { Ask } from '#src/skills/skill.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readAudit } from '#src/store/queries/audit.ts'
import { answerOf } from '#test/fixtures/asking.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { Memory, memoryPorts } from '#test/fixtures/memory-ports.ts'
import { collecting, runsIn } from '#test/fixtures/runs.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const day = 86_400_000
const settings = { emergencyAccess: { users: [ids.emergency] } }

/** The small tenant with more people in it: what was suggested for a few is another thing for many. */
function withMore(people: number): object {
  const more = Array.from({ length: people }, (_, index) => ({
    id: `90000000-0000-4000-8000-${String(index).padStart(12, '0')}`, displayName: `Hire ${index}`, userPrincipalName: `hire${index}@lantern.example`,
    userType: 'Member', accountEnabled: true
  }))
  return { ...smallTenant, users: [...smallTenant.users, ...more] }
}

/** A tenant in which days go by: each begins with a run. */
async function daysIn(database: Database) {
  const house = runsIn(database)
  await house.settings.declare(house.caller, settings)
  const ask: Ask = {
    caller: house.caller, signal: new AbortController().signal,
    ports: {
      ...memoryPorts(new Memory()), now: () => house.clock, snapshot: async () => house.snapshots.latest(house.tenantId), suggestions: house.suggestions
    }
  }
  const runOf = async (file: object): Promise<void> => {
    house.collect = collecting(file)
    const { id } = await house.runs.start(house.caller, 'hand')
    await house.runs.settled(house.caller, id, { milliseconds: 20_000, signal: ask.signal })
  }
  await runOf(smallTenant)
  const all = (await house.snapshots.latest(house.tenantId))?.analysis.suggestions ?? []
  const idFor = (requirement: string): string => all.find(one => one.requirement === requirement)?.id ?? ''
  return {
    house, ask, idFor, runOf,
    async pass(days: number, file: object = smallTenant): Promise<void> {
      house.clock = new Date(house.clock.getTime() + days * day)
      await runOf(file)
    },
    /** What the list says of a suggestion; undefined where it is not listed. */
    async mark(suggestion: string): Promise<string | undefined> {
      const { suggestions = [], next } = await answerOf(listSuggestions, { top: 20 }, ask)
      const rest = next === undefined ? [] : (await answerOf(listSuggestions, { top: 20, cursor: next }, ask)).suggestions ?? []
      return [...suggestions, ...rest].find(({ id }) => id === suggestion)?.mark
    },
    say: (suggestion: string, answer: string, more: object = {}) => answerOf(respondToSuggestion, { suggestion, answer, ...more }, ask),
    explained: (suggestion: string) => answerOf(explainSuggestion, { suggestion }, ask),
    trail: () => inTenant(database, house.tenantId, tenant => readAudit(tenant, 0, 100))
  }
}

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('over five days a suggestion is rejected, another snoozed, a third annotated; two return, and say why', async t => {
    const { idFor, mark, say, pass, explained, ask, trail } = await daysIn(database)
    const [rejected, snoozed, noted] = [idFor('block-device-code-flow'), idFor('risky-users'), idFor('block-authentication-transfer')]

    t.match(await say(rejected, 'reject', { reason: 'the factory needs it' }), { status: 'ok', state: 'rejected', summary: /deciding client/ })
    t.match(await say(snoozed, 'snooze', { days: 3 }), { state: 'snoozed', until: '2026-11-26T08:00:00.000Z' })
    t.match(await say(noted, 'annotate', { reason: 'asked the risk team' }), { state: 'open', notes: 1 })
    t.same([await mark(rejected), await mark(snoozed), await mark(noted)], [undefined, undefined, ''], 'on the first day two are put away')
    t.match(await answerOf(listSuggestions, {}, ask), { snoozed: 1, rejected: 1, summary: /Put away: 1 snoozed, 1 rejected/ })

    await pass(1)
    await say(noted, 'annotate', { reason: 'they want it next week' })
    t.same([await mark(rejected), await mark(snoozed)], [undefined, undefined], 'on the second day nothing has changed')

    await pass(1)
    t.match(await explained(noted), { notes: [{ text: 'asked the risk team', at: '2026-11-23T08:00:00.000Z' }, { text: 'they want it next week', at: '2026-11-24T08:00:00.000Z' }] })

    await pass(1)
    t.match(await mark(snoozed), /^returned: It was snoozed on 2026-11-23; the snooze ended on 2026-11-26 and the facts are the same/, 'on the fourth day the snooze is over')
    t.equal(await mark(rejected), undefined)

    await pass(1, withMore(30))
    t.match(await mark(rejected), /^returned: It was rejected on 2026-11-23 \(the factory needs it\), and the facts have changed: before: .*; now: /, 'on the fifth day its facts are others')
    t.match(await answerOf(listSuggestions, {}, ask), { snoozed: 0, rejected: 0, summary: /2 returned|[3-9] returned/ })
    t.same((await trail()).filter(({ subject }) => subject.startsWith('suggestion')).map(({ action }) => action), ['reject', 'snooze', 'annotate', 'annotate'])
  })
  await t.test('a snooze lasts 14 days unless told', async t => {
    const { idFor, mark, say, pass } = await daysIn(database)
    const id = idFor('risky-users')
    t.match(await say(id, 'snooze'), { until: '2026-12-07T08:00:00.000Z' })
    await pass(13)
    t.equal(await mark(id), undefined)
    await pass(1)
    t.match(await mark(id), /^returned/)
  })
  await t.test('a snoozed suggestion returns early when its facts change', async t => {
    const { idFor, mark, say, pass } = await daysIn(database)
    const id = idFor('block-device-code-flow')
    await say(id, 'snooze')
    await pass(1, withMore(30))
    t.match(await mark(id), /snoozed on 2026-11-23, and the facts have changed/)
  })
  await t.test('an accepted suggestion stays accepted while its facts change, and until they are gone', async t => {
    const { idFor, mark, say, pass, house } = await daysIn(database)
    const id = idFor('block-device-code-flow')
    await say(id, 'accept')
    await pass(1, withMore(30))
    t.equal(await mark(id), 'accepted')
    const blocked = {
      id: 'd0000000-0000-4000-8000-000000000009', displayName: 'Block device code', state: 'enabled', createdDateTime: '2026-11-24T00:00:00Z',
      conditions: {
        clientAppTypes: ['all'], applications: { includeApplications: ['All'] }, users: { includeUsers: ['All'], excludeUsers: [ids.emergency] },
        authenticationFlows: { transferMethods: 'deviceCodeFlow' }
      },
      grantControls: { operator: 'OR', builtInControls: ['block'] }
    }
    await pass(1, { ...smallTenant, policies: [...smallTenant.policies, blocked] })
    t.equal(await mark(id), undefined)
    await pass(1)
    t.equal(await mark(id), 'new', 'suggested again, it is another matter')
    t.equal((await house.suggestions.feedback(house.caller)).get(id)?.state, 'open')
  })
  await t.test('what is taken back is open again; what was reviewed is marked until it changes', async t => {
    const { idFor, mark, say, pass } = await daysIn(database)
    const id = idFor('block-device-code-flow')
    await say(id, 'reject', { reason: 'by mistake' })
    await say(id, 'reopen')
    t.equal(await mark(id), '')
    await say(id, 'reviewed')
    t.equal(await mark(id), 'reviewed')
    await pass(1, withMore(30))
    t.match(await mark(id), /^returned: It was reviewed/)
  })
  await t.test('what one tenant says is not known in another', async t => {
    const [one, other] = [await daysIn(database), await daysIn(database)]
    const id = one.idFor('risky-users')
    await one.say(id, 'reject', { reason: 'ours' })
    t.equal(await other.mark(id), '')
    t.equal((await other.house.suggestions.feedback(other.house.caller)).size, 0)
  })
})
