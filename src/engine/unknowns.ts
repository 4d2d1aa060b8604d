import { flags } from './conditions/values.ts'
import type { AppGroup } from './conditions/resources.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import { policyStates } from '#src/domain/policy.ts'

/** A fact that is not known, and why. */
export interface UnknownFact {
  readonly what: string
  readonly why: string
}

/** The facts that leave it open whom or what a policy reaches. */
export function unknownsOf(compiled: Compiled, policy: CompiledPolicy): UnknownFact[] {
  return [
    ...ofPolicy(compiled, policy), ...ofGuests(compiled, policy), ...ofGroups(compiled, policy), ...ofRoles(compiled, policy), ...ofLocations(compiled, policy), ...ofApplications(compiled, policy)
  ]
}

function ofPolicy({ tenant }: Compiled, { index, policy, unrecognised, device }: CompiledPolicy): UnknownFact[] {
  const what = `policy \`${policy.displayName}\``
  const facts: UnknownFact[] = []
  if (unrecognised) facts.push({ what, why: 'it holds a condition that is not known' })
  const values = tenant.policies[index]?.unrecognised.filter(({ kind, pointer }) => kind === 'value' && pointer.startsWith('/conditions')) ?? []
  if (values.length > 0) facts.push({ what, why: `it lists ${[...new Set(values.map(({ value }) => `\`${value}\``))].sort().join(', ')}, which is not known` })
  if (!policyStates.some(state => state === policy.state)) facts.push({ what, why: `its state \`${policy.state}\` is not known` })
  if (device?.problem !== undefined) facts.push({ what: `device filter of \`${policy.displayName}\``, why: device.problem })
  if (flags(policy.conditions.agentIdRiskLevels).includes('unknownFutureValue')) facts.push({ what, why: 'a risk level was hidden by Graph' })
  return facts
}

/** Guests whose home tenant is not known, where a policy asks for it. */
function ofGuests({ tenant, classes }: Compiled, { users }: CompiledPolicy): UnknownFact[] {
  if (![users.include, users.exclude].some(({ guests }) => guests?.externalTenants?.membershipKind === 'enumerated')) return []
  const homeless = Array.from({ length: classes.count }, (_, name) => classes.order[classes.starts[name] ?? 0] ?? 0)
    .some(user => tenant.users.guestType(user) !== null && tenant.users.guestType(user) !== 'internalGuest' && tenant.users.homeTenantId(user) === null)
  return homeless ? [{ what: 'home tenants of guests', why: 'the directory does not show them' }] : []
}

function ofGroups({ tenant, memberships }: Compiled, { users }: CompiledPolicy): UnknownFact[] {
  const ids = new Set([...users.include.groups, ...users.exclude.groups])
  return [...ids].filter(id => id !== 'all' && !memberships.group(id).complete).map(id => {
    const index = tenant.groups.indexOf(id)
    if (index < 0) return { what: `group \`${id}\``, why: tenant.groups.read ? 'no such group was found' : 'groups were not read' }
    return { what: `members of group \`${tenant.groups.at(index).displayName}\``, why: 'they, or those of a group inside it, were not read completely' }
  })
}

function ofRoles({ tenant, memberships }: Compiled, { users }: CompiledPolicy): UnknownFact[] {
  const ids = new Set([...users.include.roles, ...users.exclude.roles])
  return [...ids].filter(id => id !== 'all' && !memberships.role(id).complete)
    .map(id => ({ what: `holders of role \`${id}\``, why: tenant.roleAssignments === undefined ? 'role assignments were not read' : 'a principal of an assignment was not read' }))
}

function ofLocations({ locations }: Compiled, { policy }: CompiledPolicy): UnknownFact[] {
  const condition = policy.conditions.locations
  const ids = [...condition?.includeLocations ?? [], ...condition?.excludeLocations ?? []].map(id => id.toLowerCase())
  const facts: UnknownFact[] = []
  for (const id of new Set(ids)) {
    if (id === 'all') continue
    if (id === 'alltrusted') {
      if (!locations.read) facts.push({ what: 'trusted locations', why: 'named locations were not read' })
      if (locations.mfaTrusted === undefined) facts.push({ what: 'MFA trusted IPs', why: 'Graph does not show them; declare `mfaTrustedIps` in the settings' })
      facts.push(...locations.trusted.flatMap(location => location.unknown === undefined ? [] : [{ what: `location \`${location.displayName}\``, why: location.unknown }]))
      continue
    }
    const location = locations.byId.get(id)
    if (location === undefined) facts.push({ what: `location \`${id}\``, why: locations.read ? 'no such named location was found' : 'named locations were not read' })
    else if (location.unknown !== undefined) facts.push({ what: `location \`${location.displayName}\``, why: location.unknown })
    else if (location.unreadable) facts.push({ what: `location \`${location.displayName}\``, why: 'one of its ranges cannot be read' })
  }
  return facts
}

/** That not all applications of a group are known. */
export function groupFact(group: AppGroup): UnknownFact {
  const [name, setting] = group === 'office365' ? ['Office365', 'office365'] : ['MicrosoftAdminPortals', 'adminPortals']
  return { what: `applications of the ${name} group`, why: `Microsoft does not publish their ids; declare \`${setting}\` in the settings` }
}

function ofApplications({ tenant }: Compiled, { resources }: CompiledPolicy): UnknownFact[] {
  const named = resources.include.union(resources.exclude)
  const facts: UnknownFact[] = []
  if (named.has('office365') && tenant.settings.office365 === undefined) facts.push(groupFact('office365'))
  if (named.has('microsoftadminportals') && tenant.settings.adminPortals === undefined) facts.push(groupFact('microsoftadminportals'))
  if (resources.filter !== null) {
    const isUnread = tenant.apps.list.some(app => app.customSecurityAttributes === undefined)
    facts.push({ what: 'custom security attributes', why: isUnread ? 'they were not read; reading them needs CustomSecAttributeAssignment.Read.All'
      : 'those of applications that the tenant does not hold are not known' })
  }
  return facts
}
