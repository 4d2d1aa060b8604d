import { createHash } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { activeRoles } from '../active-roles.ts'
import { textAt, type Entity } from '../json.ts'
import { derivedId, type State } from '../state.ts'
import type { Authority } from './authority.ts'
import type { Registration, Registrations, Resource } from './registrations.ts'
import { grantedScopes, resourceAddress, type Asked } from './scopes.ts'

/** The answer of the token endpoint. */
export interface TokenAnswer {
  readonly token_type: 'Bearer'
  readonly scope?: string
  readonly expires_in: number
  readonly access_token: string
  readonly refresh_token?: string
  readonly id_token?: string
}

interface PersonRequest {
  readonly user: Entity
  readonly client: Registration
  readonly asked: Asked
  readonly seconds: number
  /** Claims that the request asked for besides. */
  readonly extra?: JWTPayload
}

export interface Tokens {
  forPerson(request: PersonRequest): Promise<TokenAnswer>
  forApplication(client: Registration, resource: Resource): Promise<TokenAnswer>
  /** Who signed in, for the client itself. */
  identity(user: Entity, client: Registration, nonce: string | undefined): Promise<string>
}

interface TokensOptions {
  readonly authority: Authority
  readonly state: State
  readonly registrations: Registrations
}

/** Seconds that a token lasts when the login service gives it. */
export const lifetime = 3600

/** The template id that every user's token names beside the roles held. */
const everyUser = 'b79fbf4d-3ef9-4689-8143-76b194e85509'

function subject(oid: string, clientId: string): string {
  return createHash('sha256').update(`${oid} ${clientId}`).digest('base64url')
}

function nameClaims(user: Entity): JWTPayload {
  return { name: textAt(user, 'displayName'), preferred_username: textAt(user, 'userPrincipalName') }
}

/** Graph's tokens name the scopes of the sign-in too. */
function scopesIn({ resource, identity }: Asked, granted: readonly string[]): string {
  const signIn = resource === 'graph' ? identity.filter((name) => name !== 'offline_access') : []
  return [...signIn, ...granted].join(' ')
}

/** Makes the tokens that Entra would, in version 2.0. */
export function createTokens({ authority, state, registrations }: TokensOptions): Tokens {
  const audience = (resource: Resource): string => (resource === 'lacuna' ? registrations.lacuna.clientId : 'https://graph.microsoft.com')
  const directoryRoles = (user: Entity, resource: Resource): JWTPayload => (
    resource === 'lacuna' && !registrations.lacuna.asksForDirectoryRoles ? {} : { wids: [...activeRoles(state, { oid: user.id }), everyUser] }
  )
  return {
    async forPerson({ user, client, asked, seconds, extra = {} }) {
      const scopes = grantedScopes(asked, client, registrations)
      const aud = audience(asked.resource)
      const claims = {
        aud, azp: client.clientId, azpacr: '1', oid: user.id, sub: subject(user.id, aud), idtyp: 'user', scp: scopesIn(asked, scopes),
        acct: user['userType'] === 'Guest' ? 1 : 0, ...nameClaims(user), ...directoryRoles(user, asked.resource), ...extra,
      }
      const address = resourceAddress(asked.resource, registrations)
      const named = [...scopes, ...(asked.byDefault ? ['.default'] : [])].map((name) => `${address}/${name}`)
      return {
        token_type: 'Bearer', scope: [...asked.identity, ...named].join(' '), expires_in: seconds, access_token: await authority.sign(claims, seconds),
      }
    },
    async forApplication(client, resource) {
      const oid = derivedId('servicePrincipal', client.clientId)
      const roles = client.granted[resource].application
      const claims = {
        aud: audience(resource), azp: client.clientId, azpacr: '1', oid, sub: oid, idtyp: 'app', ...(roles.length === 0 ? {} : { roles: [...roles] }),
      }
      return { token_type: 'Bearer', expires_in: lifetime, access_token: await authority.sign(claims, lifetime) }
    },
    identity(user, client, nonce) {
      const claims = {
        aud: client.clientId, oid: user.id, sub: subject(user.id, client.clientId), ...nameClaims(user), ...(nonce === undefined ? {} : { nonce }),
      }
      return authority.sign(claims, lifetime)
    },
  }
}
