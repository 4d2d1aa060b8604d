import type { Policy } from '#src/domain/policy.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'

/** A policy as it is written to Graph: without what is not set. */
export function bodyOf({ displayName, state, conditions, grantControls, sessionControls }: Policy): PolicyBody {
  const strength = grantControls?.authenticationStrength ?? null
  const grant = grantControls === null ? null : { ...given(grantControls), builtInControls: grantControls.builtInControls, ...strength === null ? {} : { authenticationStrength: { id: strength.id } } }
  return {
    displayName, state, conditions: {
      ...given(conditions), users: given(conditions.users), applications: given(conditions.applications),
      clientAppTypes: conditions.clientAppTypes.length === 0 ? ['all'] : conditions.clientAppTypes
    },
    ...grant === null ? {} : { grantControls: grant }, ...sessionControls === null ? {} : { sessionControls: given(sessionControls) }
  }
}

function given(members: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]: [string, unknown]) => value !== null && !(Array.isArray(value) && value.length === 0)))
}
