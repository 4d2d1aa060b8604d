import { type Json, names, object, objects, same, texts } from './json.ts'
import { any, type Truth } from './truth.ts'

/** Membership at any depth (§2.2); unknown where a group on the way cannot be read (C5). `seen` stops cycles. */
export function inGroup(tenant: Json, userId: string, groupId: string, seen: readonly string[] = []): Truth {
  if (names(seen, groupId)) return false
  const group = objects(tenant['groups']).find((one) => same(one['id'], groupId))
  if (!Array.isArray(group?.['members'])) return null
  const members = texts(group['members'])
  if (names(members, userId)) return true
  const path = [...seen, groupId]
  return any(members.filter((id) => !isKnown(tenant, id)).map((id) => inGroup(tenant, userId, id, path)))
}

/** Whether the id is a user or a service principal of the tenant: no group, at least. */
function isKnown(tenant: Json, id: string): boolean {
  return [...objects(tenant['users']), ...objects(tenant['servicePrincipals'])].some((one) => same(one['id'], id))
}

/** An active, built-in role for the whole tenant, held directly or through a role-assignable group (§2.2, C6). */
export function inRole(tenant: Json, userId: string, templateId: string): Truth {
  if (!Array.isArray(tenant['roleAssignments'])) return null
  const matching = objects(tenant['roleAssignments']).filter((assignment) => {
    const definition = object(objects(tenant['roleDefinitions']).find((one) => same(one['id'], assignment['roleDefinitionId'])))
    return assignment['directoryScopeId'] === '/' && definition['isBuiltIn'] !== false &&
      same(definition['templateId'] ?? assignment['roleDefinitionId'], templateId)
  })
  return any(texts(matching.map((assignment) => assignment['principalId'])).map((principal) => {
    if (same(principal, userId)) return true
    const group = objects(tenant['groups']).find((one) => same(one['id'], principal))
    if (group === undefined) return isKnown(tenant, principal) ? false : null
    return group['isAssignableToRole'] === true ? inGroup(tenant, userId, principal) : false
  }))
}
