import t from 'tap'
import { callTool, send, startMcp } from '#test/fixtures/mcp.ts'

const { client, url, token, lines } = await startMcp(t)

t.test('a bad argument is named by a pointer, and nothing is converted', async t => {
  const one = await client()
  const cases: [string, string, Record<string, unknown>, string][] = [
    ['an unknown member', 'DraftReportOnlyPolicy', { nothing: 1 }, '/arguments/nothing'],
    ['a missing member', 'EvaluateSignIn', { user: 'Ada' }, '/arguments/app'],
    ['a number for a text', 'DraftReportOnlyPolicy', { requirement: 5 }, '/arguments/requirement'],
    ['a text for a number', 'ListUncoveredUsers', { top: '5' }, '/arguments/top'],
    ['a list beyond its limit', 'ListUncoveredUsers', { top: 500 }, '/arguments/top'],
    ['a misspelt parameter', 'ListUncoveredUsers', { requirment: 'x' }, '/arguments/requirment']
  ]
  for (const [name, tool, input, pointer] of cases) {
    const { isError, problem, text } = await callTool(one, tool, input)
    t.match({ isError, problem }, { isError: true, problem: { status: 400, type: 'urn:lacuna:problem:request-invalid', errors: [{ pointer }] } }, name)
    t.ok(text.includes(pointer), `${name}: the text names it too`)
  }
})

t.test('a tool that is not there, and a method that is not served, are refused as the protocol asks', async t => {
  const one = await client()
  await t.rejects(one.callTool({ name: 'Nothing', arguments: {} }), { code: -32602, message: /there is no such tool/ })
  await t.rejects(one.listResources(), { code: -32601 })
})

t.test('what went wrong inside is not told, and a claims challenge from behind reaches the client as one', async t => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'
  let failure = new Error('the password is secret')
  const { client, lines, token, url } = await startMcp(t, { ports: Object.create(null, { snapshot: { value: async () => { throw failure } } }) })
  const one = await client()
  const { isError, text, problem } = await callTool(one, 'ListRequirements')
  t.match({ isError, problem }, { isError: true, problem: { status: 500, type: 'urn:lacuna:problem:internal', instance: String } })
  t.notMatch(text, /password/)
  t.ok(lines.some(line => line.includes('the password is secret')), 'but logged')

  failure = Object.assign(new Error('entra asks for more'), { claims })
  await t.rejects(callTool(one, 'ListRequirements'), { code: 401, message: /claims-challenge/ })
  const answer = await send(url, await token(), { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'ListRequirements' } })
  const challenge = /^Bearer .*error="insufficient_claims", claims="([^"]+)", resource_metadata="/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
  t.equal(Buffer.from(challenge ?? '', 'base64').toString(), claims)
})

t.test('one message a request, from no other site, and no stream', async t => {
  const presented = await token()
  const post = async (body: unknown, headers = {}) => send(url, presented, body, headers)
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  t.equal((await post(list)).status, 200)
  t.equal((await post(list, { origin: 'https://lacuna.example' })).status, 200, 'from a page of its own')
  const refused: [string, Response, number, RegExp][] = [
    ['a list of messages', await post([list, list]), 400, /request-invalid/],
    ['no message of the protocol', await post({ method: 'tools/list' }), 400, /request-invalid/],
    ['a version that is not known', await post(list, { 'mcp-protocol-version': '1999-01-01' }), 400, /Unsupported protocol version/],
    ['a page of another site', await post(list, { origin: 'https://evil.example' }), 403, /origin-refused/],
    ['a page without an origin of its own', await post(list, { origin: 'null' }), 403, /origin-refused/],
    ['a message as a form', await post(list, { 'content-type': 'text/plain' }), 415, /./],
    ['a message that is too large', await post({ ...list, params: { name: 'x'.repeat(4 * 1024 * 1024) } }), 413, /./],
    ['a stream', await fetch(url, { headers: { authorization: `Bearer ${presented}` } }), 405, /method-not-allowed/], ['the end of a session', await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${presented}` } }), 405, /method-not-allowed/]
  ]
  for (const [name, answer, status, text] of refused) {
    t.equal(answer.status, status, name)
    t.match(await answer.text(), text, name)
  }
})

t.test('the log names the skill, and neither tokens nor what was asked', async t => {
  const presented = await token()
  const one = await client(presented)
  await callTool(one, 'EvaluateSignIn', { user: 'ben.both.2@lantern.example', app: 'Mail' })
  await callTool(one, 'EvaluateSignIn', { user: 'ben.both.2@lantern.example' })
  await one.callTool({ name: 'ben.both.2@lantern.example' }).catch(() => undefined)
  const log = lines.join('\n')
  t.match(log, /"skill":"EvaluateSignIn"/)
  t.notMatch(log, /lantern\.example/i)
  t.notOk(log.includes(presented))
})

t.test('calls are counted by caller, as elsewhere', async t => {
  const { client } = await startMcp(t, { rateLimit: 6 })
  const one = await client()
  await t.rejects(async () => {
    for (let call = 0; call < 6; call++) await one.listTools()
  }, { code: 429, message: /too-many-requests/ })
})
