import { test } from 'tap'
import { AuthorBook } from '#src/runs/authors.ts'
import { newsOf, type Reading } from '#src/runs/news.ts'
import { newsWords } from '#src/skills/news-words.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { collecting, runsIn } from '#test/fixtures/runs.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const nobody = new AuthorBook()
const hire = { id: '90000000-0000-4000-8000-000000000001', displayName: 'New Hire', userPrincipalName: 'new.hire@lantern.example', userType: 'Member', accountEnabled: true }
const agent = { id: '90000000-0000-4000-8000-000000000002', appId: '90000000-0000-4000-8000-000000000003', displayName: 'Helper', '@odata.type': '#microsoft.graph.agentIdentity' }
const [mfa, legacy] = smallTenant.policies

function reading(file: object, suggestions?: readonly string[]): Reading {
  return { tenant: tenantOf(file), collectedAt: '2026-11-23T08:00:00Z', suggestions }
}

function news(changed: object) {
  return newsOf(reading(smallTenant), reading({ ...smallTenant, ...changed }), nobody)
}

const none = { added: 0, changed: 0, removed: 0, first: [] }

test('two readings of one tenant have nothing new between them', t => {
  t.strictSame(news({}), { since: '2026-11-23T08:00:00Z', auditRead: false, users: none, apps: none, agents: none, policies: none })
  t.equal(newsWords(news({})), 'Since 2026-11-23T08:00: nothing new.')
  t.end()
})

test('people who came, were changed or went are counted and named', t => {
  const [ada, ...others] = smallTenant.users
  const { users } = news({ users: [{ ...ada, accountEnabled: false }, ...others.slice(1), hire] })
  t.match(users, {
    added: 1, changed: 1, removed: 1,
    first: [{ id: hire.id, name: hire.userPrincipalName, change: 'added' }, { id: ids.ada, change: 'changed' }, { id: ids.ben, change: 'removed' }]
  })
  t.end()
})

test('agents are counted apart, whether they are accounts or applications', t => {
  const told = news({ users: [...smallTenant.users, { ...hire, isAgentUser: true }], servicePrincipals: [...smallTenant.servicePrincipals, agent] })
  t.match(told, { users: none, apps: none, agents: { added: 2, first: [{ name: hire.userPrincipalName }, { name: 'Helper' }] } })
  t.end()
})

test('a policy is changed when it says something else, not when only its times differ', t => {
  t.match(news({ policies: [{ ...mfa, modifiedDateTime: '2026-11-23T09:00:00Z' }, legacy] }).policies, none)
  t.match(news({ policies: [{ ...mfa, state: 'disabled' }] }).policies, {
    changed: 1, removed: 1, first: [{ id: ids.mfa, name: 'Require MFA', change: 'changed' }, { id: ids.legacy, change: 'removed' }]
  })
  t.end()
})

test('of many only the first few are named, and all are counted', t => {
  const hires = Array.from({ length: 3000 }, (_, index) => ({ ...hire, id: `90000000-0000-4000-8000-${String(index).padStart(12, '0')}` }))
  const { users } = news({ users: [...smallTenant.users, ...hires] })
  t.match(users, { added: 3000, first: { length: 5 } })
  t.match(newsWords(news({ users: [...smallTenant.users, ...hires] })), /3,000 users added \(new\.hire@lantern\.example, new\.hire@lantern\.example, \.\.\.\)/)
  t.end()
})

test('what one of the readings lacks is not told as gone or new', t => {
  const { users: _users, ...withoutUsers } = smallTenant
  for (const [before, now] of [[smallTenant, withoutUsers], [withoutUsers, smallTenant]] as const) {
    const told = newsOf(reading(before), reading(now), nobody)
    t.notHas(told, { users: Object })
    t.notHas(told, { agents: Object })
    t.match(newsWords(told), /What is new among users is not known/)
  }
  t.end()
})

test('who changed a policy is told where the audit log says so: the last one', t => {
  const book = new AuthorBook()
  const audit = (activityDateTime: string, initiatedBy: object) =>
    ({ collection: 'directoryAudits', value: { activityDateTime, initiatedBy, targetResources: [{ id: ids.mfa.toUpperCase() }] } })
  book.take(audit('2026-11-23T09:30:00Z', { user: { id: ids.ada, userPrincipalName: 'ada@lantern.example' } }))
  book.take(audit('2026-11-23T09:00:00Z', { app: { displayName: 'Pipeline' } }))
  for (const damaged of [undefined, 'text', {}, { initiatedBy: { user: null }, targetResources: 'none' }]) book.take({ collection: 'directoryAudits', value: damaged })
  const told = newsOf(reading(smallTenant), reading({ ...smallTenant, policies: [{ ...mfa, state: 'disabled' }, legacy] }), book)
  t.match(told, { auditRead: true, policies: { first: [{ by: 'ada@lantern.example', at: '2026-11-23T09:30:00Z' }] } })
  t.match(newsWords(told), /1 policy changed \(Require MFA by ada@lantern\.example\)/)
  t.end()
})

test('without the audit log the news says that nobody can be named', t => {
  t.match(newsWords(news({ policies: [mfa] })), /1 policy removed \(Block legacy clients\)\. Who changed the policies is not known/)
  t.end()
})

test('suggestions that were not made before are new', t => {
  const told = newsOf(reading(smallTenant, ['a', 'b']), reading(smallTenant, ['b', 'c']), nobody)
  t.strictSame(told.suggestions, ['c'])
  t.notHas(newsOf(reading(smallTenant), reading(smallTenant, ['c']), nobody), { suggestions: Array })
  t.end()
})

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('a run tells what is new since the one before; the first has nothing to compare with', async t => {
    const house = runsIn(database)
    const asked: unknown[] = []
    const run = async (file: object) => {
      const collect = collecting(file)
      house.collect = options => {
        asked.push(options.since)
        return collect(options)
      }
      const { id } = await house.runs.start(house.caller, 'hand')
      const settled = await house.runs.settled(house.caller, id, { milliseconds: 20_000, signal: new AbortController().signal })
      house.clock = new Date(house.clock.getTime() + 86_400_000)
      return settled
    }
    t.notHas(await run(smallTenant), { news: Object })
    const second = await run({ ...smallTenant, users: [...smallTenant.users, hire], directoryAudits: [] })
    t.match(second, { state: 'finished', news: { since: '2026-11-23T08:00:00.000Z', auditRead: true, users: { added: 1, first: [{ id: hire.id }] }, policies: none } })
    t.strictSame((await house.snapshots.latest(house.tenantId))?.news, second?.news)
    await house.settings.declare(house.caller, { emergencyAccess: { users: [ids.emergency] } })
    t.strictSame((await house.snapshots.latest(house.tenantId))?.news, second?.news, 'read back, it is the same')
    t.match(await run(smallTenant), { news: { since: '2026-11-24T08:00:00.000Z', users: { removed: 1 } } }, 'the snapshot before was read back')
    t.strictSame(asked, [undefined, '2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z'])
  })
})
