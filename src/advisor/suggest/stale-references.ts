import { bodyFor, patched, without } from './patch.ts'
import { named, nobody, nothing, type Proposal, type Seen } from './proposal.ts'
import { counted, listed } from '../phrases.ts'
import { idsIn, staleIn, type Stale } from '../stale.ts'
import type { PolicyConditions } from '#src/domain/policy.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'

/** A repair with what to say instead where it must not be done unasked. */
export interface Repair {
  readonly proposal: Proposal
  readonly advice: Proposal
}

/** Policies that name what is not there, without it. */
export function repairs({ compiled }: Seen): Repair[] {
  return compiled.policies.filter(({ mode }) => mode !== 'unknown').flatMap((policy): Repair[] => {
    const read = compiled.tenant.policies[policy.index]
    const stale = staleIn(compiled.tenant, policy.policy)
    const parts = (['users', 'groups', 'roles', 'locations'] as const).flatMap(kind => stale[kind].length === 0 ? [] : [`${counted(stale[kind].length, kind.slice(0, -1))} (${listed(stale[kind].map(id => `\`${id}\``))})`])
    return read === undefined || parts.length === 0 ? [] : [repairOf(read, stale, parts)]
  })
}

function repairOf(read: ReadPolicy, stale: Stale, parts: readonly string[]): Repair {
  const { policy } = read
  const what = `${named(read)} names ${listed(parts, 4)} that the tenant does not hold`
  const advice: Proposal = {
    kind: 'repairReference', subject: policy.id, severity: 'medium', title: `Repair the references of ${named(read)}`, summary: `${what}; decide what it is for, since without them it would be for others`,
    policies: [policy.id], steps: [{ do: 'advice', policy: policy.id, words: 'find out what was meant: taking them out changes whom or where the policy is for' }], change: nothing, isWatched: false,
    sources: ['the tenant\'s directory'], licence: [], reversible: 'nothing is changed', exposed: { ...nobody, reasons: [what] },
    facts: [`policy ${policy.id}`, ...idsIn(stale).map(id => `without \`${id}\``)]
  }
  const conditions = repaired(policy.conditions, stale)
  if (conditions === undefined || read.unrecognised.length > 0) return { proposal: advice, advice }
  const fixed = patched(read, { conditions })
  return {
    advice, proposal: {
      ...advice, summary: `take out of ${named(read)} what the tenant does not hold: ${listed(parts, 4)}`, reversible: 'put the references back, though they lead nowhere',
      steps: [{ do: 'patch', policy: policy.id, body: bodyFor(fixed), words: `remove ${listed(parts, 4)}` }], change: { gone: [read], come: [fixed] }
    }
  }
}

/** The policy without what the tenant does not hold, since Graph refuses to write a policy that names it; undefined where that is a person's to decide. */
export function withoutStale(tenant: Tenant, read: ReadPolicy): ReadPolicy | undefined {
  const stale = staleIn(tenant, read.policy)
  if (idsIn(stale).length === 0) return read
  const conditions = read.unrecognised.length > 0 ? undefined : repaired(read.policy.conditions, stale)
  return conditions === undefined ? undefined : patched(read, { conditions })
}

/** The conditions without the stale references, or undefined where a list would be left that holds nobody or nowhere. */
function repaired({ users, locations }: PolicyConditions, stale: Stale): Partial<PolicyConditions> | undefined {
  const lists = {
    includeUsers: without(users.includeUsers, stale.users), excludeUsers: without(users.excludeUsers, stale.users),
    includeGroups: without(users.includeGroups, stale.groups), excludeGroups: without(users.excludeGroups, stale.groups),
    includeRoles: without(users.includeRoles, stale.roles), excludeRoles: without(users.excludeRoles, stale.roles)
  }
  const nowhere = locations !== null && locations.includeLocations.length > 0 && without(locations.includeLocations, stale.locations).length === 0
  const isEmpty = lists.includeUsers.length + lists.includeGroups.length + lists.includeRoles.length === 0 && users.includeGuestsOrExternalUsers === null
  if (nowhere || isEmpty) return undefined
  const places = locations === null ? null
    : { includeLocations: without(locations.includeLocations, stale.locations), excludeLocations: without(locations.excludeLocations, stale.locations) }
  return { users: { ...users, ...lists }, locations: places }
}
