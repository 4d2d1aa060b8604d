import { test } from 'tap'
import { listUncoveredUsers } from '#src/skills/list-uncovered-users.ts'
import { tokensOf } from '#src/skills/tokens.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { callTool, startMcp } from '#test/fixtures/mcp.ts'
import { Memory, memoryPorts, snapshotOf } from '#test/fixtures/memory-ports.ts'
import { askRoute } from '#test/fixtures/service.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const input = { requirement: 'compliant-device-all-users', top: 20 }

/** People whose names are in a script that takes several tokens a letter. */
const scribes = Array.from({ length: 30 }, (_, n) => ({
  id: `90000000-0000-4000-8000-${String(n).padStart(12, '0')}`, displayName: `${'𒀀𒁹𒂍𒃻'.repeat(2)} ${n}`, userPrincipalName: `scribe.${n}@lantern.example`, userType: 'Member', accountEnabled: true
}))

test('a reply at the ceiling of tokens is the one of the route, and past a budget the summary alone', async t => {
  const memory = new Memory(snapshotOf(tenantOf({ ...smallTenant, users: [...smallTenant.users, ...scribes] })))
  const service = await startMcp(t, { ports: memoryPorts(memory) })
  const client = await service.client()
  const { text, data, isError } = await callTool(client, listUncoveredUsers.name, input)
  const tokens = await tokensOf(text)
  t.ok(tokens > 1200 && tokens <= 1500, `${tokens} tokens`)
  t.match({ isError, data }, { isError: false, data: JSON.parse(text) })
  t.match(await askRoute(service, listUncoveredUsers, input), { status: 200, text })
  memory.budgets = { perDay: tokens }
  const spent = await callTool(client, listUncoveredUsers.name, input)
  t.match(spent, { isError: false, data: { status: 'ok', summary: /Only the summary/, budget: 'spent', users: undefined } })
  t.ok(await tokensOf(spent.text) < 300)
})
