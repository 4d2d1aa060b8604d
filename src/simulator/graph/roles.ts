import { templateIdOf } from '../active-roles.ts'
import { builtInRoles, directoryObject, directoryRole, typeOf } from '../directory-objects.ts'
import { textAt, type Entity, type JsonObject } from '../json.ts'
import { derivedId } from '../state.ts'
import { GraphError, badRequest, noSuchObject } from './error.ts'
import { answerList, readable, showObject, type ListForm } from './list.ts'
import { parameter, type Answer, type Call, type Operation } from './operation.ts'
import { licensed } from './validation-licences.ts'

function definition(templateId: string): Entity {
  const name = builtInRoles.find(([id]) => id === templateId)?.[1] ?? templateId
  return { id: templateId, templateId, displayName: name, description: null, isBuiltIn: true, isEnabled: true, resourceScopes: ['/'], rolePermissions: [] }
}

/** A tenant file without definitions uses built-in template ids: they are shown as the built-in roles they are. */
function definitions(call: Call): readonly Entity[] {
  const { roleDefinitions, roleAssignments, roleEligibilities } = call.state.collections
  if (roleDefinitions.readable) return roleDefinitions.list()
  const used = [...roleAssignments.list(), ...roleEligibilities.list()].map((one) => textAt(one, 'roleDefinitionId') ?? '')
  const ids = new Set([...builtInRoles.map(([id]) => id), ...used.filter((id) => id !== '')])
  return [...ids].map(definition)
}

function complete(assignment: Entity, call: Call): JsonObject {
  if (call.query.expand.length > 1) throw badRequest('Only one navigation property can be expanded at a time.')
  return { condition: null, appScopeId: null, directoryScopeId: '/', ...assignment }
}

const related: NonNullable<ListForm['expand']> = {
  principal: (assignment, call) => showObject(call, textAt(assignment, 'principalId') ?? ''),
  roleDefinition: (assignment, call) => definitions(call).find((role) => role.id === assignment['roleDefinitionId']) ?? null,
}

const assignmentForm: ListForm = { type: 'unifiedRoleAssignment', complete, expand: related }

function scheduled(memberType: string): (assignment: Entity) => Entity {
  return (assignment) => ({ startDateTime: null, endDateTime: null, memberType, ...assignment })
}

function eligible(call: Call): Answer {
  if (!licensed(call.state, 'p2')) {
    throw new GraphError(400, 'AadPremiumLicenseRequired', 'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.')
  }
  const all = readable(call.state.collections.roleEligibilities).list().map(scheduled('Direct'))
  return answerList(call, all, { type: 'unifiedRoleEligibilityScheduleInstance', complete, expand: related })
}

function activeInstances(call: Call): Answer {
  const all = readable(call.state.collections.roleAssignments).list().map((assignment) => ({
    assignmentType: 'Assigned', roleAssignmentOriginId: assignment.id, ...scheduled('Direct')(assignment),
  }))
  return answerList(call, all, { type: 'unifiedRoleAssignmentScheduleInstance', complete, expand: related })
}

function heldRoles(call: Call): Entity[] {
  const assignments = readable(call.state.collections.roleAssignments).list().filter((one) => (textAt(one, 'directoryScopeId') ?? '/') === '/')
  const templates = new Set(assignments.map((assignment) => templateIdOf(call.state, assignment)))
  return [...templates].map((id) => directoryRole(call.state, id))
}

function roleMembers(call: Call): Answer {
  const id = parameter(call, 'id')
  const byTemplate = parameter(call, 'roleTemplateId')
  const roles = heldRoles(call)
  const role = roles.find((one) => one.id === id || (byTemplate !== '' && one['roleTemplateId'] === byTemplate))
  if (role === undefined) throw noSuchObject(id === '' ? byTemplate : id)
  const holders = call.state.collections.roleAssignments.list().filter((assignment) => {
    const tenantWide = (textAt(assignment, 'directoryScopeId') ?? '/') === '/'
    return tenantWide && derivedId('directoryRole', templateIdOf(call.state, assignment)) === role.id
  })
  const objects = holders.map((assignment) => directoryObject(call.state, textAt(assignment, 'principalId') ?? ''))
  return answerList(call, objects, { type: 'directoryObject', typed: true, typeOf })
}

const listed = ['$select', '$filter', '$expand']

export const roleOperations: readonly Operation[] = [
  {
    id: 'roleAssignments.list', method: 'GET', path: '/roleManagement/directory/roleAssignments', query: [...listed, '$top', '$count'],
    answer: (call) => answerList(call, readable(call.state.collections.roleAssignments).list(), assignmentForm),
  },
  {
    id: 'roleDefinitions.list', method: 'GET', path: '/roleManagement/directory/roleDefinitions', query: listed,
    answer: (call) => answerList(call, definitions(call), { type: 'unifiedRoleDefinition' }),
  },
  {
    id: 'roleEligibilityScheduleInstances.list', method: 'GET', path: '/roleManagement/directory/roleEligibilityScheduleInstances',
    query: listed, answer: eligible,
  },
  {
    id: 'roleAssignmentScheduleInstances.list', method: 'GET', path: '/roleManagement/directory/roleAssignmentScheduleInstances',
    query: listed, answer: activeInstances,
  },
  {
    id: 'directoryRoles.list', method: 'GET', path: '/directoryRoles', query: listed,
    answer: (call) => answerList(call, heldRoles(call), { type: 'directoryRole' }),
  },
  { id: 'directoryRoles.members', method: 'GET', path: '/directoryRoles/{id}/members', query: ['$select', '$filter'], answer: roleMembers },
  {
    id: 'directoryRoles.members', method: 'GET', path: "/directoryRoles(roleTemplateId='{roleTemplateId}')/members",
    query: ['$select', '$filter'], answer: roleMembers,
  },
]
