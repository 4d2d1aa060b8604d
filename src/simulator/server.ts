import { isObject, parseJson } from './json.ts'
import { createAuthority, type Authority } from './login/authority.ts'
import type { LoginContext } from './login/context.ts'
import { createEnvironment, demoToken, noSuchPerson, type ClientName, type DemoRequest } from './login/demo.ts'
import { choosePeople, type People } from './login/people.ts'
import { createLoginPlugin } from './login/plugin.ts'
import { createRegistrations, type RegistrationOptions, type Registrations } from './login/registrations.ts'
import { createTokens } from './login/tokens.ts'
import { serve, type ServeOptions, type Simulator } from './serve.ts'
import { createState, type StateOptions } from './state.ts'
import { readTenantFile } from './tenant-file.ts'

export interface SimulatorOptions extends ServeOptions, StateOptions, RegistrationOptions {
  /** A tenant file, or what one holds; a copy of it is served. */
  readonly tenant: string | object
}

export type StartedSimulator = Simulator & {
  /** Its keys can be rotated. */
  readonly authority: Authority
  /** Who can be signed in by name. */
  readonly people: People
  readonly registrations: Registrations
  /** The variables with which the service runs against this simulator. */
  environment(): Record<string, string>
  /** An access token for Lacuna's API, good for 8 hours. Rejects where the tenant has no such person. */
  tokenFor(person: string, client?: ClientName, more?: Pick<DemoRequest, 'scope' | 'claims'>): Promise<string>
}

/** Plays Graph and the login service over a tenant, on 127.0.0.1. Throws when the tenant file cannot be read. */
export async function startSimulator({ tenant, ...options }: SimulatorOptions): Promise<StartedSimulator> {
  const file = typeof tenant === 'string' ? await readTenantFile(tenant) : parseJson(JSON.stringify(tenant))
  if (!isObject(file)) throw new Error('the `tenant` must be one JSON object')
  const state = createState(file, options)
  const registrations = createRegistrations(options)
  const authority = await createAuthority(state.tenantId, state.now)
  const people = choosePeople(state)
  const context: LoginContext = { state, registrations, authority, people, tokens: createTokens({ state, registrations, authority }) }
  const environment = createEnvironment(context)
  const simulator = await serve(state, { verify: authority.verify, plugin: createLoginPlugin(context, environment) }, options)
  return {
    ...simulator, authority, people, registrations, environment,
    async tokenFor(person, client = 'console', more = {}) {
      const answer = await demoToken(context, { person, client, ...more })
      if (answer === undefined) throw new Error(noSuchPerson(context, person))
      return answer.access_token
    },
  }
}
