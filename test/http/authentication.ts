import { test } from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { createVerifier } from '#src/http/authentication.ts'
import { application, audience, authority, consoleClient, createIssuer, tenantId } from '#test/fixtures/issuer.ts'

test('a person is known by tenant and object id, with scopes, directory roles, client and contexts', async t => {
  const { verifier, token } = await createIssuer()
  t.match(await verifier(await token({ scp: 'Lacuna.Read', acrs: ['c1'] })), {
    tid: tenantId, kind: 'person', clientId: consoleClient, scopes: ['Lacuna.Read'], roles: [],
    directoryRoles: [directoryRoles.globalAdministrator], isGuest: false, authenticationContexts: ['c1']
  })
})

test('an application is known by its roles only', async t => {
  const { verifier, token } = await createIssuer()
  t.match(await verifier(await token(application('Coverage.Read'))),
    { kind: 'application', scopes: [], roles: ['Coverage.Read'], directoryRoles: [] })
})

test('a token whose account kind is not told counts as a guest', async t => {
  const { verifier, token } = await createIssuer()
  t.ok((await verifier(await token({ acct: undefined }))).isGuest)
  t.ok((await verifier(await token({ acct: 1 }))).isGuest)
})

test('the identifier uri is accepted as audience', async t => {
  const { verifier, token } = await createIssuer()
  await t.resolves(verifier(await token({ aud: `api://${audience}` })))
})

test('a token is refused with the reason', async t => {
  const { verifier, token } = await createIssuer()
  const other = '99999999-9999-4999-8999-999999999999'
  const cases: [string, string, RegExp][] = [
    ['of another tenant', await token({ tid: other, iss: `${authority}/${other}/v2.0` }), /tenant is not served/],
    ['whose issuer is of another tenant', await token({ iss: `${authority}/${other}/v2.0` }), /`iss`/],
    ['of the old issuer', await token({ iss: `https://sts.windows.net/${tenantId}/` }), /`iss`/],
    ['for another audience', await token({ aud: other }), /`aud`/],
    ['that has expired', await token({ exp: 1_600_000_000 }), /expired/],
    ['that never expires', await token({ exp: undefined }), /`exp`/],
    ['without an object id', await token({ oid: undefined }), /`oid`/],
    ['without a tenant', await token({ tid: undefined }), /names no tenant/],
    ['that is none', 'abc', /not a JSON web token/],
    ['that was altered', alter(await token()), /signature/],
    ['signed by another key', await (await createIssuer()).token(), /signature/]
  ]
  for (const [name, presented, reason] of cases) await t.rejects(verifier(presented), { statusCode: 401, message: reason }, name)
})

test('an unsigned token is refused', async t => {
  const { verifier, token } = await createIssuer()
  const [, payload] = (await token()).split('.')
  const header = Buffer.from('{"alg":"none"}').toString('base64url')
  await t.rejects(verifier(`${header}.${payload}.`), { statusCode: 401, message: /RS256|malformed/ })
})

test('a person without any directory role in the token is told which setting is missing', async t => {
  const { verifier, token } = await createIssuer()
  await t.rejects(verifier(await token({ wids: undefined })), { statusCode: 403, message: /groupMembershipClaims: DirectoryRole/ })
})

test('an authority that cannot be reached refuses for now, not for good', async t => {
  const { token } = await createIssuer()
  const verifier = createVerifier({ tenants: [tenantId], audience, authority: 'http://127.0.0.1:9' })
  await t.rejects(verifier(await token()), { statusCode: 503, code: 'AUTHORITY-UNAVAILABLE', message: /try again/ })
})

function alter(token: string): string {
  const [header, payload = '', signature] = token.split('.')
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const altered = Buffer.from(JSON.stringify({ ...Object(claims), scp: 'Lacuna.Decide' })).toString('base64url')
  return `${header}.${altered}.${signature}`
}
