import { activeAssignments, templateIdOf, type RoleHolder } from './active-roles.ts'
import { derivedId, type State } from './state.ts'
import { textAt, type Entity } from './json.ts'

const kinds = [
  ['users', '#microsoft.graph.user'], ['groups', '#microsoft.graph.group'], ['servicePrincipals', '#microsoft.graph.servicePrincipal'],
  ['devices', '#microsoft.graph.device'], ['applications', '#microsoft.graph.application'],
] as const

/** The object with its type written on it; one that the tenant does not hold has nothing but its id. */
export function directoryObject(state: State, id: string): Entity {
  return knownDirectoryObject(state, id) ?? { '@odata.type': '#microsoft.graph.directoryObject', id }
}

export function knownDirectoryObject(state: State, id: string): Entity | undefined {
  for (const [collection, type] of kinds) {
    const entity = state.collections[collection].get(id)
    if (entity !== undefined) return { '@odata.type': type, ...entity }
  }
  return undefined
}

/** Graph's name of the type an annotated object has, without the namespace. */
export function typeOf(entity: Entity): string {
  return (textAt(entity, '@odata.type') ?? '#microsoft.graph.directoryObject').replace('#microsoft.graph.', '')
}

/** The user with this object id or user principal name. */
export function findUser(state: State, idOrName: string): Entity | undefined {
  const users = state.collections.users
  const byId = users.get(idOrName)
  if (byId !== undefined || !idOrName.includes('@')) return byId
  const name = idOrName.toLowerCase()
  return users.list().find((user) => textAt(user, 'userPrincipalName')?.toLowerCase() === name)
}

/** A role as `directoryRoles` shows it: its own id, and the template's. */
export function directoryRole(holder: RoleHolder, templateId: string): Entity {
  const definition = holder.collections.roleDefinitions.list().find((role) => (textAt(role, 'templateId') ?? role.id) === templateId)
  return {
    '@odata.type': '#microsoft.graph.directoryRole',
    id: derivedId('directoryRole', templateId),
    displayName: textAt(definition, 'displayName') ?? builtInRoleName(templateId) ?? templateId,
    description: null,
    roleTemplateId: templateId,
  }
}

/** The directory roles that a principal holds over the whole directory. */
export function directoryRolesOf(holder: RoleHolder, principalId: string): Entity[] {
  const ids = new Set(activeAssignments(holder, principalId).map((assignment) => templateIdOf(holder, assignment)))
  return [...ids].map((id) => directoryRole(holder, id))
}

/** Names of built-in roles by template id, as the reference (section 8) lists them. */
export const builtInRoles: readonly (readonly [string, string])[] = [
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  ['194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'],
  ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator'],
  ['5d6b6bb7-de71-4623-b4af-96380a352509', 'Security Reader'],
  ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader'],
  ['5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', 'Security Operator'],
  ['f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator'],
  ['29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator'],
  ['729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator'],
  ['b0f54661-2d74-4c50-afa3-1ec803f12efe', 'Billing Administrator'],
  ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
  ['c4e39bd9-1100-46d3-8c65-fb160da0071f', 'Authentication Administrator'],
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
  ['966707d0-3269-4727-9be2-8c3a10f19b9d', 'Password Administrator'],
  ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'],
  ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
  ['17315797-102d-40b4-93e0-432062caca18', 'Compliance Administrator'],
  ['e6d1a23a-da11-4be4-9570-befc86d067a7', 'Compliance Data Administrator'],
  ['3a2c62db-5318-420d-8d74-23affee5d9d5', 'Intune Administrator'],
  ['44367163-eba1-44c3-98af-f5787879f96a', 'Dynamics 365 Administrator'],
  ['11648597-926c-4cf3-9c36-bcebb0ba8dcc', 'Power Platform Administrator'],
  ['d29b2b05-8046-44ba-8758-1e26182fcf32', 'Directory Synchronization Accounts'],
  ['a92aed5d-d78a-4d16-b381-09adb37eb3b0', 'On Premises Directory Sync Account'],
]

function builtInRoleName(templateId: string): string | undefined {
  return builtInRoles.find(([id]) => id === templateId)?.[1]
}
