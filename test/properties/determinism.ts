import { test } from 'tap'
import { analyseTenant, type AnalyseOptions } from '#src/advisor/analyse.ts'
import { renderReport } from '#src/reports/report.ts'
import { generate } from '#src/simulator/generate/generate.ts'
import { isObject } from '#src/tenant/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { baseline } from './draw/baseline.ts'
import * as names from './draw/names.ts'
import { seeded, without, type Body, type Random } from './draw/random.ts'
import { shuffled } from './draw/shuffle.ts'
import { theorem } from './draw/theorem.ts'

const orders = Number(process.env['LACUNA_ORDERS'] ?? 1)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)
const moved = new Set<string>()

/** Everything that is printed about a tenant. */
function printed(file: unknown, options: AnalyseOptions = {}): string {
  const { analysis } = analyseTenant(tenantOf(file), options)
  return [JSON.stringify(analysis), renderReport(analysis, 'markdown'), renderReport(analysis, 'html')].join('\n')
}

/** Where two texts part, with what stands there. */
function parting(one: string, other: string): string[] {
  const at = Array.from(one).findIndex((char, index) => char !== other[index])
  return [one, other].map(text => text.slice(Math.max(0, at - 200), at + 100))
}

/** What random tenants lack: emergency accounts, policies without an id or with entries that are none, strengths, and what could not be read. */
function furnished(random: Random, file: Body, policies: readonly Body[]): Body {
  const settings = isObject(file['settings']) ? file['settings'] : {}
  const damaged = (policy: Body): Body => random.chance(0.1) ? { ...policy, conditions: { ...Object(policy['conditions']), userRiskLevels: ['high', 3, 'extreme', null] } } : policy
  return {
    ...file, policies: policies.map(policy => damaged(without(random, policy, 0.1))),
    settings: { ...settings, emergencyAccess: { users: random.some(names.users, 0.2), groups: random.some(names.groups, 0.2) } },
    authenticationStrengths: ['strength-mfa', 'strength-strong'].map(id => ({ id, displayName: id, allowedCombinations: ['password,sms', 'fido2', 'voice'] })),
    unread: [{ collection: 'devices', reason: 'not permitted', status: 403 }, { collection: 'authenticationContexts', reason: 'not permitted', status: 403 }]
  }
}

theorem('a tenant is analysed and reported alike, byte for byte, in whatever order its lists come', ({ file, policies, random }, check) => {
  const tenant = furnished(random, file, policies)
  const text = (other: unknown): string => printed(other, { requirements: baseline })
  const expected = text(tenant)
  check(text(tenant) === expected, () => parting(text(tenant), expected))
  for (let order = 0; order < orders; order++) {
    const other = shuffled(random, tenant, moved)
    check(text(other) === expected, () => parting(text(other), expected))
  }
})

test('the lists were in another order, those of every kind', t => {
  const kinds = ['users', 'groups', 'members', 'servicePrincipals', 'namedLocations', 'ipRanges', 'countriesAndRegions', 'roleDefinitions', 'roleAssignments',
    'policies', 'includeUsers', 'excludeUsers', 'includeGroups', 'excludeGroups', 'includeRoles', 'includeApplications', 'excludeApplications',
    'includeLocations', 'excludeLocations', 'includePlatforms', 'clientAppTypes', 'signInRiskLevels', 'builtInControls', 'authenticationStrengths',
    'allowedCombinations', 'office365', 'unread']
  t.comment(`seed ${seed}, ${orders} orders of each tenant, lists that moved: ${[...moved].sort().join(' ')}`)
  t.same(kinds.filter(kind => !moved.has(kind)), [])
  t.end()
})

test('a generated tenant of 300 users is analysed and reported alike in whatever order its lists come', t => {
  const random = seeded(seed)
  const file: unknown = JSON.parse([...generate({ users: 300, apps: 40, policies: 30, seed: 3 })].join(''))
  const expected = printed(file)
  t.equal(printed(file), expected)
  for (let order = 0; order < orders; order++) {
    const movedHere = new Set<string>()
    t.equal(printed(shuffled(random, file, movedHere)), expected)
    t.same(['users', 'groups', 'members', 'policies'].filter(kind => !movedHere.has(kind)), [])
  }
  t.comment(`seed ${seed}, ${expected.length} characters`)
  t.end()
})

test('the analysis is that of the policies in any order, while verdicts keep the order of the tenant', t => {
  const random = seeded(seed)
  const file = JSON.parse([...generate({ users: 60, apps: 10, policies: 12, seed: 4 })].join(''))
  const expected = analysed(file)
  for (let order = 0; order < orders; order++) {
    const policies = shuffled(random, file.policies, new Set())
    const other = analysed({ ...file, policies })
    t.equal(other.analysis, expected.analysis)
    t.same(other.ids, Array.isArray(policies) ? policies.map(({ id }) => id) : [])
    t.strictNotSame(other.ids, expected.ids)
  }
  t.end()
})

function analysed(file: unknown): { analysis: string, ids: string[] } {
  const { analysis, compiled } = analyseTenant(tenantOf(file))
  return { analysis: JSON.stringify(analysis), ids: compiled.policies.map(({ policy }) => policy.id) }
}
