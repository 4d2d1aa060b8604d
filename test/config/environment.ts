import { test } from 'tap'
import { readConfig } from '#src/config.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const tenant = '11111111-0000-4000-8000-000000000001'
const identity = { TENANTS: tenant.toUpperCase(), CLIENT_ID: 'lacuna', CLIENT_SECRET: 'secret', ENCRYPTION_KEY: key }

test('an empty environment starts without an identity, on the embedded database', async (t) => {
  const config = readConfig({})
  t.equal(config.identity, undefined)
  t.match(config, { port: 3000, host: '127.0.0.1', publicUrl: 'http://localhost:3000', databaseUrl: 'pglite:.lacuna/data', schedule: 'none' })
  t.same(config.deciding, { clients: [], context: undefined, guests: false })
  t.same(config.approvals, { needed: 1, bySubmitter: false })
  t.ok(Object.isFrozen(config))
})

test('a whole identity is taken, with a secret or with a certificate', async (t) => {
  t.match(readConfig(identity).identity, {
    tenants: [tenant], clientId: 'lacuna', credential: { secret: 'secret' }, authority: 'https://login.microsoftonline.com'
  })
  t.same(readConfig(identity).identity?.encryptionKey, new Uint8Array(32).fill(7))
  const certificate = { ...identity, CLIENT_SECRET: '', CLIENT_CERTIFICATE_THUMBPRINT: 'AB', CLIENT_PRIVATE_KEY: 'line\\nline', AUTHORITY: 'https://login.example/' }
  t.match(readConfig(certificate).identity, { credential: { thumbprint: 'AB', privateKey: 'line\nline' }, authority: 'https://login.example' })
})

test('lists are taken apart and empty variables count as not set', async (t) => {
  const config = readConfig({ DECIDING_CLIENTS: ' a, b ,', DECIDING_CONTEXT: '', PUBLIC_URL: 'https://lacuna.example/', GUESTS_DECIDE: 'true', PORT: '8080' })
  t.same(config.deciding, { clients: ['a', 'b'], context: undefined, guests: true })
  t.match(config, { publicUrl: 'https://lacuna.example', port: 8080 })
})

test('budgets of tokens are none unless they are given', async t => {
  t.strictSame(readConfig({}).tokenBudgets, {})
  t.strictSame(readConfig({ SCU_TOKENS_PER_DAY: '200000', SCU_TOKENS_PER_RUN: '8000', TOKENS_PER_SCU: '40000' }).tokenBudgets, { perDay: 200_000, perRun: 8000, perScu: 40_000 })
  t.strictSame(readConfig({ SCU_TOKENS_PER_RUN: '8000' }).tokenBudgets, { perRun: 8000 })
})

const refused: [string, NodeJS.ProcessEnv, RegExp][] = [
  ['a client without its tenants', { CLIENT_ID: 'lacuna' }, /`TENANTS` is missing although `CLIENT_ID` is set/],
  ['tenants without a client', { TENANTS: tenant }, /`CLIENT_ID` is missing although `TENANTS` is set/],
  ['a client without a credential', { ...identity, CLIENT_SECRET: '' }, /`CLIENT_SECRET` is missing/],
  ['an identity without a key', { ...identity, ENCRYPTION_KEY: '' }, /`ENCRYPTION_KEY` is missing/],
  ['a key that is too short', { ...identity, ENCRYPTION_KEY: 'c2hvcnQ=' }, /`ENCRYPTION_KEY` must be 32 bytes/],
  ['a thumbprint without its key', { ...identity, CLIENT_SECRET: '', CLIENT_CERTIFICATE_THUMBPRINT: 'AB' }, /`CLIENT_PRIVATE_KEY` is missing/],
  ['two credentials', { ...identity, CLIENT_PRIVATE_KEY: 'key' }, /only one of them/],
  ['a tenant by its name', { ...identity, TENANTS: 'contoso.example' }, /`TENANTS` must list tenant ids, and `contoso.example` is none/],
  ['a port that is no number', { PORT: 'http' }, /PORT must be integer/],
  ['a budget of nothing', { SCU_TOKENS_PER_DAY: '0' }, /SCU_TOKENS_PER_DAY must be >= 1/],
  ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL must be equal to one of the allowed values/],
  ['an address that is none', { PUBLIC_URL: 'lacuna' }, /PUBLIC_URL must match format "uri"/],
  ['a schedule without an identity', { SCHEDULE: 'application' }, /`SCHEDULE` is `application`; set `CLIENT_ID`/]
]

for (const [what, env, message] of refused) {
  test(`${what} stops the start with a sentence that names the variable`, async (t) => {
    t.throws(() => readConfig(env), { message })
  })
}
