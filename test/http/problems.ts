import { test } from 'tap'
import { startService } from '#test/fixtures/service.ts'

test('a bad request is answered with pointers to what is wrong', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const cases: [string, Awaited<ReturnType<typeof call>>, string][] = [
    ['an unknown member', await call('POST', '/v1/skills/drafts', { body: { nothing: 1 } }), '/body/nothing'],
    ['a missing member', await call('POST', '/v1/skills/sign-ins/evaluate', { body: { user: 'Ada' } }), '/body/app'],
    ['a number for a text', await call('POST', '/v1/skills/drafts', { body: { requirement: 5 } }), '/body/requirement'],
    ['no body where one is due', await call('POST', '/v1/skills/changes'), '/body/draft'],
    ['a list beyond its limit', await call('GET', '/v1/skills/uncovered-users?top=500'), '/query/top'],
    ['a misspelt parameter', await call('GET', '/v1/skills/uncovered-users?requirment=x'), '/query/requirment']
  ]
  for (const [name, answer, pointer] of cases) {
    t.match(answer, { status: 400, body: { type: 'urn:lacuna:problem:request-invalid', errors: [{ pointer }] } }, name)
  }
})

test('every problem carries the request id, which is in the header too', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const answer = await call('GET', '/v1/nowhere')
  t.match(answer, { status: 404, body: { type: 'urn:lacuna:problem:not-found', title: 'Not Found',
    instance: answer.headers['x-request-id'] } })
})

test('what went wrong inside is not told', async t => {
  const { app, call, lines } = await startService({
    ports: Object.create(null, { snapshot: { value: async () => { throw new Error('the password is secret') } } })
  })
  t.teardown(() => app.close())
  const answer = await call('GET', '/v1/analysis')
  t.match(answer, { status: 500, body: { type: 'urn:lacuna:problem:internal' } })
  t.notMatch(answer.text, /password/)
  t.ok(lines.some(line => line.includes('the password is secret')), 'but logged')
})

test('an error from behind is not shown, whatever status it carries', async t => {
  const { app, call } = await startService({
    ports: Object.create(null, { snapshot: { value: async () => { throw Object.assign(new Error('upstream'),
      { statusCode: 403, code: 'forbidden' }) } } })
  })
  t.teardown(() => app.close())
  const answer = await call('GET', '/v1/analysis')
  t.match(answer, { status: 500, body: { type: 'urn:lacuna:problem:internal' } })
  t.notMatch(answer.text, /upstream/)
})

test('a failure of Graph is told by its code alone', async t => {
  const failure = Object.assign(new Error('about ada@lantern.example'), { name: 'GraphProblem', status: 503, code: 'serviceNotAvailable' })
  const { app, call } = await startService({ ports: Object.create(null, { snapshot: { value: async () => { throw failure } } }) })
  t.teardown(() => app.close())
  const answer = await call('GET', '/v1/analysis')
  t.match(answer, { status: 502, body: { type: 'urn:lacuna:problem:graph-failed', detail: /`serviceNotAvailable`/ } })
  t.notMatch(answer.text, /lantern/)
})

test('a body that is not JSON, or of another type, is refused, but only after authentication', async t => {
  const { app, token } = await startService()
  t.teardown(() => app.close())
  const authorization = `Bearer ${await token()}`
  const send = async (type: string, payload: string, headers: Record<string, string>): Promise<number> =>
    (await app.inject({ method: 'POST', url: '/v1/skills/drafts', headers: { 'content-type': type, ...headers }, payload })).statusCode
  t.equal(await send('application/json', '{"requirement":', { authorization }), 400)
  t.equal(await send('application/json', '{"__proto__":{"name":"x"}}', { authorization }), 400)
  t.equal(await send('text/plain', 'hello', { authorization }), 415)
  t.equal(await send('application/json', '{"requirement":', {}), 401)
})

test('no more calls than allowed are taken from one caller', async t => {
  const { app, call, token } = await startService({ rateLimit: 3 })
  t.teardown(() => app.close())
  for (let n = 0; n < 3; n++) t.equal((await call('GET', '/v1/skills/changes')).status, 200)
  t.match(await call('GET', '/v1/skills/changes'),
    { status: 429, body: { type: 'urn:lacuna:problem:too-many-requests' }, headers: { 'retry-after': /\d/ } })
  const another = await token({ oid: '55555555-5555-4555-8555-555555555555' })
  t.equal((await call('GET', '/v1/skills/changes', { token: another })).status, 200, 'another caller is not affected')
})
