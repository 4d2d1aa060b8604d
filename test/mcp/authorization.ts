import t from 'tap'
import { directoryRoles } from '#src/domain/operator.ts'
import { skills } from '#src/skills/all.ts'
import { application, authority, copilotClient } from '#test/fixtures/issuer.ts'
import { callTool, startMcp } from '#test/fixtures/mcp.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const elsewhere = '99999999-9999-4999-8999-999999999999'
const { client, token, url, memory } = await startMcp(t)

t.test('without a token that is accepted nothing is listed, and the refusal says where to sign in', async t => {
  const refused: [string, string, number][] = [
    ['no token', '', 401], ['no JSON web token', 'abc', 401], ['an expired token', await token({ exp: 1_600_000_000 }), 401],
    ['a token of another tenant', await token({ tid: elsewhere, iss: `${authority}/${elsewhere}/v2.0` }), 401],
    ['a token for another audience', await token({ aud: elsewhere }), 401], ['a token without directory roles', await token({ wids: undefined }), 403]
  ]
  for (const [name, presented, status] of refused) {
    await t.rejects(client(presented), { code: status }, name)
    for (const method of ['POST', 'GET', 'DELETE']) {
      const { status: answered, headers } = await fetch(url, { method, headers: { authorization: `Bearer ${presented}` } })
      t.equal(answered, status, `${name}, ${method}`)
      if (status === 401) t.match(headers.get('www-authenticate'), /^Bearer .*resource_metadata="https:\/\/lacuna\.example\/\.well-known\/oauth-protected-resource\/mcp"$/)
    }
  }
})

t.test('each tool asks for what its skill asks for', async t => {
  const reader = { wids: [directoryRoles.securityReader] }
  const cases: [string, Record<string, unknown>, string | null, string | null][] = [
    ['an administrator', {}, null, null],
    ['a reader', reader, null, 'role-missing'],
    ['a plain user', { wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] }, 'role-missing', 'role-missing'],
    ['an administrator with a token to read', { scp: 'Lacuna.Read' }, null, 'scope-missing'],
    ['an administrator with a token to propose', { scp: 'Lacuna.Propose' }, 'scope-missing', null],
    ['an administrator with a token to decide', { scp: 'Lacuna.Decide' }, 'scope-missing', 'scope-missing'],
    ['an application that reads', application('Coverage.Read'), null, 'application-role-missing'],
    ['an application that drafts', application('Drafts.Write'), 'application-role-missing', null],
    ['an application with directory roles', { ...application(), wids: [directoryRoles.globalAdministrator] }, 'application-role-missing', 'application-role-missing']
  ]
  for (const [name, claims, reading, drafting] of cases) {
    const one = await client(await token(claims))
    const asked = { ListUncoveredUsers: [{}, reading], DraftReportOnlyPolicy: [{ requirement: 'mfa-all-users' }, drafting] } as const
    for (const [tool, [input, refusal]] of Object.entries(asked)) {
      const { isError, problem, text } = await callTool(one, tool, input)
      t.match({ isError, problem }, refusal === null ? { isError: false } : { isError: true, problem: { type: `urn:lacuna:problem:${refusal}` } }, `${name}, ${tool}: ${text}`)
    }
  }
})

t.test('what a refused caller asked for is not done', async t => {
  const drafts = memory.drafts.size
  const reader = await client(await token({ wids: [directoryRoles.securityReader] }))
  const { text } = await callTool(reader, 'DraftReportOnlyPolicy', { requirement: 'block-legacy-authentication' })
  t.equal(text, 'the caller holds none of the directory roles that this operation needs')
  t.equal(memory.drafts.size, drafts)
})

t.test('no tool decides: a change that was submitted through tools waits, whatever is called', async t => {
  t.same([...new Set(skills.map(({ needs }) => needs.scope))].sort(), ['Lacuna.Propose', 'Lacuna.Read'])
  const one = await client(await token({ azp: copilotClient, scp: 'Lacuna.Read Lacuna.Propose' }))
  await callTool(one, 'DraftReportOnlyPolicy', { requirement: 'mfa-all-users' })
  const [draft = ''] = memory.drafts.keys()
  await callTool(one, 'SubmitChangeForApproval', { draft, justification: 'closes the gap' })
  const [change = ''] = memory.changes.keys()
  for (const tool of ['approve', 'ApproveChange', 'POST /v1/changes/approve']) await t.rejects(one.callTool({ name: tool, arguments: { change } }), { code: -32602 })
  t.match([...memory.changes.values()], [{ state: 'submitted' }])
})

t.test('the tenant is the token\'s, not one that a caller names', async t => {
  const one = await client()
  const { isError, text } = await callTool(one, 'ListUncoveredUsers', { tenant: elsewhere, user: ids.ben })
  t.ok(isError)
  t.match(text, /must NOT have additional properties/)
})
