import type { JWTPayload } from 'jose'
import { isObject, objectAt, parseJson, stringsAt, textAt, type Json } from '../json.ts'
import { LoginError } from './login-error.ts'

function parsed(text: string): Json {
  try {
    return parseJson(text)
  } catch {
    throw new LoginError('invalid_request', 9002313, 'Invalid request. The claims parameter is not JSON.')
  }
}

function valuesOf(asked: Json, name: string): readonly string[] {
  const member = objectAt(objectAt(asked, 'access_token'), name)
  const one = textAt(member, 'value')
  return one === undefined ? stringsAt(member, 'values') : [one]
}

/** What the `claims` parameter of a request adds to an access token: authentication contexts and client capabilities. */
export function claimsFrom(text: string | undefined): JWTPayload {
  if (text === undefined || text === '') return {}
  const asked = parsed(text)
  if (!isObject(asked)) throw new LoginError('invalid_request', 9002313, 'Invalid request. The claims parameter is not a JSON object.')
  const contexts = valuesOf(asked, 'acrs')
  const capabilities = valuesOf(asked, 'xms_cc')
  return { ...(contexts.length === 0 ? {} : { acrs: [...contexts] }), ...(capabilities.length === 0 ? {} : { xms_cc: [...capabilities] }) }
}
