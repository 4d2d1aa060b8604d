import { builtInRoles } from './built-in-roles.ts'
import { exclusionsIn, type PolicyExclusions } from './exclusions.ts'
import { userName } from './person.ts'
import { bodyOf } from '#src/engine/analyse/policy-body.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What people are told of a tenant besides its analysis: what its ids are called, its policies as they stand, and whom these leave out. */
export interface Standing {
  /** The name of whatever has the id in the tenant: a user with the principal name, an application by its appId, a role by its template. */
  nameOf(id: string): string | undefined
  policyOf(id: string): PolicyBody | undefined
  readonly exclusions: readonly PolicyExclusions[]
}

/** Where the tenant itself is not at hand: no names, no policies, no exclusions. */
export const unknownStanding: Standing = { nameOf: () => undefined, policyOf: () => undefined, exclusions: [] }

export function standingOf(compiled: Compiled): Standing {
  const { tenant } = compiled
  const few = namesOfFew(tenant)
  const policies = new Map(tenant.policies.map(({ policy }) => [policy.id.toLowerCase(), policy]))
  return {
    nameOf: id => few.get(id.toLowerCase()) ?? nameOfMany(tenant, id),
    policyOf: id => {
      const policy = policies.get(id.toLowerCase())
      return policy === undefined ? undefined : bodyOf(policy)
    },
    exclusions: exclusionsIn(compiled)
  }
}

/** What Graph need not list: the built-in strengths, and the MFA service's trusted addresses (ruling C17 of the engine's README). */
const builtIn = [
  ['00000000-0000-0000-0000-000000000002', 'Multifactor authentication'], ['00000000-0000-0000-0000-000000000003', 'Passwordless MFA'],
  ['00000000-0000-0000-0000-000000000004', 'Phishing-resistant MFA'], ['00000000-0000-0000-0000-000000000000', 'MFA trusted IPs']
]

/** Names of what there are hundreds of at most. */
function namesOfFew(tenant: Tenant): ReadonlyMap<string, string> {
  const named = [
    ...builtInRoles, ...builtIn,
    ...(tenant.roleDefinitions ?? []).flatMap(({ id, templateId, displayName }) => [[id, displayName], [templateId, displayName]]),
    ...(tenant.strengths ?? []).map(({ id, displayName }) => [id, displayName]),
    ...(tenant.locations ?? []).map(({ id, displayName }) => [id, displayName]),
    ...tenant.policies.map(({ policy }) => [policy.id, policy.displayName])
  ]
  return new Map(named.flatMap(([id = '', name = '']) => name === '' ? [] : [[id.toLowerCase(), name]]))
}

function nameOfMany({ users, groups, apps }: Tenant, id: string): string | undefined {
  const user = users.indexOf(id)
  if (user >= 0) return userName(users.at(user))
  const group = groups.indexOf(id)
  const byAppId = apps.indexOfAppId(id)
  const name = group >= 0 ? groups.at(group).displayName : apps.list[byAppId >= 0 ? byAppId : apps.indexOf(id)]?.displayName
  return name === '' ? undefined : name
}
