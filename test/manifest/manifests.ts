import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { parse } from 'yaml'
import { documentsOf } from '#src/http/documents.ts'
import { manifestFiles } from '#src/manifest/files.ts'
import { fullOptimization } from '#src/manifest/promptbooks.ts'
import { skills } from '#src/skills/all.ts'
import { startService } from '#test/fixtures/service.ts'

const schemas = new URL('../fixtures/schemas/', import.meta.url)
const schema = (name: string): Record<string, unknown> => Object(JSON.parse(readFileSync(new URL(name, schemas), 'utf8')))
const ajv = new Ajv2020({ strictRequired: false, strictTypes: false, allowUnionTypes: true, allowMatchingProperties: true, allErrors: true })
ajv.addSchema(schema('manifest.schema.json'), 'https://example.invalid/security-copilot/manifest.schema.json')
const isManifest = ajv.compile(schema('manifest.strict.schema.json'))
const isPromptbook = ajv.compile(schema('promptbook.schema.json'))

const { app } = await startService()
await app.ready()
const { skills: document } = documentsOf(app)
await app.close()
const files = new Map(manifestFiles(skills, document, { publicUrl: 'https://lacuna.example.com' }).map(({ path, text }) => [path, text]))
const read = (path: string): unknown => parse(files.get(path) ?? '')
const texts = [...files.values()].join('\n')
const names = new Set(skills.map(({ name }) => name))

for (const path of ['manifest/plugin.yaml', 'manifest/agent.yaml']) {
  t.test(`${path} keeps to the strict schema`, t => {
    t.ok(isManifest(read(path)), JSON.stringify(isManifest.errors))
    t.end()
  })
}

t.test('the plugin reads the skills document and asks for reading and proposing, never for deciding', t => {
  t.match(read('manifest/plugin.yaml'), {
    SkillGroups: [{ Format: 'API', Settings: { OpenApiSpecUrl: 'https://lacuna.example.com/openapi/skills.yaml' } }],
    Descriptor: { Authorization: { Scopes: 'api://YOUR-API-CLIENT-ID/Lacuna.Read api://YOUR-API-CLIENT-ID/Lacuna.Propose offline_access' } }
  })
  t.notMatch(texts, /Lacuna\.Decide/)
  t.notMatch(texts, /ClientSecret|Password|\bValue:/)
  t.end()
})

t.test('every skill is a tool of the agent, and every tool a skill', t => {
  const groups: unknown[] = Object(read('manifest/agent.yaml')).SkillGroups
  const tools: string[][] = groups.flatMap(group => Object(group).Skills.map((one: unknown) => Object(one).ChildSkills))
  for (const list of tools) t.same([...list].sort(), [...names].sort())
  t.end()
})

t.test('the agent runs every 24 hours, and its parts refer to each other', t => {
  const { Descriptor, SkillGroups, AgentDefinitions: [definition] } = Object(read('manifest/agent.yaml'))
  const own: string[] = SkillGroups[0].Skills.map((one: { Name: string }) => `${Descriptor.Name}.${one.Name}`)
  t.match(definition.Triggers, [{ DefaultPollPeriodSeconds: 86_400 }])
  t.ok(own.includes(definition.Triggers[0].ProcessSkill))
  t.ok(own.includes(definition.PromptSkill))
  t.same(definition.RequiredSkillsets, [Descriptor.Name, 'Lacuna'])
  t.end()
})

t.test('instructions stay short, and name only skills that are there', t => {
  const { SkillGroups: [{ Skills }] } = Object(read('manifest/agent.yaml'))
  for (const { Settings: { Instructions } } of Skills) {
    t.ok(Instructions.split(/\s+/).length < 600)
    const mentioned: string[] = Instructions.match(/\b(?:[A-Z][a-z]+){2,}\b/g) ?? []
    t.same(mentioned.filter(name => !names.has(name) && name !== 'UserRequest'), [])
  }
  t.end()
})

t.test('the promptbook keeps to its schema; what it asks for is used, and what it uses is asked for', t => {
  const book: unknown = JSON.parse(files.get('manifest/promptbooks/full-optimization.json') ?? '')
  t.ok(isPromptbook(book), JSON.stringify(isPromptbook.errors))
  const used = new Set(fullOptimization.steps.flatMap(({ content }) => [...content.matchAll(/<(\w+)>/g)].map(match => match[1])))
  t.same([...used], fullOptimization.inputs.map(({ name }) => name))
  for (const { name, description } of fullOptimization.inputs) t.not(name, description)
  for (const { skill } of fullOptimization.steps) t.ok(names.has(skill.name))
  t.end()
})

t.test('a skill that the document does not have cannot be written', t => {
  t.throws(() => manifestFiles(skills, { paths: {} }, { publicUrl: 'https://lacuna.example.com' }), /is no operation of the document/)
  t.end()
})

t.test('what is committed is what is written', t => {
  for (const [path, text] of files) t.equal(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), text, path)
  t.end()
})
