import { isObject, textAt, type Entity, type JsonObject } from '../json.ts'
import type { State } from '../state.ts'
import { builtInStrengths } from './builtin-strengths.ts'
import { shown, type ListForm } from './list.ts'
import { completed } from './normalise.ts'
import type { Call } from './operation.ts'

function strength(state: State, value: JsonObject): JsonObject {
  const id = textAt(value, 'id') ?? ''
  return state.collections.authenticationStrengths.get(id) ?? builtInStrengths.find((one) => one.id === id) ?? value
}

/** A stored policy as a GET shows it: complete, with the whole strength in place of its id. */
export function wholePolicy(state: State, policy: Entity): JsonObject {
  const whole = completed(policy)
  const grant = whole['grantControls']
  if (!isObject(grant) || !isObject(grant['authenticationStrength'])) return whole
  return { ...whole, grantControls: { ...grant, authenticationStrength: strength(state, grant['authenticationStrength']) } }
}

export const policyForm: ListForm = { type: 'conditionalAccessPolicy', complete: (policy, call) => wholePolicy(call.state, policy) }

export function showPolicy(call: Call, policy: Entity): JsonObject {
  return shown(call, policy, policyForm)
}
