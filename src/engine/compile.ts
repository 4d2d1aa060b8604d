import { partition, type Classes } from './classes.ts'
import { demandOf, sessionOf, type Demand } from './controls.ts'
import { deviceFilter, type DeviceFilter } from './conditions/devices.ts'
import { locationsOf, type Locations } from './conditions/locations.ts'
import { resourceScope, type ResourceScope } from './conditions/resources.ts'
import { userScope, type UserScope } from './conditions/users.ts'
import { targetsWorkloads } from './conditions/workloads.ts'
import { distinctionsOf } from './distinctions.ts'
import { membershipsOf, type Memberships } from './membership.ts'
import { Rows } from './rows.ts'
import { targetAtoms, type TargetAtoms } from './target-atoms.ts'
import type { Policy, PolicyClientApplications } from '#src/domain/policy.ts'
import type { Outcome } from '#src/domain/verdict.ts'
import { withPolicies, type ReadPolicy, type Tenant } from '#src/tenant/tenant.ts'

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
  /** The policies that were compiled, each at its index: those judged and, after `among`, more. */
  readonly every: readonly CompiledPolicy[]
  readonly memberships: Memberships
  readonly locations: Locations
  readonly classes: Classes
  /** Names of the sets of users by which the classes are cut. */
  readonly cutBy: ReadonlySet<string>
  readonly targets: TargetAtoms
  readonly rows: Rows
}

/** Prepares a tenant for `evaluate`, `coverage` and `compare`. Pure: the same tenant gives the same answer. */
export function compile(tenant: Tenant): Compiled {
  const memberships = membershipsOf(tenant)
  const policies = tenant.policies.map((read, index) => compilePolicy(read, index, memberships))
  const distinctions = distinctionsOf(tenant, policies, memberships)
  return {
    tenant, policies, every: policies, memberships, locations: locationsOf(tenant), cutBy: new Set(distinctions.keys()),
    classes: partition(tenant.users.count, sets(distinctions.values())), targets: targetAtoms(tenant, policies), rows: new Rows()
  }
}

/** The same tenant with other policies. Classes are cut further only where the policies name what nobody named before. */
export function recompile(compiled: Compiled, read: readonly ReadPolicy[]): Compiled {
  const { memberships, locations } = compiled
  const tenant = withPolicies(compiled.tenant, read)
  const known = new Map(compiled.tenant.policies.map((policy, index) => [policy, compiled.policies[index]]))
  const policies = read.map((policy, index) => {
    const found = known.get(policy)
    return found === undefined ? compilePolicy(policy, index, memberships) : { ...found, index }
  })
  const fresh = [...distinctionsOf(tenant, policies, memberships)].filter(([name]) => !compiled.cutBy.has(name))
  return {
    tenant, policies, every: policies, memberships, locations, cutBy: compiled.cutBy.union(new Set(fresh.map(([name]) => name))),
    classes: fresh.length === 0 ? compiled.classes : partition(tenant.users.count, sets(fresh.map(([, set]) => set)), compiled.classes),
    targets: targetAtoms(tenant, policies), rows: new Rows()
  }
}

/** The same tenant judged by some of its policies alone; what was worked out for all of them serves. */
export function among(compiled: Compiled, policies: readonly CompiledPolicy[]): Compiled {
  return { ...compiled, policies }
}

function* sets<T>(made: Iterable<() => T>): Iterable<T> {
  for (const make of made) yield make()
}

const modes: Readonly<Record<string, CompiledPolicy['mode']>> = {
  enabled: 'enforced', disabled: 'disabled', enabledForReportingButNotEnforced: 'reportOnly'
}

/** One policy ready to be judged; `index` is its place among those that it is judged with. */
export function compilePolicy({ policy, unrecognised }: ReadPolicy, index: number, memberships: Memberships): CompiledPolicy {
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
