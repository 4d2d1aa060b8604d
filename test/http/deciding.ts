import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { RouteOptions } from 'fastify'
import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { application, consoleClient, copilotClient } from '#test/fixtures/issuer.ts'
import { startService, type Method, type Service } from '#test/fixtures/service.ts'

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const seen = { contentHash: 'a'.repeat(64) }

/** Bodies that make an operation a decision which otherwise is none. */
const decisive: Readonly<Record<string, object>> = {
  'POST /v1/suggestions/:id/respond': { answer: 'reject', reason: 'the factory needs it', remember: true }
}

/** The service with every route that was registered in it, and of those the ones at which people decide. */
async function startListed(): Promise<{ service: Service, routes: RouteOptions[], deciding: { name: string, method: Method, url: string, body: object }[] }> {
  const routes: RouteOptions[] = []
  const listen = (message: unknown): void => Reflect.get(Object(message), 'fastify').addHook('onRoute', (route: RouteOptions) => void routes.push(route))
  subscribe('fastify.initialization', listen)
  const service = await startService()
  unsubscribe('fastify.initialization', listen)
  const deciding = routes.flatMap(({ method: registered, url, config }) => methods.filter(method => [registered].flat().includes(method)).flatMap(method => {
    const name = `${method} ${url}`
    const [needs, body] = [config?.needs, config?.further === undefined ? seen : decisive[name] ?? seen]
    const asked = [needs, config?.further?.(body)].some(one => typeof one === 'object' && one.scope === 'Lacuna.Decide')
    return asked ? [{ name, method, url: url.replaceAll(/:\w+/g, 'some-id'), body }] : []
  }))
  return { service, routes, deciding }
}

test('every operation that some bodies make a decision is known here with such a body', async t => {
  const { service, routes, deciding } = await startListed()
  t.teardown(() => service.app.close())
  const further = routes.filter(({ config }) => config?.further !== undefined).map(({ method, url }) => `${String(method)} ${url}`)
  t.strictSame(further, Object.keys(decisive))
  t.strictSame(further.filter(name => deciding.every(route => route.name !== name)), [])
})

test('a token issued to the Copilot client is refused at every deciding route, whatever its holder may do', async t => {
  const { service, deciding } = await startListed()
  t.teardown(() => service.app.close())
  t.ok(deciding.length >= 6, `${deciding.length} deciding routes`)
  const token = await service.token({ azp: copilotClient, wids: Object.values(directoryRoles) })
  for (const { name, method, url, body } of deciding) {
    t.match(await service.call(method, url, { token, body }), { status: 403, body: { type: 'urn:lacuna:problem:client-refused' } }, name)
  }
})

test('an application is refused at every deciding route, whatever its roles', async t => {
  const { service, deciding } = await startListed()
  t.teardown(() => service.app.close())
  const token = await service.token({ ...application('Coverage.Read', 'Drafts.Write', 'Changes.Submit', 'Lacuna.Decide'), azp: consoleClient })
  for (const { name, method, url, body } of deciding) {
    t.match(await service.call(method, url, { token, body }), { status: 403, body: { type: 'urn:lacuna:problem:person-needed' } }, name)
  }
})

test('whatever a route asks for, the console\'s token of a mere reader decides nothing', async t => {
  const { service, deciding } = await startListed()
  t.teardown(() => service.app.close())
  const token = await service.token({ wids: [directoryRoles.securityReader, directoryRoles.globalReader] })
  for (const { name, method, url, body } of deciding) {
    t.match(await service.call(method, url, { token, body }), { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } }, name)
  }
})

test('a guest may decide only where the tenant says so', async t => {
  const closed = await startService()
  const open = await startService({ rules: { clients: [consoleClient], guests: true } })
  t.teardown(async () => Promise.all([closed.app.close(), open.app.close()]))
  const url = '/v1/changes/some-id/approve'
  t.match(await closed.call('POST', url, { token: await closed.token({ acct: 1 }), body: seen }),
    { status: 403, body: { type: /guest-refused/ } })
  t.match(await open.call('POST', url, { token: await open.token({ acct: 1 }), body: seen }), { status: 404 })
})

test('where an authentication context is asked for, a token without it gets a claims challenge', async t => {
  const service = await startService({ rules: { clients: [consoleClient], guests: false, context: 'c3' } })
  t.teardown(() => service.app.close())
  const url = '/v1/changes/some-id/reject'
  const answer = await service.call('POST', url, { body: seen })
  const encoded = /claims="([^"]+)"/.exec(String(answer.headers['www-authenticate']))?.[1] ?? ''
  t.match(answer, { status: 401, body: { type: 'urn:lacuna:problem:context-needed' } })
  t.same(JSON.parse(Buffer.from(encoded, 'base64').toString()), { access_token: { acrs: { essential: true, value: 'c3' } } })
  t.match(await service.call('POST', url, { token: await service.token({ acrs: ['c3'] }), body: seen }), { status: 404 })
})

test('the role is read again at the moment of deciding', async t => {
  const service = await startService()
  t.teardown(() => service.app.close())
  const url = '/v1/changes/some-id/approve'
  service.memory.roles = [directoryRoles.globalReader]
  t.match(await service.call('POST', url, { body: seen }), { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } })
  service.memory.roles = [directoryRoles.conditionalAccessAdministrator]
  t.match(await service.call('POST', url, { body: seen }), { status: 404, body: { type: 'urn:lacuna:problem:not-found' } })
})
