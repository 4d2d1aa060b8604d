import { createHash, timingSafeEqual } from 'node:crypto'
import { needed, type Fields } from './fields.ts'
import { LoginError } from './login-error.ts'
import { findRegistration, type Registration, type Registrations } from './registrations.ts'

interface Presented {
  readonly clientId: string
  readonly secret: string
}

/** RFC 6749 form-encodes both parts before they are joined. */
function basic(header: string | undefined): Presented | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [clientId = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
  return { clientId, secret }
}

function presented(fields: Fields, header: string | undefined): Presented {
  const fromHeader = basic(header)
  if (fromHeader !== undefined) return fromHeader
  const clientId = needed(fields, 'client_id')
  if (fields['client_assertion'] !== undefined) {
    throw new LoginError('invalid_client', 700027, 'The certificate used to sign the client assertion is not registered on the application. The simulator knows client secrets only.', { status: 401 })
  }
  return { clientId, secret: fields['client_secret'] ?? '' }
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

/** The registration of this client id in the tenant. */
export function knownClient(registrations: Registrations, clientId: string): Registration {
  const found = findRegistration(registrations, clientId)
  if (found !== undefined) return found
  throw new LoginError('unauthorized_client', 700016, `Application with identifier '${clientId}' was not found in the directory.`)
}

/** The client that a token request comes from, proved by its secret in the form or in a Basic `header`. */
export function authenticateClient(registrations: Registrations, fields: Fields, header: string | undefined): Registration {
  const { clientId, secret } = presented(fields, header)
  const client = knownClient(registrations, clientId)
  if (secret === '') {
    throw new LoginError('invalid_client', 7000218, 'The request body must contain the following parameter: \'client_assertion\' or \'client_secret\'.', { status: 401 })
  }
  if (isSame(secret, client.secret)) return client
  throw new LoginError('invalid_client', 7000215, `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, for a secret added to app '${client.clientId}'.`, { status: 401 })
}
