import { idOf, mixed } from './draw.ts'
import { namedGroupId } from './groups.ts'
import { emergencyAccounts, firstOf, type Plan } from './plan.ts'

/** Built-in roles by template id, as Microsoft publishes them. */
export const roles = {
  globalAdministrator: ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  conditionalAccessAdministrator: ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator'],
  securityAdministrator: ['194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'],
  securityReader: ['5d6b6bb7-de71-4623-b4af-96380a352509', 'Security Reader'],
  globalReader: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader'],
  exchangeAdministrator: ['29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator'],
  sharePointAdministrator: ['f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator'],
  userAdministrator: ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
  applicationAdministrator: ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  authenticationAdministrator: ['c4e39bd9-1100-46d3-8c65-fb160da0071f', 'Authentication Administrator'],
  billingAdministrator: ['b0f54661-2d74-4c50-afa3-1ec803f12efe', 'Billing Administrator'],
  cloudApplicationAdministrator: ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
  helpdeskAdministrator: ['729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator'],
  passwordAdministrator: ['966707d0-3269-4727-9be2-8c3a10f19b9d', 'Password Administrator'],
  privilegedAuthenticationAdministrator: ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'],
  privilegedRoleAdministrator: ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
  intuneAdministrator: ['3a2c62db-5318-420d-8d74-23affee5d9d5', 'Intune Administrator'],
  directorySynchronizationAccounts: ['d29b2b05-8046-44ba-8758-1e26182fcf32', 'Directory Synchronization Accounts']
} as const

export type RoleName = keyof typeof roles

export function roleId(name: RoleName): string {
  return roles[name][0]
}

/** What the administrators hold, in turn: the first ones what a demonstration needs. */
const turns = ['conditionalAccessAdministrator', 'securityAdministrator', 'securityReader', 'globalAdministrator', 'globalReader',
  'exchangeAdministrator', 'sharePointAdministrator', 'userAdministrator', 'applicationAdministrator', 'authenticationAdministrator',
  'billingAdministrator', 'cloudApplicationAdministrator', 'passwordAdministrator', 'intuneAdministrator'] as const satisfies readonly RoleName[]

export function roleDefinitions(): object[] {
  return Object.values(roles).map(([id, displayName]) => ({ id, templateId: id, displayName, description: displayName, isBuiltIn: true, isEnabled: true }))
}

interface Held {
  readonly principalId: string
  readonly role: RoleName
}

function* held(plan: Plan): Generator<Held> {
  const { synchronization, administrators, services } = firstOf(plan)
  const user = (index: number): string => idOf(plan.seed, 'user', index)
  for (let index = 0; index < emergencyAccounts; index++) yield { principalId: user(index), role: 'globalAdministrator' }
  yield { principalId: user(synchronization), role: 'directorySynchronizationAccounts' }
  for (let index = administrators; index < services; index++) {
    const role = turns[(index - administrators) % turns.length]
    if (role !== undefined) yield { principalId: user(index), role }
  }
  yield { principalId: namedGroupId(plan.seed, 'helpdesk'), role: 'helpdeskAdministrator' }
}

function assignment(plan: Plan, kind: 'assignment' | 'eligibility', { principalId, role }: Held, index: number): object {
  return { id: idOf(plan.seed, kind, index), principalId, roleDefinitionId: roleId(role), directoryScopeId: '/' }
}

export function roleAssignments(plan: Plan): object[] {
  return [...held(plan)].map((one, index) => assignment(plan, 'assignment', one, index))
}

/** A few people who could become administrators and are not now. */
export function roleEligibilities(plan: Plan): object[] {
  const { people } = firstOf(plan)
  const count = Math.min(Math.floor(plan.administrators / 2), plan.users - people)
  return Array.from({ length: count }, (_, index) => assignment(plan, 'eligibility', {
    principalId: idOf(plan.seed, 'user', people + index), role: turns[mixed(plan.seed, index, 31) % turns.length] ?? 'globalReader'
  }, index))
}
