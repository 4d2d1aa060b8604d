import { object, objects, texts } from '#src/simulator/what-if/json.ts'
import { baseline } from './baseline.ts'
import * as names from './names.ts'
import { randomTenant } from './tenant.ts'
import type { Body, Random } from './random.ts'

const reportOnly = 'enabledForReportingButNotEnforced'

/** A small tenant that follows the baseline and has grown exceptions, leftovers, copies, and policies that wait to be turned on. */
export function grownTenant(random: Random): Body {
  const file = randomTenant(random)
  const followed = random.some(baseline, 0.75).flatMap(({ template }) => grown(random, { ...template, state: random.chance(0.85) ? 'enabled' : reportOnly }))
  const policies = [...followed, ...objects(file['policies']).slice(0, 1)]
  return { ...file, policies: policies.map((policy, index) => ({ ...policy, id: `policy-${index + 1}`, displayName: `Policy ${index + 1}`, createdDateTime: `2026-01-${String(1 + random.below(28)).padStart(2, '0')}T00:00:00Z` })) }
}

/** The policy as it was, with an exception, for fewer, or twice. */
function grown(random: Random, policy: Body): Body[] {
  const conditions = object(policy['conditions'])
  const users = object(conditions['users'])
  const except = (name: string, id: string): Body => ({ ...policy, conditions: { ...conditions, users: { ...users, [name]: [...texts(users[name]), id] } } })
  const apps = object(conditions['applications'])
  return random.pick<() => Body[]>([
    () => [policy], () => [policy], () => [policy, { ...policy }],
    () => [except('excludeGroups', random.pick(names.groups))], () => [except('excludeUsers', random.one(names.users) ?? '')],
    () => [except('excludeUsers', random.one(names.users) ?? ''), except('excludeUsers', random.one(names.users) ?? '')],
    () => [except('excludeUsers', 'gone')], () => [except('excludeGroups', 'gone')],
    () => texts(apps['includeApplications']).length === 0 ? [policy] : [{ ...policy, conditions: { ...conditions, applications: { ...apps, excludeApplications: [random.pick(names.appIds)] } } }],
    () => [{ ...policy, conditions: { ...conditions, platforms: { includePlatforms: ['all'], excludePlatforms: [random.pick(['iOS', 'linux'])] } } }]
  ])()
}
