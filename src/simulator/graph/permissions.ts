import { activeRoles, type RoleHolder } from '../active-roles.ts'
import { GraphError } from './error.ts'
import type { Call, Claims } from './operation.ts'
import permissionsFile from './permissions.json' with { type: 'json' }

interface Needed {
  readonly delegated: readonly (readonly string[])[]
  readonly application: readonly (readonly string[])[]
}

const table: Readonly<Record<string, Needed>> = permissionsFile.operations

/** Higher permissions and the lower ones they include, as the pages of the operations list them. */
const includes: Readonly<Record<string, readonly string[]>> = {
  'Directory.Read.All': [
    'User.Read.All', 'User.ReadBasic.All', 'User.Read', 'Group.Read.All', 'GroupMember.Read.All', 'Application.Read.All', 'Device.Read.All',
    'RoleManagement.Read.Directory', 'Organization.Read.All', 'LicenseAssignment.Read.All', 'AdministrativeUnit.Read.All',
  ],
  'User.Read.All': ['User.ReadBasic.All', 'User.Read'],
  'Group.Read.All': ['GroupMember.Read.All'],
  'Group.ReadWrite.All': ['Group.Read.All', 'GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Group.Create'],
  'GroupMember.ReadWrite.All': ['GroupMember.Read.All'],
  'Policy.Read.All': ['Policy.Read.ConditionalAccess', 'Policy.Read.AuthenticationMethod', 'Policy.Read.DeviceConfiguration', 'AuthenticationContext.Read.All'],
  'Policy.ReadWrite.ConditionalAccess': ['Policy.Read.ConditionalAccess', 'Policy.Read.AuthenticationMethod', 'AuthenticationContext.Read.All'],
  'AuthenticationContext.Read.All': ['Policy.Read.ConditionalAccess'],
  'RoleManagement.Read.All': ['RoleManagement.Read.Directory', 'RoleEligibilitySchedule.Read.Directory', 'RoleAssignmentSchedule.Read.Directory'],
  'RoleManagement.Read.Directory': ['RoleEligibilitySchedule.Read.Directory', 'RoleAssignmentSchedule.Read.Directory'],
  'Organization.Read.All': ['LicenseAssignment.Read.All'],
  'IdentityRiskyUser.ReadWrite.All': ['IdentityRiskyUser.Read.All'],
}

function granted(claims: Claims): ReadonlySet<string> {
  const names = isApplication(claims) ? (claims.roles ?? []) : (claims.scp ?? '').split(' ')
  const all = new Set<string>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (all.has(name)) continue
    all.add(name)
    open.push(...(includes[name] ?? []))
  }
  return all
}

export function isApplication(claims: Claims): boolean {
  return claims.idtyp === 'app' || claims.scp === undefined
}

/** What a token permits, higher permissions taken apart. */
export function permits(claims: Claims): (permission: string) => boolean {
  const all = granted(claims)
  return (permission) => all.has(permission)
}

const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  globalSecureAccessAdministrator: 'ac434307-12b9-4fa1-a708-88bf58caabc1',
  securityOperator: '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  reportsReader: '4a5d8f65-41da-4de4-8968-e035b65339cf',
} as const

/** Section 8 of the reference: who may write policies, read them, and read logs, when a person calls. */
const policyWriters = [roles.globalAdministrator, roles.securityAdministrator, roles.conditionalAccessAdministrator]
const policyReaders = [...policyWriters, roles.securityReader, roles.globalReader, roles.globalSecureAccessAdministrator]
const logReaders = [
  roles.globalAdministrator, roles.securityAdministrator, roles.securityReader, roles.globalReader, roles.securityOperator, roles.reportsReader,
]
const riskReaders = [roles.globalAdministrator, roles.securityAdministrator, roles.securityReader, roles.globalReader, roles.securityOperator]

const policyOperations = /^(policies|deletedPolicies|deletedLocations|templates|locations|evaluate|strengths|authContexts|crossTenant|securityDefaults)/
const writeVerbs = /\.(create|update|delete|restore|upsert|updateCombinations)/

function rolesNeeded(operation: string): readonly string[] | undefined {
  if (policyOperations.test(operation)) return writeVerbs.test(operation) ? policyWriters : policyReaders
  if (/^(signIns|directoryAudits|userRegistrationDetails)\./.test(operation)) return logReaders
  return operation.startsWith('riskyUsers.') ? riskReaders : undefined
}

function denied(operation: string, missing: string): GraphError {
  if (policyOperations.test(operation)) {
    return new GraphError(403, 'AccessDenied', 'You cannot perform the requested operation, required scopes are missing in the token.')
  }
  if (/^(signIns|directoryAudits|userRegistrationDetails)\./.test(operation)) {
    return new GraphError(403, 'Authentication_MSGraphPermissionMissing', `Calling principal does not have required MSGraph permissions ${missing}`)
  }
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

const reportOnlyCreator = 'Policy.Create.ConditionalAccessRO'

/** `Policy.Create.ConditionalAccessRO` lets an application create a policy in report-only state, and nothing else. */
function createsReportOnly(call: Call, permitted: (permission: string) => boolean): boolean {
  const body = call.body
  return call.operation.id === 'policies.create' && isApplication(call.caller) && permitted(reportOnlyCreator)
    && typeof body === 'object' && body !== null && 'state' in body && body['state'] === 'enabledForReportingButNotEnforced'
}

/** True when the table knows the operation; one it does not know is never served. */
export function hasPermissions(operation: string): boolean {
  return table[operation] !== undefined || operation === 'batch'
}

/** Refuses a caller whose token or directory roles do not allow the operation. */
export function checkPermissions(call: Call, holder: RoleHolder): void {
  const { id } = call.operation
  const needed = table[id]
  if (needed === undefined) return
  const application = isApplication(call.caller)
  if (application && id.startsWith('me')) throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
  const alternatives = application ? needed.application : needed.delegated
  const allowed = alternatives.some((all) => all.every((permission) => call.permits(permission)))
  if (!allowed && !createsReportOnly(call, call.permits)) throw denied(id, alternatives.flat().join(','))
  const wanted = application ? undefined : rolesNeeded(id)
  if (wanted === undefined) return
  const held = activeRoles(holder, call.caller)
  if (!wanted.some((role) => held.has(role))) throw denied(id, 'of a directory role')
}
