import { parse } from 'yaml'
import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { application, consoleClient, copilotClient } from '#test/fixtures/issuer.ts'
import { startService, type Method, type Service } from '#test/fixtures/service.ts'

type Operation = { security?: { entra: string[] }[] }

/** Every operation that the full document says needs the deciding scope, so that a new one cannot be forgotten. */
async function decidingRoutes({ call }: Service): Promise<{ method: Method, url: string }[]> {
  const document: { paths: Record<string, Partial<Record<Lowercase<Method>, Operation>>> } = parse((await call('GET', '/openapi/lacuna.yaml')).text)
  return Object.entries(document.paths).flatMap(([path, operations]) => methods.flatMap(method => {
    const decides = operations[lower[method]]?.security?.some(({ entra }) => entra.includes('Lacuna.Decide')) === true
    return decides ? [{ method, url: path.replaceAll(/\{\w+\}/g, 'some-id') }] : []
  }))
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const lower = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

const body = { contentHash: 'a'.repeat(64) }

test('a token issued to the Copilot client is refused at every deciding route, whatever its holder may do', async t => {
  const service = await startService()
  t.teardown(() => service.app.close())
  const routes = await decidingRoutes(service)
  t.ok(routes.length >= 4, `${routes.length} deciding routes`)
  const token = await service.token({ azp: copilotClient, wids: Object.values(directoryRoles) })
  for (const { method, url } of routes) {
    t.match(await service.call(method, url, { token, body }), { status: 403, body: { type: 'urn:lacuna:problem:client-refused' } }, url)
  }
})

test('an application is refused at every deciding route, whatever its roles', async t => {
  const service = await startService()
  t.teardown(() => service.app.close())
  const token = await service.token({ ...application('Coverage.Read', 'Drafts.Write', 'Changes.Submit', 'Lacuna.Decide'),
    azp: consoleClient })
  for (const { method, url } of await decidingRoutes(service)) {
    t.match(await service.call(method, url, { token, body }), { status: 403, body: { type: 'urn:lacuna:problem:person-needed' } }, url)
  }
})

test('a guest may decide only where the tenant says so', async t => {
  const closed = await startService()
  const open = await startService({ rules: { clients: [consoleClient], guests: true } })
  t.teardown(async () => Promise.all([closed.app.close(), open.app.close()]))
  const url = '/v1/changes/some-id/approve'
  t.match(await closed.call('POST', url, { token: await closed.token({ acct: 1 }), body }),
    { status: 403, body: { type: /guest-refused/ } })
  t.match(await open.call('POST', url, { token: await open.token({ acct: 1 }), body }), { status: 404 })
})

test('where an authentication context is asked for, a token without it gets a claims challenge', async t => {
  const service = await startService({ rules: { clients: [consoleClient], guests: false, context: 'c3' } })
  t.teardown(() => service.app.close())
  const url = '/v1/changes/some-id/reject'
  const answer = await service.call('POST', url, { body })
  const encoded = /claims="([^"]+)"/.exec(String(answer.headers['www-authenticate']))?.[1] ?? ''
  t.match(answer, { status: 401, body: { type: 'urn:lacuna:problem:context-needed' } })
  t.same(JSON.parse(Buffer.from(encoded, 'base64').toString()), { access_token: { acrs: { essential: true, value: 'c3' } } })
  t.match(await service.call('POST', url, { token: await service.token({ acrs: ['c3'] }), body }), { status: 404 })
})

test('the role is read again at the moment of deciding', async t => {
  const service = await startService()
  t.teardown(() => service.app.close())
  const url = '/v1/changes/some-id/approve'
  service.memory.roles = [directoryRoles.globalReader]
  t.match(await service.call('POST', url, { body }), { status: 403, body: { type: 'urn:lacuna:problem:role-missing' } })
  service.memory.roles = [directoryRoles.conditionalAccessAdministrator]
  t.match(await service.call('POST', url, { body }), { status: 404, body: { type: 'urn:lacuna:problem:not-found' } })
})
