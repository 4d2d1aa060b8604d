import { badRequest, type GraphError } from './error.ts'
import type { Call } from './operation.ts'

/** Most texts end with the address of the operation's page. */
function suffix(call: Call): string {
  const page = call.operation.method === 'POST' ? 'conditionalaccessroot-post-policies' : 'conditionalaccesspolicy-update'
  const view = call.version === 'beta' ? 'graph-rest-beta' : 'graph-rest-1.0'
  return ` For examples, please see API documentation at https://docs.microsoft.com/en-us/graph/api/${page}?view=${view}.`
}

/** The catch-all: the body is not what the type says. */
export function schemaMismatch(call: Call): GraphError {
  return badRequest(`1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of ConditionalAccessPolicy type.${suffix(call)}`)
}

/** A numbered refusal with the address of the page behind it. */
export function documented(call: Call, text: string): GraphError {
  return badRequest(`${text}${suffix(call)}`)
}

/** Controls that may not stand together; which rule is named in the text. */
export function invalidControls(kind: 'InvalidControls' | 'InvalidPasswordResetControl'): GraphError {
  return badRequest(`1032: ConditionalAccessPolicy validation failed due to ${kind}.`)
}
