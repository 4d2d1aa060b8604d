import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { skills } from '#src/skills/all.ts'
import { asking } from '#test/fixtures/asking.ts'
import { everyCall } from '#test/fixtures/every-call.ts'
import { callTool, startMcp } from '#test/fixtures/mcp.ts'
import { askRoute, startService } from '#test/fixtures/service.ts'

const service = await startMcp(t)
const client = await service.client()

t.test('every skill is a tool with the words and shapes of the skill', async t => {
  const { tools } = await client.listTools()
  t.same(tools.map(({ name }) => name), skills.map(({ name }) => name))
  for (const { summary, forModel, input, output, effect, name } of skills) {
    t.match(tools.find(tool => tool.name === name), {
      title: summary, description: forModel, inputSchema: { ...JSON.parse(JSON.stringify(input)), additionalProperties: false },
      outputSchema: output.type === 'object' ? JSON.parse(JSON.stringify(output)) : undefined,
      annotations: { readOnlyHint: effect === 'read', idempotentHint: effect === 'read', destructiveHint: false, openWorldHint: false }
    }, name)
  }
})

t.test('every tool answers what the skill answers and what its route answers, in text and, but for a list, as data', async t => {
  const calls = await everyCall(asking())
  t.strictSame([...new Set(calls.map(({ skill }) => skill.name))], skills.map(({ name }) => name))
  const asRoutes = await startService()
  t.teardown(() => asRoutes.app.close())
  for (const { skill, input, reply } of calls) {
    const asked = `${skill.name} ${JSON.stringify(input)}`
    const { text, isError, data } = await callTool(client, skill.name, { ...input })
    const route = await askRoute(asRoutes, skill, input)
    t.ok(!isError && route.status === 200, asked)
    t.equal(text, route.text, asked)
    t.ok(isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(reply))), `${asked}: ${text}`)
    t.ok(isDeepStrictEqual(data, skill.output.type === 'object' ? JSON.parse(text) : undefined), asked)
  }
})
