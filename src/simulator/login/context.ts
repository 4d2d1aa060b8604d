import { isList, textAt, type Entity } from '../json.ts'
import type { State } from '../state.ts'
import type { Authority } from './authority.ts'
import { LoginError } from './login-error.ts'
import type { People } from './people.ts'
import type { Registrations } from './registrations.ts'
import type { Tokens } from './tokens.ts'

/** What the routes of the login service stand on. */
export interface LoginContext {
  readonly state: State
  readonly authority: Authority
  readonly registrations: Registrations
  readonly people: People
  readonly tokens: Tokens
}

/** The user who still may sign in. */
export function signedIn({ state }: LoginContext, id: string): Entity {
  const user = state.collections.users.get(id)
  if (user === undefined) throw new LoginError('invalid_grant', 50034, 'The user account does not exist in the directory.')
  if (user['accountEnabled'] === false) throw new LoginError('invalid_grant', 50057, 'The user account is disabled.')
  return user
}

/** Refuses a tenant that is not the simulated one: by id, verified domain, or `common` and `organizations` for people. */
export function checkTenant({ state }: LoginContext, name: string, error = 'invalid_request'): void {
  const domains = state.single('organization')?.['verifiedDomains']
  const names = isList(domains) ? domains.flatMap((domain) => textAt(domain, 'name') ?? []) : []
  const known = [state.tenantId, ...names, 'common', 'organizations'].map((one) => one.toLowerCase())
  if (known.includes(name.toLowerCase())) return
  throw new LoginError(error, 90002, `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`)
}
