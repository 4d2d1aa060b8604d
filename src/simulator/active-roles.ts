import type { State } from './state.ts'
import { textAt, type Entity } from './json.ts'

export type RoleHolder = Pick<State, 'collections' | 'membership'>

/** The template id of an assignment's role: the definition's, or the id itself when the file has no definitions. */
export function templateIdOf(holder: RoleHolder, assignment: Entity): string {
  const id = textAt(assignment, 'roleDefinitionId') ?? ''
  const definition = holder.collections.roleDefinitions.get(id)
  return textAt(definition, 'templateId') ?? id
}

/** The assignments in the whole directory, or in one other scope, that a principal holds, directly or through a role-assignable group. */
export function activeAssignments(holder: RoleHolder, principalId: string, scope = '/'): readonly Entity[] {
  const groups = holder.membership.groupsOf(principalId).filter((group) => group['isAssignableToRole'] === true)
  const principals = new Set([principalId, ...groups.map((group) => group.id)].map((id) => id.toLowerCase()))
  return holder.collections.roleAssignments.list().filter((assignment) => {
    const own = textAt(assignment, 'directoryScopeId') ?? '/'
    return own.toLowerCase() === scope.toLowerCase() && principals.has((textAt(assignment, 'principalId') ?? '').toLowerCase())
  })
}

/** The role template ids that a caller holds; those in the token when the tenant file does not say who holds what. */
export function activeRoles(holder: RoleHolder, caller: { readonly oid: string, readonly wids?: readonly string[] }): ReadonlySet<string> {
  if (!holder.collections.roleAssignments.readable) return new Set(caller.wids)
  return new Set(activeAssignments(holder, caller.oid).map((assignment) => templateIdOf(holder, assignment)))
}

/** The role template ids that a principal holds in one scope, such as `/administrativeUnits/{id}`. */
export function rolesIn(holder: RoleHolder, principalId: string, scope: string): ReadonlySet<string> {
  return new Set(activeAssignments(holder, principalId, scope).map((assignment) => templateIdOf(holder, assignment)))
}
