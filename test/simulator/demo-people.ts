import { request } from 'node:http'
import { test } from 'tap'
import { readConfig } from '#src/config.ts'
import { isObject, parseJson, textAt } from '#src/simulator/json.ts'
import { choosePeople } from '#src/simulator/login/people.ts'
import { createState, type State } from '#src/simulator/state.ts'
import { claimsOf, loginUnderTest } from '#test/fixtures/simulator/login-under-test.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

function stateOf(changed: Record<string, unknown>, without: readonly string[] = []): State {
  const file = parseJson(JSON.stringify(smallTenant(changed, without)))
  return createState(isObject(file) ? file : {})
}

function namesIn(state: State): unknown {
  return Object.fromEntries(Object.entries(choosePeople(state)).map(([name, user]) => [name, textAt(user, 'displayName')]))
}

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const holds = (principalId: string | undefined, roleDefinitionId: string, directoryScopeId = '/'): object => ({ id: `${principalId}-${roleDefinitionId}`, principalId, roleDefinitionId, directoryScopeId })

test('the people are who holds the roles, through groups too, nobody twice', async (t) => {
  t.same(namesIn(stateOf({})), { admin: 'Di', approver: 'Ada', reader: 'Rhea' })
})

test('one who could not sign in, is a guest, or holds the role in one unit only is not chosen', async (t) => {
  const none = [ids.disabled, ids.guest, ids.agentUser].map((id) => holds(id, globalAdministrator))
  t.same(namesIn(stateOf({ roleAssignments: [...none, holds(ids.admin, globalAdministrator, '/administrativeUnits/1')] })), {})
  t.same(namesIn(stateOf({}, ['roleAssignments'])), {})
})

test('an account for emergencies is chosen last', async (t) => {
  const roleAssignments = [ids.admin, ids.people[0], ids.people[1]].map((id) => holds(id, globalAdministrator))
  const settings = { emergencyAccess: { users: [ids.admin], groups: [] } }
  t.same(namesIn(stateOf({ roleAssignments, settings })), { admin: 'Bo', approver: 'Cy' })
})

test('the demo gives tokens for eight hours, for the scopes that fit the person and client', async (t) => {
  const { ask, simulator } = await loginUnderTest(t)
  const { console, copilot } = simulator.registrations
  const token = async (query: string): Promise<unknown> => {
    const { scp, azp, oid } = claimsOf(await ask(`/demo/token?${query}`))
    return [oid, azp, scp]
  }
  t.same(await token('person=approver'), [ids.admin, console.clientId, 'Lacuna.Read Lacuna.Propose Lacuna.Decide'])
  t.same(await token('person=reader'), [ids.reader, console.clientId, 'Lacuna.Read'])
  t.same(await token('person=reader&scope=Lacuna.Read,Lacuna.Decide'), [ids.reader, console.clientId, 'Lacuna.Read Lacuna.Decide'])
  t.same(await token('person=admin&client=copilot'), [ids.people[2], copilot.clientId, 'Lacuna.Read Lacuna.Propose'])
  t.match((await ask('/demo/token?person=admin')).body, { token_type: 'Bearer', expires_in: 28_800 })
})

test('a copilot cannot be given the scope to decide, nor a stranger anything', async (t) => {
  const { ask } = await loginUnderTest(t, { tenant: smallTenant({ roleAssignments: [holds(ids.admin, globalAdministrator)] }) })
  t.match(await ask('/demo/token?person=admin&client=copilot&scope=Lacuna.Decide'), { status: 400, body: { error_codes: [65001] } })
  t.match(await ask('/demo/token?person=admin&client=other'), { status: 400, text: /console, copilot/ })
  const absent = await ask('/demo/token?person=reader')
  t.equal(absent.status, 404)
  t.equal(absent.body['error_description'], 'the tenant has nobody for `reader`; ask for `admin`')
})

test('the environment of the demo is what the service needs, and every simulator has its own secrets', async (t) => {
  const [one, other] = [await loginUnderTest(t), await loginUnderTest(t)]
  const { body } = await one.ask('/demo/environment')
  const environment = Object.fromEntries(Object.keys(body).map((name) => [name, textAt(body, name)]))
  const { lacuna, console } = one.simulator.registrations
  t.match(readConfig(environment), {
    identity: { tenants: [ids.tenant], clientId: lacuna.clientId, credential: { secret: lacuna.secret }, authority: 'https://login.microsoftonline.com' },
    deciding: { clients: [console.clientId] },
  })
  t.same(one.simulator.environment(), environment)
  t.not(other.simulator.environment()['CLIENT_SECRET'], environment['CLIENT_SECRET'])
  t.not(other.simulator.environment()['ENCRYPTION_KEY'], environment['ENCRYPTION_KEY'])
})

test('the demo answers to names of this machine only', async (t) => {
  const { simulator } = await loginUnderTest(t)
  const statusFor = (host: string, path: string): Promise<number | undefined> => new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: simulator.port, path, headers: { host }, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject).end()
  })
  for (const path of ['/demo/environment', '/demo/token?person=admin']) {
    t.same(await Promise.all(['localhost:8081', '127.0.0.1', 'login.microsoftonline.com', 'rebound.example'].map((host) => statusFor(host, path))), [200, 200, 404, 404])
  }
})
