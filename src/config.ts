import ajvFormats from 'ajv-formats'
import { envSchema } from 'env-schema'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { literals } from '#src/domain/schema.ts'
import type { TokenBudgets } from '#src/domain/usage.ts'

const Text = Type.Optional(Type.String({ minLength: 1 }))
const Tokens = Type.Optional(Type.Integer({ minimum: 1 }))
const Address = (fallback: string) => Type.String({ format: 'uri', default: fallback })

/** Every variable of the environment that is read. Lists are comma-joined. */
const Environment = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000 }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  PUBLIC_URL: Type.Optional(Type.String({ format: 'uri' })),
  DATABASE_URL: Type.String({ minLength: 1, default: 'pglite:.lacuna/data' }),
  LOG_LEVEL: Type.Unsafe<LogLevel>({ ...literals(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), default: 'info' }),
  TRUST_PROXY: Type.Boolean({ default: false }),
  TENANTS: Text,
  CLIENT_ID: Text,
  CLIENT_SECRET: Text,
  CLIENT_CERTIFICATE_THUMBPRINT: Text,
  CLIENT_PRIVATE_KEY: Text,
  AUTHORITY: Address('https://login.microsoftonline.com'),
  DECIDING_CLIENTS: Text,
  DECIDING_CONTEXT: Text,
  ENCRYPTION_KEY: Text,
  APPROVALS_NEEDED: Type.Integer({ minimum: 1, maximum: 10, default: 1 }),
  SELF_APPROVAL: Type.Boolean({ default: false }),
  GUESTS_DECIDE: Type.Boolean({ default: false }),
  SCHEDULE: Type.Unsafe<'none' | 'application'>({ ...literals(['none', 'application']), default: 'none' }),
  NAMING_CONVENTION: Text,
  SCU_TOKENS_PER_DAY: Tokens,
  SCU_TOKENS_PER_RUN: Tokens,
  TOKENS_PER_SCU: Tokens
})

type Environment = Static<typeof Environment>
type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/** How the service proves to Entra which application it is. */
export type Credential = { readonly secret: string } | { readonly thumbprint: string, readonly privateKey: string }

/** The application registration of the service and the tenants that may use it. `authority` has no slash at its end. */
export interface IdentityConfig {
  readonly tenants: readonly string[]
  readonly clientId: string
  readonly credential: Credential
  readonly authority: string
  /** 32 bytes: signs cursors and seals stored tokens. */
  readonly encryptionKey: Uint8Array
}

/** What the service was started with. Without `identity` nobody can call it, so whoever starts it decides what that means. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly databaseUrl: string
  readonly logLevel: LogLevel
  readonly trustProxy: boolean
  readonly identity: IdentityConfig | undefined
  readonly deciding: { readonly clients: readonly string[], readonly context: string | undefined, readonly guests: boolean }
  readonly approvals: { readonly needed: number, readonly bySubmitter: boolean }
  readonly schedule: 'none' | 'application'
  readonly namingConvention: string | undefined
  readonly tokenBudgets: TokenBudgets
}

/** Reads the environment. Throws, naming the variable, when one has a wrong value or the identity is configured only in part. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = read(env)
  const identity = identityOf(given)
  if (given.SCHEDULE === 'application' && identity === undefined) throw new Error('`SCHEDULE` is `application`; set `CLIENT_ID` and its credential')
  const port = String(given.PORT)
  return Object.freeze({
    port: given.PORT, host: given.HOST, publicUrl: (given.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    databaseUrl: given.DATABASE_URL, logLevel: given.LOG_LEVEL, trustProxy: given.TRUST_PROXY, identity,
    deciding: { clients: listOf(given.DECIDING_CLIENTS), context: given.DECIDING_CONTEXT, guests: given.GUESTS_DECIDE },
    approvals: { needed: given.APPROVALS_NEEDED, bySubmitter: given.SELF_APPROVAL },
    schedule: given.SCHEDULE, namingConvention: given.NAMING_CONVENTION, tokenBudgets: budgetsOf(given)
  })
}

/** An empty variable counts as not set: that is how compose files and CI pass on what they do not have. */
function read(env: NodeJS.ProcessEnv): Environment {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const options = { customOptions: (ajv: Parameters<typeof ajvFormats.default>[0]) => ajvFormats.default(ajv, ['uri']) }
  return Value.Parse(Environment, envSchema({ schema: Environment, data: set, dotenv: false, env: false, ajv: options }))
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').map(item => item.trim()).filter(item => item !== '')
}

function budgetsOf({ SCU_TOKENS_PER_DAY: perDay, SCU_TOKENS_PER_RUN: perRun, TOKENS_PER_SCU: perScu }: Environment): TokenBudgets {
  return { ...perDay === undefined ? {} : { perDay }, ...perRun === undefined ? {} : { perRun }, ...perScu === undefined ? {} : { perScu } }
}

const identityNames = ['TENANTS', 'CLIENT_ID', 'CLIENT_SECRET', 'CLIENT_CERTIFICATE_THUMBPRINT', 'CLIENT_PRIVATE_KEY'] as const

function identityOf(given: Environment): IdentityConfig | undefined {
  const set = identityNames.filter(name => given[name] !== undefined)
  const [first] = set
  if (first === undefined) return undefined
  const tenants = listOf(needed(given.TENANTS, 'TENANTS', first)).map(id => id.toLowerCase())
  const wrong = tenants.find(id => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  if (wrong !== undefined) throw new Error(`\`TENANTS\` must list tenant ids, and \`${wrong}\` is none`)
  return {
    tenants, clientId: needed(given.CLIENT_ID, 'CLIENT_ID', first), credential: credentialOf(given),
    authority: given.AUTHORITY.replace(/\/+$/, ''), encryptionKey: keyOf(needed(given.ENCRYPTION_KEY, 'ENCRYPTION_KEY', first))
  }
}

function needed(value: string | undefined, name: string, because: string): string {
  if (value === undefined) throw new Error(`\`${name}\` is missing although \`${because}\` is set; set both or neither`)
  return value
}

function credentialOf(given: Environment): Credential {
  const { CLIENT_SECRET: secret, CLIENT_CERTIFICATE_THUMBPRINT: thumbprint, CLIENT_PRIVATE_KEY: privateKey } = given
  if (secret !== undefined && (thumbprint ?? privateKey) !== undefined) {
    throw new Error('`CLIENT_SECRET` and a client certificate are both set; set only one of them')
  }
  if (secret !== undefined) return { secret }
  if (thumbprint !== undefined || privateKey !== undefined) {
    return {
      thumbprint: needed(thumbprint, 'CLIENT_CERTIFICATE_THUMBPRINT', 'CLIENT_PRIVATE_KEY'),
      privateKey: needed(privateKey, 'CLIENT_PRIVATE_KEY', 'CLIENT_CERTIFICATE_THUMBPRINT').replaceAll('\\n', '\n')
    }
  }
  throw new Error('`CLIENT_SECRET` is missing; set it, or `CLIENT_CERTIFICATE_THUMBPRINT` with `CLIENT_PRIVATE_KEY`')
}

function keyOf(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) throw new Error('`ENCRYPTION_KEY` must be 32 bytes in base64, as `openssl rand -base64 32` writes them')
  return new Uint8Array(key)
}
