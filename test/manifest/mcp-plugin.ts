import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { mcpPluginManifest } from '#src/manifest/mcp-plugin.ts'
import { pluginManifest } from '#src/manifest/plugin.ts'
import { skills } from '#src/skills/all.ts'
import { startMcp } from '#test/fixtures/mcp.ts'

const schema = (name: string): Record<string, unknown> => Object(JSON.parse(readFileSync(new URL(`../fixtures/schemas/${name}`, import.meta.url), 'utf8')))
const ajv = new Ajv2020({ strictRequired: false, strictTypes: false, allowUnionTypes: true, allowMatchingProperties: true, allErrors: true })
ajv.addSchema(schema('manifest.schema.json'), 'https://example.invalid/security-copilot/manifest.schema.json')
const isManifest = ajv.compile(schema('manifest.strict.schema.json'))

const options = { publicUrl: 'https://lacuna.example' }
const manifest = mcpPluginManifest(skills, options)
const { SkillGroups: [{ Settings }], Descriptor } = Object(manifest)

t.test('the plugin of format MCP keeps to the strict schema', t => {
  t.ok(isManifest(manifest), JSON.stringify(isManifest.errors))
  t.end()
})

t.test('it names the endpoint that the service tells clients of, and tools that are there', async t => {
  const { client, url } = await startMcp(t)
  const metadata: unknown = await (await fetch(new URL('/.well-known/oauth-protected-resource', url))).json()
  t.match(Settings, { Endpoint: Object(metadata).resource, UseStreamableHttp: true, UsePluginAuth: true })
  const { tools } = await (await client()).listTools()
  t.same(tools.filter(({ outputSchema }) => outputSchema !== undefined).map(({ name }) => name), Settings.AllowedTools.split(','))
})

t.test('it signs people in as the other plugin does, under the same name', t => {
  const { Descriptor: other } = Object(pluginManifest(options))
  t.same([Descriptor.Name, Descriptor.Authorization], [other.Name, other.Authorization])
  t.notMatch(JSON.stringify(manifest), /Lacuna\.Decide|ClientSecret/)
  t.end()
})
