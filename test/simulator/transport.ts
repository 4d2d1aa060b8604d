import { request } from 'node:http'
import { test, type Test } from 'tap'
import type { FastifyPluginAsync } from 'fastify'
import { isObject } from '#src/simulator/json.ts'
import { serve, type Simulator } from '#src/simulator/serve.ts'
import { createState } from '#src/simulator/state.ts'
import { administrator } from '#test/fixtures/simulator/graph-under-test.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

interface Wire extends Simulator {
  /** Sends over a socket with a `Host` header; rejects when the connection breaks. */
  readonly send: (host: string, method: string, path: string, body?: unknown) => Promise<{ status: number, text: string }>
}

const plugin: FastifyPluginAsync = async (app) => {
  app.get('/*', () => ({ login: true }))
}

async function wire(t: Test): Promise<Wire> {
  const file: unknown = JSON.parse(JSON.stringify(smallTenant()))
  const state = createState(isObject(file) ? file : {})
  const simulator = await serve(state, { verify: async () => administrator, plugin })
  t.teardown(() => simulator.close())
  return {
    ...simulator,
    send: (host, method, path, body) => new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const headers = { host, authorization: 'Bearer any', ...(text === undefined ? {} : { 'content-type': 'application/json' }) }
      const sent = request({ host: '127.0.0.1', port: simulator.port, method, path, headers, agent: false }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
      })
      sent.on('error', reject)
      sent.end(text)
    }),
  }
}

const graphHost = 'graph.microsoft.com'
const policies = '/beta/identity/conditionalAccess/policies'
const policy = {
  displayName: 'New', state: 'disabled', conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } },
  grantControls: { operator: 'OR', builtInControls: ['mfa'] },
}

test('the name that a request calls decides who answers', async (t) => {
  const { send } = await wire(t)
  t.match(await send(graphHost, 'GET', '/v1.0/organization'), { status: 200, text: /Tiny/ })
  t.match(await send('login.microsoftonline.com', 'GET', '/any'), { status: 200, text: /login/ })
  t.match(await send('127.0.0.1:80', 'GET', '/demo/token?person=ada'), { status: 200, text: /login/ })
  t.match(await send('127.0.0.1', 'GET', '/simulator/faults'), { status: 200, text: '{"faults":[]}' })
})

test('a dropped connection comes before or after the write took effect', async (t) => {
  const { send, faults, state } = await wire(t)
  faults.add({ kind: 'dropped', method: 'POST', times: 1 })
  await t.rejects(send(graphHost, 'POST', policies, policy))
  t.equal(state.collections.policies.size, 2)
  faults.add({ kind: 'dropped', when: 'after', method: 'POST', times: 1 })
  await t.rejects(send(graphHost, 'POST', policies, policy))
  t.equal(state.collections.policies.size, 3)
  t.equal((await send(graphHost, 'POST', policies, policy)).status, 201)
})

test('a truncated answer ends in the middle, a slow one comes whole', async (t) => {
  const { send, faults } = await wire(t)
  faults.add({ kind: 'truncated', times: 1 })
  await t.rejects(send(graphHost, 'GET', policies))
  faults.add({ kind: 'slow', milliseconds: 20, times: 1 })
  t.equal((await send(graphHost, 'GET', policies)).status, 200)
})

test('faults and the PATCH mode are switched over HTTP', async (t) => {
  const { send, behaviour } = await wire(t)
  const made = await send('127.0.0.1', 'POST', '/simulator/faults', { kind: 'throttled', path: '/organization' })
  t.equal(made.status, 201)
  t.equal((await send(graphHost, 'GET', '/v1.0/organization')).status, 429)
  const id = /"id":"([^"]+)"/.exec(made.text)?.[1] ?? ''
  t.equal((await send('127.0.0.1', 'DELETE', `/simulator/faults/${id}`)).status, 204)
  t.equal((await send(graphHost, 'GET', '/v1.0/organization')).status, 200)
  t.equal((await send('127.0.0.1', 'POST', '/simulator/faults', { kind: 'earthquake' })).status, 400)
  t.equal((await send('127.0.0.1', 'POST', '/simulator/faults', { kind: 'dropped', path: '(' })).status, 400)
  t.equal((await send('127.0.0.1', 'PUT', '/simulator/behaviour', { patchMode: 'replace' })).status, 204)
  t.equal(behaviour.patchMode, 'replace')
  t.equal((await send('127.0.0.1', 'PUT', '/simulator/behaviour', { patchMode: 'none' })).status, 400)
  t.match(await send('127.0.0.1', 'GET', '/simulator/exchanges'), { status: 200, text: /organization\.list/ })
  t.equal((await send('127.0.0.1', 'DELETE', '/simulator/faults')).status, 204)
})

test('a body that is no JSON is refused by Graph', async (t) => {
  const { send } = await wire(t)
  t.equal((await send(graphHost, 'POST', policies, undefined)).status, 400)
  t.equal((await send(graphHost, 'POST', policies, 'text')).status, 400)
})

test('the login service can fail too', async (t) => {
  const { send, faults } = await wire(t)
  faults.add({ kind: 'throttled', host: 'login', times: 1, retryAfter: 1 })
  faults.add({ kind: 'dropped', host: 'login', after: 1, times: 1 })
  t.match(await send('login.microsoftonline.com', 'GET', '/any'), { status: 429, text: /temporarily_unavailable/ })
  await t.rejects(send('login.microsoftonline.com', 'GET', '/any'))
  t.equal((await send('login.microsoftonline.com', 'GET', '/any')).status, 200)
  t.equal((await send(graphHost, 'GET', '/v1.0/organization')).status, 200)
})
