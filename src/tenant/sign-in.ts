import { Value } from 'typebox/value'
import { isObject, type JsonObject } from './json.ts'
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
  if (!Value.Check(SignIn, body)) return { errors: problemsOf(body) }
  const errors = missing(body)
  return errors.length > 0 ? { errors } : { signIn: body }
}

/** One problem for each place, and only the innermost: a part that is wrong makes all around it wrong. */
function problemsOf(body: JsonObject): SignInProblem[] {
  const details = new Map<string, string[]>()
  const note = (pointer: string, detail: string): void => void details.set(pointer, [...details.get(pointer) ?? [], detail])
  for (const error of Value.Errors(SignIn, body)) {
    if (error.keyword === 'required') for (const name of error.params.requiredProperties) note(`${error.instancePath}/${name}`, 'is missing')
    else if (error.keyword !== 'anyOf') note(error.instancePath, error.message)
  }
  const pointers = [...details.keys()]
  return [...details].filter(([pointer]) => !pointers.some(other => other.startsWith(`${pointer}/`))).map(([pointer, parts]) => ({ pointer,
    detail: parts.map((part, index) => index === 0 ? part : part.replace('must be ', '')).join(' or ') }))
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
