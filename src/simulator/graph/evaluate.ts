import { isObject, type Entity, type JsonObject } from '../json.ts'
import { whatIf } from '../what-if/evaluate.ts'
import { readSignIn } from '../what-if/sign-in.ts'
import { badRequest } from './error.ts'
import { contextOf, entityOf, shown, type ListForm } from './list.ts'
import type { Answer, Call, Operation } from './operation.ts'
import { wholePolicy } from './policy-form.ts'
import { vocabularyOf } from './vocabulary.ts'

const members = ['signInIdentity', 'signInContext', 'signInConditions', 'appliedPoliciesOnly']

function bodyOf(call: Call): JsonObject {
  const body = call.body
  if (body === undefined) throw badRequest('Empty Payload. JSON content expected.')
  if (!isObject(body)) throw badRequest('The request body is not a JSON object.')
  const wrong = Object.keys(body).find((name) => !members.includes(name))
  if (wrong !== undefined) throw badRequest(`The parameter '${wrong}' in the request payload is not a valid parameter for the operation 'evaluate'.`)
  try {
    readSignIn(body)
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : 'The body is not a sign-in.')
  }
  return body
}

/** Reasons that this version of Graph has no word for become `unknownFutureValue`. */
function reasonsIn(call: Call, reasons: string): string {
  const known = vocabularyOf(call.version).enums['whatIfAnalysisReasons']?.values ?? []
  return reasons.split(',').map((reason) => (known.includes(reason) ? reason : 'unknownFutureValue')).join(',')
}

const form: ListForm = { type: 'whatIfAnalysisResult', complete: (policy, call) => ({ ...wholePolicy(call.state, policy), '@odata.type': '#microsoft.graph.whatIfAnalysisResult' }) }

/**
 * Answers every saved policy with whether it applies and the first reason why not; only those that apply when asked so. What cannot be
 * told is `false` with `notEnoughInformation`.
 */
function evaluate(call: Call): Answer {
  const body = bodyOf(call)
  const { policies } = whatIf(call.state.document(), body)
  const judged = policies.flatMap(({ id, policyApplies, analysisReasons }): Entity[] => {
    const policy = call.state.collections.policies.current(id)
    if (policy === undefined || (body['appliedPoliciesOnly'] === true && policyApplies !== true)) return []
    return [entityOf({ ...policy, policyApplies: policyApplies === true, analysisReasons: reasonsIn(call, analysisReasons) })]
  })
  return { status: 200, body: { '@odata.context': contextOf(call, ''), value: judged.map((policy) => shown(call, policy, form)) } }
}

export const evaluateOperations: readonly Operation[] = [
  { id: 'evaluate', method: 'POST', path: '/identity/conditionalAccess/evaluate', query: [], answer: evaluate },
]
