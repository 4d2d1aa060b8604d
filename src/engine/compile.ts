import { addBit, bitset, type Bitset } from './bitset.ts'
import { partition, type Classes } from './classes.ts'
import { demandOf, sessionOf, type Demand } from './controls.ts'
import { deviceFilter, type DeviceFilter } from './conditions/devices.ts'
import { locationsOf, type Locations } from './conditions/locations.ts'
import { resourceScope, type ResourceScope } from './conditions/resources.ts'
import { userScope, type UserScope } from './conditions/users.ts'
import { targetsWorkloads } from './conditions/workloads.ts'
import { membershipsOf, type Memberships } from './membership.ts'
import { Rows } from './rows.ts'
import { targetAtoms, type TargetAtoms } from './target-atoms.ts'
import { guestTypes, type Policy, type PolicyClientApplications } from '#src/domain/policy.ts'
import type { Outcome } from '#src/domain/verdict.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** A policy ready to be judged. `unrecognised` is true where it holds a condition that is not known (C22). */
export interface CompiledPolicy {
  readonly index: number
  readonly policy: Policy
  readonly mode: 'enforced' | 'reportOnly' | 'disabled' | 'unknown'
  readonly users: UserScope
  readonly workloads: PolicyClientApplications | null
  readonly resources: ResourceScope
  readonly device: DeviceFilter | undefined
  readonly unrecognised: boolean
  readonly demand: Demand
  readonly session: Outcome['session']
}

/** A tenant ready to be judged: policies as predicates, users in classes that no policy tells apart. */
export interface Compiled {
  readonly tenant: Tenant
  readonly policies: readonly CompiledPolicy[]
  readonly memberships: Memberships
  readonly locations: Locations
  readonly classes: Classes
  readonly targets: TargetAtoms
  readonly rows: Rows
}

/** Prepares a tenant for `evaluate`, `coverage` and `compare`. Pure: the same tenant gives the same answer. */
export function compile(tenant: Tenant): Compiled {
  const memberships = membershipsOf(tenant)
  const policies = tenant.policies.map((read, index) => compilePolicy(read, index, memberships))
  const classes = partition(tenant.users.count, distinctions(tenant, policies, memberships))
  return {
    tenant, policies, memberships, locations: locationsOf(tenant), classes, targets: targetAtoms(tenant, policies), rows: new Rows(policies.length)
  }
}

const modes: Readonly<Record<string, CompiledPolicy['mode']>> = {
  enabled: 'enforced', disabled: 'disabled', enabledForReportingButNotEnforced: 'reportOnly'
}

function compilePolicy({ policy, unrecognised }: Tenant['policies'][number], index: number, memberships: Memberships): CompiledPolicy {
  const { conditions } = policy
  const filter = conditions.devices?.deviceFilter ?? null
  return {
    index, policy,
    mode: modes[policy.state] ?? 'unknown',
    users: userScope(conditions.users, memberships),
    workloads: targetsWorkloads(conditions.clientApplications) ? conditions.clientApplications : null,
    resources: resourceScope(conditions.applications),
    device: filter === null ? undefined : deviceFilter(filter),
    unrecognised: unrecognised.some(part => part.kind === 'member' && part.pointer.startsWith('/conditions')),
    demand: demandOf(policy),
    session: sessionOf(policy)
  }
}

/** Every set of users that a policy, or the population of a requirement, may tell from the rest. */
function* distinctions(tenant: Tenant, policies: readonly CompiledPolicy[], memberships: Memberships): Iterable<Bitset | Iterable<number>> {
  yield* traits(tenant, policies)
  const sides = policies.flatMap(policy => [policy.users.include, policy.users.exclude])
  const emergency = tenant.settings.emergencyAccess
  for (const group of new Set([...sides.flatMap(side => side.groups), ...emergency?.groups ?? []])) yield memberships.group(group).users
  for (const role of rolesInUse(tenant, sides.flatMap(side => side.roles))) yield memberships.role(role).users
  for (const id of new Set([...sides.flatMap(side => [...side.ids]), ...emergency?.users ?? []])) {
    const user = tenant.users.indexOf(id)
    if (user >= 0) yield [user]
  }
}

function rolesInUse(tenant: Tenant, named: readonly string[]): Set<string> {
  const definitions = new Map((tenant.roleDefinitions ?? []).map(role => [role.id.toLowerCase(), role.templateId]))
  const held = [...tenant.roleAssignments ?? []].map(role => definitions.get(role.roleDefinitionId.toLowerCase()) ?? role.roleDefinitionId)
  return new Set([...named, ...held].map(id => id.toLowerCase()))
}

function traits(tenant: Tenant, policies: readonly CompiledPolicy[]): Bitset[] {
  const { users } = tenant
  const homes = new Set(policies.flatMap(({ users: scope }) => [scope.include, scope.exclude])
    .flatMap(side => side.guests?.externalTenants?.members ?? []).map(id => id.toLowerCase()))
  const named = ['agent', 'disabled', 'homeless', ...guestTypes, ...homes]
  const sets = new Map(named.map(name => [name, bitset(users.count)]))
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
  return [...sets.values()]
}
