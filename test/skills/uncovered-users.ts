import { test } from 'tap'
import { listUncoveredUsers } from '#src/skills/list-uncovered-users.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

test('the user whom a nested exclusion leaves out is named, with when and a witness', async t => {
  t.match(await answerOf(listUncoveredUsers, {}, asking()), {
    status: 'ok', requirement: 'mfa-all-users', requirementStatus: 'gap', uncovered: 1, population: 6, accepted: 1,
    summary: /1 user of 6/, witness: /^ben\.both/, why: /leaves out Ben Both: .*MFA exceptions.*Contractors/, asOf: /12 minutes ago/, users: [{ id: ids.ben, name: 'Ben Both', when: 'always' }]
  })
})

test('a met requirement leaves nobody out', async t => {
  t.match(await answerOf(listUncoveredUsers, { requirement: 'mfa-admins' }, asking()),
    { requirementStatus: 'met', uncovered: 0, users: [] })
})

test('an application narrows the question, by name or appId', async t => {
  for (const app of ['mail', ids.mail]) {
    t.match(await answerOf(listUncoveredUsers, { app }, asking()), { uncovered: 1, summary: /for Mail/, witness: new RegExp(ids.mail) },
      app)
  }
})

test('pages hold every user once and then end', async t => {
  const ask = asking()
  const found: string[] = []
  let cursor: string | undefined
  do {
    const answer = await answerOf(listUncoveredUsers,
      { requirement: 'block-device-code-flow', top: 4, ...(cursor === undefined ? {} : { cursor }) }, ask)
    found.push(...(answer.users ?? []).map(({ id }) => id))
    cursor = answer.next
  } while (cursor !== undefined)
  t.equal(found.length, 6)
  t.equal(new Set(found).size, 6)
})

test('a cursor of another question, or of another snapshot, says so and does not fail', async t => {
  const ask = asking()
  const { next } = await answerOf(listUncoveredUsers, { requirement: 'block-device-code-flow', top: 2 }, ask)
  t.match(await answerOf(listUncoveredUsers, { requirement: 'mfa-all-users', cursor: next }, ask), { status: 'cursorExpired' })
  t.match(await answerOf(listUncoveredUsers, { requirement: 'block-device-code-flow', cursor: 'forged' }, ask), { status: 'cursorExpired' })
  if (ask.memory.snapshot !== undefined) ask.memory.snapshot = { ...ask.memory.snapshot, id: 'snapshot-2' }
  t.match(await answerOf(listUncoveredUsers, { requirement: 'block-device-code-flow', cursor: next }, ask), { status: 'cursorExpired' })
})

test('a requirement that is not known is answered with those that are', async t => {
  t.match(await answerOf(listUncoveredUsers, { requirement: 'mfa' }, asking()), {
    status: 'ambiguous', candidates: [{ kind: 'requirement', id: 'mfa-all-users' }, { id: 'mfa-admins' }]
  })
})

test('without a snapshot the answer asks for a run', async t => {
  const ask = asking()
  ask.memory.snapshot = undefined
  t.match(await answerOf(listUncoveredUsers, {}, ask), { status: 'noSnapshot', summary: /Run the optimization/ })
})
