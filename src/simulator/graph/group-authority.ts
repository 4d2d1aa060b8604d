import { activeRoles, rolesIn } from '../active-roles.ts'
import { stringsAt, type Entity } from '../json.ts'
import { GraphError } from './error.ts'
import type { Call } from './operation.ts'
import { isApplication } from './permissions.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const privilegedRoleAdministrator = 'e8611ab8-c189-46e8-94e1-60213ab1f814'
const groupsAdministrator = 'fdd7a751-b60b-444a-984c-02652fe8fa1c'
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1'
const directoryWriters = '9360feb5-f418-4baa-8175-e2a00bac4301'

/** Who may write any group, who one that can hold roles, and who the groups of a unit when the role is theirs in it. */
const groupWriters = [globalAdministrator, groupsAdministrator, userAdministrator, directoryWriters]
const roleGroupWriters = [globalAdministrator, privilegedRoleAdministrator]
const unitWriters = [globalAdministrator, groupsAdministrator, userAdministrator]

function insufficient(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

function restricted(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit. Check that you are assigned a role that has permission to perform the operation for this restricted management administrative unit.')
}

/** The units that hold a group. */
function unitsOf(call: Call, group: Entity): Entity[] {
  const id = group.id.toLowerCase()
  return call.state.collections.administrativeUnits.latest().filter((unit) => stringsAt(unit, 'members').some((member) => member.toLowerCase() === id))
}

function writesIn(call: Call, unit: Entity): boolean {
  const held = rolesIn(call.state, call.caller.oid, `/administrativeUnits/${unit.id}`)
  return unitWriters.some((role) => held.has(role))
}

function checkPerson(call: Call, group: Entity, units: readonly Entity[]): void {
  const held = activeRoles(call.state, call.caller)
  const wanted = group['isAssignableToRole'] === true ? roleGroupWriters : groupWriters
  const owns = stringsAt(group, 'owners').some((owner) => owner.toLowerCase() === call.caller.oid.toLowerCase())
  const scoped = group['isAssignableToRole'] !== true && units.some((unit) => writesIn(call, unit))
  if (!owns && !scoped && !wanted.some((role) => held.has(role))) throw insufficient()
}

/**
 * Refuses who may not write a group: what can hold roles needs a permission more and a higher role, what lies in a unit of restricted
 * management a role in that very unit (an application may have `Directory.Write.Restricted` instead).
 */
export function checkGroupWriter(call: Call, group: Entity, units: readonly Entity[] = unitsOf(call, group)): void {
  if (group['isAssignableToRole'] === true && !call.permits('RoleManagement.ReadWrite.Directory')) throw insufficient()
  const guarded = units.filter((unit) => unit['isMemberManagementRestricted'] === true)
  const within = guarded.some((unit) => writesIn(call, unit)) || (isApplication(call.caller) && call.permits('Directory.Write.Restricted'))
  if ((guarded.length > 0 || group['isManagementRestricted'] === true) && !within) throw restricted()
  if (!isApplication(call.caller)) checkPerson(call, group, units)
}
