import { test } from 'tap'
import { listUncoveredApps } from '#src/skills/list-uncovered-apps.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

test('the applications that somebody can open are named, and whether any other one is open too', async t => {
  t.match(await answerOf(listUncoveredApps, {}, asking()), {
    status: 'ok', uncovered: 2, anyOther: true, apps: [{ appId: ids.mail, name: 'Mail' }, { appId: ids.wiki, name: 'Wiki' }],
    summary: /somebody/
  })
})

test('for one user, only what that user can open, with a witness of theirs', async t => {
  t.match(await answerOf(listUncoveredApps, { user: 'Ben Both' }, asking()), { uncovered: 2, witness: /^ben\.both/ })
  t.match(await answerOf(listUncoveredApps, { user: 'cleo.clerk.3@lantern.example' }, asking()),
    { uncovered: 0, anyOther: false, apps: [] })
  t.match(await answerOf(listUncoveredApps, { requirement: 'block-device-code-flow', user: ids.cleo }, asking()),
    { uncovered: 2, witness: /^cleo/ })
})

test('the applications page', async t => {
  const ask = asking()
  const first = await answerOf(listUncoveredApps, { top: 1 }, ask)
  t.match(await answerOf(listUncoveredApps, { top: 1, cursor: first.next }, ask), { apps: [{ appId: ids.wiki }] })
})
