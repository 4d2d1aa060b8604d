import { LoginError } from './login-error.ts'
import type { Registration, Registrations, Resource } from './registrations.ts'

/** A `scope` parameter, understood. */
export interface Asked {
  readonly resource: Resource
  /** Names without their resource; none for `/.default`, which asks for everything granted. */
  readonly names: readonly string[]
  readonly byDefault: boolean
  /** `openid`, `profile`, `email` and `offline_access`, where asked for. */
  readonly identity: readonly string[]
}

const identityScopes = ['openid', 'profile', 'email', 'offline_access']

/** The addresses by which a resource is named, in lower case. */
function resourceOf(prefix: string, { lacuna }: Registrations): Resource {
  const name = prefix.toLowerCase().replace(/\/+$/, '')
  if ([`api://${lacuna.clientId}`, lacuna.clientId].includes(name)) return 'lacuna'
  if (['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000', ''].includes(name)) return 'graph'
  throw new LoginError('invalid_resource', 500011, `The resource principal named ${prefix} was not found in the tenant.`)
}

function split(scope: string): readonly [prefix: string, name: string] {
  const slash = scope.lastIndexOf('/')
  return slash < 0 ? ['', scope] : [scope.slice(0, slash), scope.slice(slash + 1)]
}

/** Reads a `scope` parameter. All of it must be of one resource. */
export function readScope(text: string, registrations: Registrations): Asked {
  const all = text.split(' ').filter((one) => one !== '')
  const parts = all.filter((one) => !identityScopes.includes(one)).map(split)
  const resources = new Set(parts.map(([prefix]) => resourceOf(prefix, registrations)))
  if (resources.size > 1) throw new LoginError('invalid_request', 28000, 'Provided value for the input parameter scope is not valid because it contains more than one resource.')
  const names = parts.map(([, name]) => name)
  if (names.includes('.default') && names.length > 1) {
    throw new LoginError('invalid_scope', 70011, 'The provided value for the input parameter \'scope\' is not valid: /.default cannot be combined with other scopes.')
  }
  const byDefault = names.includes('.default')
  return {
    resource: [...resources][0] ?? 'graph', names: byDefault ? [] : names, byDefault, identity: all.filter((one) => identityScopes.includes(one)),
  }
}

/** The delegated scopes that the client gets; refused when it asks for one that it was not granted. */
export function grantedScopes(asked: Asked, client: Registration, { lacuna }: Registrations): readonly string[] {
  const granted = client.granted[asked.resource].delegated
  if (asked.byDefault) return granted
  const unknown = asked.resource === 'lacuna' ? asked.names.find((name) => !lacuna.scopes.includes(name)) : undefined
  if (unknown !== undefined) {
    throw new LoginError('invalid_scope', 650053, `The application '${client.displayName}' asked for scope '${unknown}' that doesn't exist on the resource '${lacuna.clientId}'.`)
  }
  if (asked.names.some((name) => !granted.includes(name))) {
    throw new LoginError('invalid_grant', 65001, `The user or administrator has not consented to use the application with ID '${client.clientId}' named '${client.displayName}'.`, { suberror: 'consent_required' })
  }
  return asked.names
}

/** The prefix that tells a scope's resource in an answer. */
export function resourceAddress(resource: Resource, { lacuna }: Registrations): string {
  return resource === 'lacuna' ? `api://${lacuna.clientId}` : 'https://graph.microsoft.com'
}
