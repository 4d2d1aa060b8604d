import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { generate } from '#src/simulator/generate/generate.ts'
import { isList, isObject, objectAt, stringsAt, textAt, type JsonObject } from '#src/simulator/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { graphUnderTest } from '#test/fixtures/simulator/graph-under-test.ts'

const usual = { users: 2000, apps: 120, policies: 40, seed: 7 }
const text = (options: Parameters<typeof generate>[0]): string => [...generate(options)].join('')

function document(options: Parameters<typeof generate>[0]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(JSON.parse(text(options))))
}

function entries(file: Record<string, unknown>, name: string): JsonObject[] {
  const list = file[name]
  return Array.isArray(list) ? list.filter(isObject) : []
}

t.test('the same seed gives the same bytes, another seed others', t => {
  t.equal(text(usual), text(usual))
  t.not(text(usual), text({ ...usual, seed: 8 }))
  t.end()
})

t.test('every reference leads somewhere, and every id is held once', t => {
  const file = document(usual)
  const known = ['users', 'groups', 'servicePrincipals', 'namedLocations', 'policies', 'roleDefinitions'].flatMap(name => entries(file, name).map(({ id }) => String(id)))
  t.equal(new Set(known).size, known.length)
  const ids = new Set([...known, ...entries(file, 'servicePrincipals').map(({ appId }) => String(appId))])
  const members = entries(file, 'groups').flatMap(group => stringsAt(group, 'members'))
  const principals = ['roleAssignments', 'roleEligibilities'].flatMap(name => entries(file, name).flatMap(one => [String(one['principalId']), String(one['roleDefinitionId'])]))
  const scopes = entries(file, 'policies').flatMap(policy => {
    const conditions = objectAt(policy, 'conditions')
    return ['users', 'applications', 'locations'].flatMap(name => Object.values(objectAt(conditions, name)).filter(isList).flat().map(String))
  })
  const words = ['All', 'None', 'GuestsOrExternalUsers', 'AllTrusted', 'Office365', 'MicrosoftAdminPortals', 'urn:user:registersecurityinfo']
  t.same([...members, ...principals, ...scopes].filter(id => !ids.has(id) && !words.includes(id)), [])
  t.end()
})

t.test('its people are in realistic proportions', t => {
  const file = document({ ...usual, users: 10_000 })
  const users = entries(file, 'users')
  const share = (fits: (user: JsonObject) => boolean): number => users.filter(fits).length / users.length
  const between = (value: number, least: number, most: number, what: string): void => void t.ok(value >= least && value <= most, `${what}: ${value}`)
  between(share(({ accountEnabled }) => accountEnabled === true), 0.9, 0.97, 'enabled')
  between(share(({ userType }) => userType === 'Guest'), 0.05, 0.1, 'guests')
  between(share(user => textAt(user, 'homeTenantId') !== undefined), 0.05, 0.1, 'of other tenants')
  const sizes = entries(file, 'groups').map(group => stringsAt(group, 'members').length)
  between(sizes.filter(size => size < 40).length / sizes.length, 0.9, 0.999, 'small groups')
  t.ok(Math.max(...sizes) > 8000, 'one group of everyone')
  t.end()
})

t.test('the simulator serves it within the contract of Graph', async t => {
  const file = document({ users: 300, apps: 40, policies: 60, seed: 3 })
  const oid = String(entries(file, 'users')[0]?.['id'])
  const graph = graphUnderTest(file)
  const paths = ['/identity/conditionalAccess/policies', '/identity/conditionalAccess/namedLocations', '/users?$top=999', '/groups?$top=999', '/servicePrincipals?$top=999',
    '/roleManagement/directory/roleDefinitions', '/roleManagement/directory/roleAssignments', '/roleManagement/directory/roleEligibilityScheduleInstances', '/subscribedSkus', '/organization',
    '/policies/deviceRegistrationPolicy', '/policies/crossTenantAccessPolicy/default', '/policies/identitySecurityDefaultsEnforcementPolicy']
  for (const path of paths) t.equal((await graph.send('GET', `/beta${path}`, { claims: { oid } })).status, 200, path)
  t.same(graph.violations(), [])
})

t.test('its analysis has something to say: requirements met, gaps with witnesses, nothing unknown', t => {
  const { analysis } = analyseTenant(tenantOf(document(usual)))
  const statuses = analysis.requirements.map(({ status }) => status)
  t.ok(statuses.includes('met') && statuses.includes('gap'))
  t.notOk(statuses.includes('unknown'))
  t.ok(analysis.suggestions.length > 0)
  t.equal(analysis.tenant.unread.length, 0)
  t.end()
})

t.test('the smallest and the fullest tenant work; what makes no tenant is refused', t => {
  t.match(tenantOf(document({ users: 10, apps: 0, policies: 0, seed: 0 })), { users: { count: 10 }, policies: [] })
  t.equal(tenantOf(document({ users: 50, apps: 5, policies: 240, seed: 1 })).policies.length, 240)
  t.throws(() => generate({ ...usual, users: 9 }), new RangeError('`users` must be at least 10'))
  t.throws(() => generate({ ...usual, policies: 241 }), /at most 240/)
  t.throws(() => generate({ ...usual, seed: 1.5 }), /`seed` must be a whole number/)
  t.end()
})

t.test('pieces stay small however many users there are', t => {
  let longest = 0
  let pieces = 0
  for (const piece of generate({ users: 60_000, apps: 10, policies: 5, seed: 2 })) {
    longest = Math.max(longest, piece.length)
    pieces++
  }
  t.ok(longest < 80_000, `the longest has ${longest} characters`)
  t.ok(pieces > 100)
  t.end()
})
