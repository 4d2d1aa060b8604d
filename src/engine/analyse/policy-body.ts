import type { GuestsOrExternalUsers, Policy } from '#src/domain/policy.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'

type Members = Record<string, unknown>

/** A policy as it is written to Graph: without what is not set. */
export function bodyOf({ displayName, state, conditions, grantControls, sessionControls }: Policy): PolicyBody {
  const strength = grantControls?.authenticationStrength ?? null
  const grant = grantControls === null ? null : { ...given(grantControls), builtInControls: grantControls.builtInControls, ...strength === null ? {} : { authenticationStrength: { id: strength.id } } }
  const { users: { includeGuestsOrExternalUsers, excludeGuestsOrExternalUsers, ...users }, clientApplications } = conditions
  return {
    displayName, state, conditions: {
      ...given(conditions), applications: given(conditions.applications), ...clientApplications === null ? {} : { clientApplications: given(clientApplications) },
      users: {
        ...given(users), ...guestsOf('includeGuestsOrExternalUsers', includeGuestsOrExternalUsers), ...guestsOf('excludeGuestsOrExternalUsers', excludeGuestsOrExternalUsers)
      },
      clientAppTypes: conditions.clientAppTypes.length === 0 ? ['all'] : conditions.clientAppTypes
    },
    ...grant === null ? {} : { grantControls: grant }, ...sessionControls === null ? {} : { sessionControls: given(sessionControls) }
  }
}

/** Graph tells the two kinds of external tenants apart by their type, and only the enumerated ones have members. */
function guestsOf(name: string, guests: GuestsOrExternalUsers | null): Members {
  if (guests === null) return {}
  const { guestOrExternalUserTypes, externalTenants: tenants } = guests
  if (tenants === null) return { [name]: { guestOrExternalUserTypes } }
  const externalTenants = tenants.membershipKind === 'enumerated'
    ? { '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants', ...tenants }
    : { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: tenants.membershipKind }
  return { [name]: { guestOrExternalUserTypes, externalTenants } }
}

function given(members: object): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]: [string, unknown]) => value !== null && !(Array.isArray(value) && value.length === 0)))
}
