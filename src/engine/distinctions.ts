import { addBit, bitset, type Bitset } from './bitset.ts'
import type { Memberships } from './membership.ts'
import type { CompiledPolicy } from './compile.ts'
import { guestTypes } from '#src/domain/policy.ts'
import type { DirectoryObject } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Sets of users that a policy, or the population of a requirement, may tell from the rest, by a name each, made when asked for. */
export type Distinctions = ReadonlyMap<string, () => Bitset | Iterable<number>>

/** What the policies and the tenant's settings tell apart. */
export function distinctionsOf(tenant: Tenant, policies: readonly CompiledPolicy[], memberships: Memberships): Distinctions {
  const sides = policies.flatMap(policy => [policy.users.include, policy.users.exclude])
  const emergency = tenant.settings.emergencyAccess
  const lowered = (ids: readonly string[] | undefined): string[] => (ids ?? []).map(id => id.toLowerCase())
  const homes = sides.flatMap(side => side.guests?.externalTenants?.members ?? []).map(id => id.toLowerCase())
  const traits = traitSets(tenant, ['agent', 'disabled', 'homeless', ...guestTypes, ...homes])
  const directed = [...tenant.settings.directions ?? [], ...tenant.settings.exceptions ?? []].flatMap(({ objects }) => objects)
  const named = (kind: DirectoryObject['kind']): string[] => directed.filter(object => object.kind === kind).map(({ id }) => id.toLowerCase())
  const groups = [...sides.flatMap(side => side.groups), ...lowered(emergency?.groups), ...named('group')]
  const roles = [...sides.flatMap(side => side.roles), ...rolesHeld(tenant)]
  const users = [...sides.flatMap(side => [...side.ids]), ...lowered(emergency?.users), ...named('user')].filter(id => tenant.users.indexOf(id) >= 0)
  return new Map<string, () => Bitset | Iterable<number>>([
    ...traits, ...groups.map(id => [`group ${id}`, () => memberships.group(id).users] as const), ...roles.map(id => [`role ${id}`, () => memberships.role(id).users] as const),
    ...users.map(id => [`user ${id}`, () => [tenant.users.indexOf(id)]] as const)
  ])
}

function rolesHeld(tenant: Tenant): string[] {
  const definitions = new Map((tenant.roleDefinitions ?? []).map(role => [role.id.toLowerCase(), role.templateId]))
  return [...tenant.roleAssignments ?? []].map(role => (definitions.get(role.roleDefinitionId.toLowerCase()) ?? role.roleDefinitionId).toLowerCase())
}

/** One pass over the users for all traits, made when the first of them is asked for. */
function traitSets(tenant: Tenant, names: readonly string[]): [string, () => Bitset][] {
  let sets: ReadonlyMap<string, Bitset> | undefined
  return names.map(name => [`trait ${name}`, () => {
    sets ??= traits(tenant, names)
    return sets.get(name) ?? bitset(tenant.users.count)
  }])
}

function traits({ users }: Tenant, names: readonly string[]): ReadonlyMap<string, Bitset> {
  const sets = new Map(names.map(name => [name, bitset(users.count)]))
  const mark = (name: string, index: number): void => {
    const set = sets.get(name)
    if (set !== undefined) addBit(set, index)
  }
  for (let index = 0; index < users.count; index++) {
    if (users.isAgentUser(index)) mark('agent', index)
    if (!users.isEnabled(index)) mark('disabled', index)
    const type = users.guestType(index)
    if (type === null) continue
    mark(type, index)
    mark(users.homeTenantId(index)?.toLowerCase() ?? 'homeless', index)
  }
  return sets
}
