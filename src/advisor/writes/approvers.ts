import { builtInRoles } from '../built-in-roles.ts'
import { listed } from '../phrases.ts'
import { eachBit } from '#src/engine/bitset.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import type { Needs } from '#src/domain/draft.ts'
import type { RoleAssignment } from '#src/domain/directory.ts'
import type { Compiled } from '#src/engine/compile.ts'

/** Who may decide on changes at all. */
const deciding = [directoryRoles.conditionalAccessAdministrator, directoryRoles.securityAdministrator, directoryRoles.globalAdministrator]
const [conditionalAccess, security, global] = ['Conditional Access Administrator', 'Security Administrator', 'Global Administrator'] as const
const privileged = 'Privileged Role Administrator'
const scoped = ' of the administrative unit '

/** What Graph asks for, before it is known who could have it. */
export type Asked = Omit<Needs, 'approvers'>

/** For policies and named locations (reference, section 8). */
export const policyNeeds: Asked = { roles: [conditionalAccess, security, global], permissions: ['Policy.ReadWrite.ConditionalAccess', 'Policy.Read.All'] }

/** How a group is kept from those who may change other groups; `unit` is its restricted management administrative unit, where known. */
export type Guard = { readonly kind: 'plain' } | { readonly kind: 'roleAssignable' } | { readonly kind: 'restrictedManagement', readonly unit: string | undefined }

/** Who may create, change or delete a group so guarded, as Graph's pages of the operations say. */
export function groupNeeds(guard: Guard): Asked {
  const permissions = ['Group.ReadWrite.All']
  if (guard.kind === 'plain') return { roles: ['Groups Administrator', 'User Administrator', global], permissions }
  if (guard.kind === 'roleAssignable') return { roles: [privileged, global], permissions: [...permissions, 'RoleManagement.ReadWrite.Directory'] }
  const within = ['Groups Administrator', 'User Administrator'].map(role => guard.unit === undefined ? `${role} of its administrative unit` : `${role}${scoped}${guard.unit}`)
  return { roles: within, permissions: [...permissions, 'AdministrativeUnit.Read.All'] }
}

/**
 * Object ids of enabled users who hold, actively or eligibly, both a role that may decide and one that the write needs. Undefined where none is
 * found and not everything is known: which unit it is about, assignments, eligibilities, or who is in a group that holds a role.
 */
export function possibleApprovers(compiled: Compiled, { roles }: Asked, { except }: { readonly except: string | null }): string[] | undefined {
  const { tenant } = compiled
  const held = holdersOf(compiled)
  const needed = roles.flatMap(keysOf)
  if (needed.length === 0) return undefined
  const who = (keys: readonly string[]): ReadonlySet<number> => new Set(keys.flatMap(key => [...held.users.get(key) ?? []]))
  const [decide, apply] = [who(deciding.map(role => `${role} /`)), who(needed)]
  const found = [...decide].filter(user => apply.has(user) && tenant.users.isEnabled(user)).map(user => tenant.users.at(user).id).filter(id => id.toLowerCase() !== except?.toLowerCase()).sort()
  return found.length === 0 && !held.complete ? undefined : found
}

const mostApprovers = 50

/** What a write needs with who could apply it, and what to say where nobody could or that is not known. */
export function withApprovers(compiled: Compiled, asked: Asked): { readonly needs: Needs, readonly warnings: readonly string[] } {
  const found = possibleApprovers(compiled, asked, { except: null })
  const what = `a role that may decide on changes and one that this write needs (${listed(asked.roles, 5)})`
  return {
    needs: { ...asked, approvers: found?.slice(0, mostApprovers) ?? null },
    warnings: found === undefined ? [`whether anybody holds ${what} is not known`] : found.length === 0 ? [`nobody holds ${what}, so nobody could approve it`] : []
  }
}

/** A role by its name, as the template and the scope in which it is held; none where the name is not one of a built-in role. */
function keysOf(name: string): string[] {
  const [role = '', unit] = name.split(scoped)
  return builtInRoles.filter(([, known]) => known === role).map(([template]) => `${template} ${unit === undefined ? '/' : `/administrativeunits/${unit.toLowerCase()}`}`)
}

interface Holders {
  /** Users by role template and scope. */
  readonly users: ReadonlyMap<string, ReadonlySet<number>>
  readonly complete: boolean
}

const known = new WeakMap<Compiled['memberships'], Holders>()

function holdersOf(compiled: Compiled): Holders {
  const found = known.get(compiled.memberships) ?? holders(compiled)
  known.set(compiled.memberships, found)
  return found
}

function holders({ tenant, memberships }: Compiled): Holders {
  const templates = new Map((tenant.roleDefinitions ?? []).map(({ id, templateId }) => [id.toLowerCase(), templateId.toLowerCase()]))
  const users = new Map<string, Set<number>>()
  let complete = tenant.roleAssignments !== undefined && tenant.roleEligibilities !== undefined
  const hold = ({ principalId, roleDefinitionId, directoryScopeId }: RoleAssignment): void => {
    const key = `${templates.get(roleDefinitionId.toLowerCase()) ?? roleDefinitionId.toLowerCase()} ${directoryScopeId.toLowerCase()}`
    const set = users.get(key) ?? new Set<number>()
    users.set(key, set)
    const user = tenant.users.indexOf(principalId)
    if (user >= 0) set.add(user)
    else if (tenant.groups.indexOf(principalId) >= 0) {
      const members = memberships.group(principalId)
      eachBit(members.users, member => { set.add(member) })
      complete &&= members.complete
    } else if (tenant.apps.indexOf(principalId) < 0) complete = false
  }
  for (const assignment of [...tenant.roleAssignments ?? [], ...tenant.roleEligibilities ?? []]) hold(assignment)
  return { users, complete }
}
