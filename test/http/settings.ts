import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { caller } from '#test/fixtures/asking.ts'
import { now } from '#test/fixtures/memory-ports.ts'
import { startService } from '#test/fixtures/service.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const url = '/v1/settings'

test('what is declared replaces what was declared', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const emergencyAccess = { users: [ids.emergency], groups: [] }
  t.match(await call('PUT', url, { body: { emergencyAccess, mfaTrustedIps: ['192.0.2.0/24'] } }), { status: 200 })
  t.match(await call('PUT', url, { body: { emergencyAccess } }), { status: 200 })
  t.same((await call('GET', url)).body, { emergencyAccess })
})

test('a setting that is not known or has another shape is refused with a pointer, and nothing changes', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  t.match(await call('PUT', url, { body: { emergencyAccounts: [] } }), { status: 400, body: { errors: [{ pointer: '/body/emergencyAccounts' }] } })
  t.match(await call('PUT', url, { body: { mfaTrustedIps: '192.0.2.0/24' } }), { status: 400, body: { errors: [{ pointer: '/body/mfaTrustedIps' }] } })
  t.same((await call('GET', url)).body, {})
})

const exclude = (id: string) => ({ do: 'exclude', objects: [{ kind: 'group', id }], requirements: null })

test('names are kept as ids, and an exception bears its author and the time of the service', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const exception = { objects: [{ kind: 'user', id: 'Cleo Clerk' }], requirements: ['mfa-all-users'], reason: 'leaves soon', expiresAt: '2027-01-31' }
  t.match(await call('PUT', url, { body: { directions: [exclude('Contractors')], exceptions: [{ ...exception, author: 'somebody else' }] } }), { status: 200, body: {
    directions: [exclude(ids.nested)], exceptions: [{ objects: [{ kind: 'user', id: ids.cleo }], author: caller.operator.oid, acceptedAt: now.toISOString() }]
  } })
  const { body } = await call('GET', url)
  t.match(await call('PUT', url, { body: Object(body) }), { status: 200, body: Object(body) }, 'what was read can be declared again')
})

test('people who are governed apart are declared by name, and kept with what they are called and what governs them', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const apart = (id: string) => ({ do: 'ignore', objects: [{ kind: 'group', id }], requirements: ['mfa-all-users'], persona: { name: 'Contractors', governedBy: 'their own policies' } })
  t.match(await call('PUT', url, { body: { directions: [apart('contractors')] } }), { status: 200 })
  t.same((await call('GET', url)).body, { directions: [apart(ids.nested)] })
  t.match(await call('PUT', url, { body: { directions: [{ ...apart('Contractors'), do: 'exclude' }] } }), { status: 400, body: { errors: [{ pointer: '/body/directions/0/persona', detail: /say `ignore`/ }] } })
  t.match(await call('PUT', url, { body: { directions: [{ ...apart('Contractors'), persona: { name: 'Contractors' } }] } }), { status: 400 })
})

test('a name that means nothing or several things, or a pattern without a token, is refused with a pointer, and nothing changes', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  t.match(await call('PUT', url, { body: { directions: [exclude('Contractors')] } }), { status: 200 })
  const refused: readonly [body: object, pointer: string, detail: RegExp][] = [
    [{ directions: [exclude('Contractor')] }, '/body/directions/0/objects/0/id', new RegExp(ids.nested)],
    [{ emergencyAccess: { users: ['Tim Twin'] } }, '/body/emergencyAccess/users/0', new RegExp(`${ids.twin}.*${ids.otherTwin}`)],
    [{ namingConvention: 'CA' }, '/body/namingConvention', /needs a token/],
    [{ directions: [], exceptions: [{ objects: [{ kind: 'group', id: 'Contractors' }], requirements: null, reason: 'so', expiresAt: '2026-11-22' }] }, '/body/exceptions/0/expiresAt', /is past/]
  ]
  for (const [body, pointer, detail] of refused) t.match(await call('PUT', url, { body }), { status: 400, body: { type: 'urn:lacuna:problem:request-invalid', errors: [{ pointer, detail }] } }, pointer)
  t.same((await call('GET', url)).body, { directions: [exclude(ids.nested)] })
})

test('a declaration over what somebody else declared in the meantime is refused', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  const [declared, other] = [{ mfaTrustedIps: ['192.0.2.0/24'] }, { mfaTrustedIps: ['198.51.100.0/24'] }]
  const { snapshot } = memory
  Object.defineProperty(memory, 'snapshot', { get: () => {
    memory.settings = other
    return snapshot
  } })
  t.match(await call('PUT', url, { body: declared }), { status: 409, body: { type: 'urn:lacuna:problem:settings-changed' } })
  t.same(memory.settings, other)
})

test('a reader sees the settings and cannot declare any', async t => {
  const { app, call, memory, token } = await startService()
  t.teardown(() => app.close())
  const reader = await token({ wids: [directoryRoles.securityReader], scp: 'Lacuna.Read' })
  memory.roles = [directoryRoles.securityReader]
  t.match(await call('GET', url, { token: reader }), { status: 200 })
  t.match(await call('PUT', url, { token: reader, body: {} }), { status: 403, body: { type: 'urn:lacuna:problem:scope-missing' } })
})
