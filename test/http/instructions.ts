import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { now } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const url = '/v1/settings/instructions'
const say = (instruction: string) => ({ body: { instruction } })

test('a sentence that is understood is added, echoed, and listed with the names of today', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  const sentence = 'Exclude the group "Contractors" from policies for mfa-all-users.'
  t.match(await call('POST', url, say('please exclude the "contractors" group from MFA for all users')), { status: 201, body: { sentence, sets: 'direction', added: true } })
  t.match(memory.settings, { directions: [{ do: 'exclude', objects: [{ kind: 'group', id: ids.nested }], requirements: ['mfa-all-users'], instruction: 'please exclude the "contractors" group from MFA for all users' }] })
  t.match(await call('POST', url, say(sentence)), { status: 200, body: { sentence, added: false } })
  t.match(await call('POST', url, say('Accept that the user "Cleo Clerk" has no MFA for guests until 2026-11-23 because she leaves')), { status: 201 })
  t.match(memory.settings.exceptions, [{ reason: 'she leaves', author: /^[\da-f-]{36}$/, acceptedAt: now.toISOString(), expiresAt: '2026-11-23' }])
  t.match(await call('POST', url, say('Name new policies "{title}"')), { status: 201, body: { sets: 'namingConvention' } })
  t.match(await call('GET', url), { status: 200, body: { instructions: [
    { sentence, sets: 'direction', expired: false }, { sentence: /^Accept that the user cleo\.clerk\.3@lantern\.example is not covered/, sets: 'exception', expired: false }, { sentence: 'Name new policies "{title}".' }
  ] } })
})

const refused: readonly [sentence: string, status: number, type: string, detail: RegExp, error: RegExp][] = [
  ['Exclude the group "Contractors" form MFA', 422, 'instruction-refused', /\(character 33\)$/, /^nearest form: Exclude the group "Contractors" from MFA$/],
  ['Exclude the group "Contractor" from MFA', 422, 'instruction-refused', /no group has that name/, new RegExp(ids.nested)],
  ['Exclude the user "Tim Twin" from MFA', 409, 'instruction-ambiguous', /more than one user/, new RegExp(ids.twin)],
  ['Exclude the group "Contractors" from registration', 409, 'instruction-ambiguous', /more than one way/, /for mfa-device-registration\.$/],
  ['Exclude the group "MFA exceptions" from MFA', 409, 'instruction-contradicts', /Include the group "MFA exceptions" in all policies\.$/, /^it would say: Exclude/]
]

test('a sentence that is not understood, ambiguous or contradictory adds nothing and says why', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  memory.settings = { directions: [{ do: 'include', objects: [{ kind: 'group', id: ids.excluded }], requirements: null }] }
  const before = structuredClone(memory.settings)
  for (const [sentence, status, type, detail, error] of refused) {
    t.match(await call('POST', url, say(sentence)), { status, body: { type: `urn:lacuna:problem:${type}`, detail, errors: [{ pointer: '/body/instruction', detail: error }] } }, sentence)
  }
  t.match(await call('POST', url, say('x'.repeat(501))), { status: 400, body: { errors: [{ pointer: '/body/instruction' }] } })
  t.same(memory.settings, before)
})

test('adding is deciding: a reader, and a client that may not decide, are refused', async t => {
  const { app, call, memory, token } = await startService()
  t.teardown(() => app.close())
  const reader = await token({ wids: [directoryRoles.securityReader], scp: 'Lacuna.Read' })
  t.match(await call('POST', url, { ...say('Name new policies "{title}"'), token: reader }), { status: 403 })
  t.match(await call('POST', url, { ...say('Name new policies "{title}"'), token: await token({ azp: '99999999-9999-4999-8999-999999999999' }) }), { status: 403, body: { type: 'urn:lacuna:problem:client-refused' } })
  t.same(memory.settings, {})
  memory.snapshot = undefined
  t.match(await call('POST', url, say('Name new policies "{title}"')), { status: 409, body: { type: 'urn:lacuna:problem:no-snapshot' } })
})
