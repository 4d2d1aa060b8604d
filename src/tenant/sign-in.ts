import { Value } from 'typebox/value'
import { isObject } from './json.ts'
import { SignIn } from '#src/domain/sign-in.ts'

/** What is wrong with a body, by JSON pointer. */
export interface SignInProblem {
  readonly pointer: string
  readonly detail: string
}

/** Reads the body of Graph's `evaluate` (S10). Members that are not known are tolerated; wrong types and missing parts are refused. */
export function parseSignIn(raw: unknown): { signIn: SignIn } | { errors: SignInProblem[] } {
  if (!isObject(raw)) return { errors: [{ pointer: '', detail: 'a sign-in is an object' }] }
  const body = { ...raw, signInConditions: raw['signInConditions'] ?? {} }
  if (!Value.Check(SignIn, body)) {
    const errors = [...Value.Errors(SignIn, body)].map(({ instancePath, message }) => ({ pointer: instancePath, detail: message }))
    return { errors: errors.length > 0 ? errors : [{ pointer: '', detail: 'not a sign-in' }] }
  }
  const errors = missing(body)
  return errors.length > 0 ? { errors } : { signIn: body }
}

function missing({ signInIdentity: identity, signInContext: context }: SignIn): SignInProblem[] {
  const subjects = [identity.userId, identity.servicePrincipalId, identity.agentServicePrincipalId].filter(isGiven)
  const external = isGiven(identity.externalUserType)
  const targets = [(context.includeApplications ?? []).length > 0, isGiven(context.userAction), isGiven(context.authenticationContextValue)].filter(Boolean)
  return [
    ...subjects.length === 1 || (subjects.length === 0 && external) ? [] : [{
      pointer: '/signInIdentity', detail: 'give one of `userId`, `servicePrincipalId` and `agentServicePrincipalId`, or an `externalUserType`'
    }],
    ...targets.length === 1 ? [] : [{
      pointer: '/signInContext', detail: 'give one of `includeApplications`, `userAction` and `authenticationContextValue`'
    }]
  ]
}

function isGiven(value: string | null | undefined): boolean {
  return typeof value === 'string' && value !== ''
}
