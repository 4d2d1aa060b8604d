import { isEntity, isObject, textAt, type Entity, type JsonObject } from '../json.ts'
import { noSuchPolicyObject } from './error.ts'
import { answerList, answerOne, type ListForm } from './list.ts'
import { parameter, type Answer, type Call, type Operation } from './operation.ts'
import { findStrength } from './strengths.ts'
import templatesFile from './templates.json' with { type: 'json' }

const templates: readonly unknown[] = templatesFile.templates
const entities: readonly Entity[] = templates.filter(isEntity)
const root = '/identity/conditionalAccess/templates'

/** A template with the whole strength in place of its id. */
function complete(template: Entity, call: Call): JsonObject {
  const details = template['details']
  const grant = isObject(details) ? details['grantControls'] : undefined
  if (!isObject(details) || !isObject(grant)) return template
  const id = textAt(grant['authenticationStrength'], 'id')
  const strength = id === undefined ? undefined : findStrength(call.state, id)
  return strength === undefined ? template : { ...template, details: { ...details, grantControls: { ...grant, authenticationStrength: strength } } }
}

const form: ListForm = { type: 'conditionalAccessTemplate', complete }

function get(call: Call): Answer {
  const id = parameter(call, 'id')
  const template = entities.find((one) => one.id === id)
  if (template === undefined) throw noSuchPolicyObject('ConditionalAccessTemplate', id)
  return answerOne(call, template, form)
}

/** Microsoft's policy templates, as captured (the source is named in `templates.json`); their descriptions were not captured. */
export const templateOperations: readonly Operation[] = [
  { id: 'templates.list', method: 'GET', path: root, query: ['$select', '$filter'], answer: (call) => answerList(call, entities, form) },
  { id: 'templates.get', method: 'GET', path: `${root}/{id}`, query: ['$select'], answer: get },
]
