import { test } from 'tap'
import { evaluateSignIn } from '#src/skills/evaluate-sign-in.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const known = { clientApp: 'browser', platform: 'windows' }

test('a user in scope gets in once the controls are met, and the policy is named', async t => {
  t.match(await answerOf(evaluateSignIn, { user: 'Cleo Clerk', app: 'Mail', ...known }, asking()), {
    status: 'ok', outcome: 'grantedWith', controls: 'mfa', applying: 1, undecided: 0, notApplying: 1,
    policies: [{ id: ids.mfa, applies: 'yes' }], summary: /mfa/
  })
})

test('an excluded user gets in without conditions', async t => {
  t.match(await answerOf(evaluateSignIn, { user: ids.ben, app: ids.mail, ...known }, asking()),
    { outcome: 'granted', controls: '', applying: 0, policies: [] })
})

test('what is not told leaves a policy undecided, and says so', async t => {
  t.match(await answerOf(evaluateSignIn, { user: 'Cleo Clerk', app: 'Mail' }, asking()),
    { undecided: 1, policies: [{}, { applies: 'unknown' }] })
})

test('a user or an application that is not clear is answered with candidates', async t => {
  t.match(await answerOf(evaluateSignIn, { user: 'tim twin', app: 'Mail' }, asking()),
    { status: 'ambiguous', candidates: [{ kind: 'user' }, { kind: 'user' }] })
  t.match(await answerOf(evaluateSignIn, { user: 'Cleo Clerk', app: 'ail' }, asking()),
    { status: 'ambiguous', candidates: [{ kind: 'application', id: ids.mail }] })
})
