import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { documentsOf, yamlOf } from '#src/http/documents.ts'
import { manifestFiles } from '#src/manifest/files.ts'
import { counted, lint } from '#src/manifest/lint/lint.ts'
import { promptbooks } from '#src/manifest/promptbooks.ts'
import { skills } from '#src/skills/all.ts'
import { isFetched } from '#src/skills/skill.ts'
import { startService } from '#test/fixtures/service.ts'

const { app } = await startService()
await app.ready()
const { skills: document } = documentsOf(app)
await app.close()
const files = new Map(manifestFiles(skills, document, { publicUrl: 'https://lacuna.example.com' }).map(({ path, text }) => [path, text]))
const read = (path: string) => Object(parse(files.get(path) ?? ''))
const texts = [...files.values()].join('\n')
const names = new Set(skills.map(({ name }) => name))
const agents = ['manifest/agent.yaml', 'manifest/agent-without-fetch.yaml']
const given = (paths: readonly string[]) => [{ file: 'openapi/skills.yaml', bytes: Buffer.from(yamlOf(document)) },
  ...paths.map(file => ({ file, bytes: Buffer.from(files.get(file) ?? '') }))]

t.test('every file keeps to the strict linter, and what belongs together resolves together', t => {
  const paths = [...files.keys()].filter(path => /\.(yaml|json)$/.test(path) && !path.startsWith('manifest/store/'))
  t.ok(paths.length >= 9)
  t.same(counted(lint(given(paths), { strict: true }), { strict: true }), [])
  const [store = ''] = [...files.keys()].filter(path => path.endsWith('AgentManifest.yaml'))
  t.same(counted(lint(given([store]), { strict: true }), { strict: true }), [])
  t.end()
})

t.test('without the plugin beside it, the agent does not pass: the linter does look across files', t => {
  const found = lint([{ file: 'agent.yaml', bytes: Buffer.from(files.get('manifest/agent.yaml') ?? '') }], { strict: true })
  t.ok(found.some(({ code }) => code === 'unknown-skillset') && found.some(({ code }) => code === 'child-skill'))
  t.end()
})

t.test('the plugin reads the skills document, takes its address from a setting, and asks for reading and proposing, never for deciding', t => {
  t.match(read('manifest/plugin.yaml'), {
    SkillGroups: [{ Format: 'API', Settings: { OpenApiSpecUrl: 'https://lacuna.example.com/openapi/skills.yaml', EndpointUrlSettingName: 'ServiceAddress' } }],
    Descriptor: { Settings: [{ Name: 'ServiceAddress', Required: true }], Authorization: { Scopes: 'api://YOUR-API-CLIENT-ID/Lacuna.Read api://YOUR-API-CLIENT-ID/Lacuna.Propose offline_access' } }
  })
  t.match(read('manifest/plugin-aad-delegated.yaml'), {
    Descriptor: { Name: 'Lacuna', SupportedAuthTypes: ['AADDelegated'], Authorization: { Type: 'AADDelegated', EntraScopes: 'api://YOUR-API-CLIENT-ID/Lacuna.Read,api://YOUR-API-CLIENT-ID/Lacuna.Propose' } }
  })
  t.notMatch(texts, /Lacuna\.Decide/)
  t.notMatch(texts, /ClientSecret|Password|\bValue:/)
  t.end()
})

t.test('ids that are given stand in the place of what is to be filled in', t => {
  const filled = manifestFiles(skills, document, { publicUrl: 'https://gaps.contoso.com', tenantId: 'tenant-1', apiClientId: 'api-1', copilotClientId: 'copilot-1' })
  t.notMatch(filled.map(({ text }) => text).join('\n'), /YOUR-|lacuna\.example/)
  const plugin = filled.find(({ path }) => path === 'manifest/plugin.yaml')?.text ?? ''
  for (const part of ['/tenant-1/oauth2/', 'api://api-1/Lacuna.Read', 'ClientId: copilot-1', 'https://gaps.contoso.com/openapi/skills.yaml']) t.ok(plugin.includes(part), part)
  t.end()
})

t.test('the conversation has every skill but the one that the trigger fetches; the optimization has few', t => {
  const asked = skills.filter(skill => !isFetched(skill)).map(({ name }) => name)
  t.equal(skills.length - asked.length, 1)
  for (const path of agents) {
    const [optimize, ask] = read(path).SkillGroups[0].Skills
    t.same(ask.ChildSkills, asked)
    t.ok(optimize.ChildSkills.length < 8 && optimize.ChildSkills[0] === 'RunOptimization')
  }
  t.end()
})

t.test('the agent runs every 24 hours and by hand, and requires itself, the plugin and Entra', t => {
  for (const path of agents) {
    const { AgentDefinitions, Descriptor } = read(path)
    t.equal(AgentDefinitions.length, 1)
    const [{ Triggers, RequiredSkillsets, Settings }] = AgentDefinitions
    t.match(Triggers, [{ DefaultPollPeriodSeconds: 86_400 }, { DefaultPollPeriodSeconds: 0, FetchSkill: '' }])
    t.equal(Triggers[0].FetchSkill, path === agents[0] ? 'Lacuna.ListPendingRuns' : '')
    t.same(RequiredSkillsets, [Descriptor.Name, 'Lacuna', 'Entra'])
    const [optimize] = read(path).SkillGroups[0].Skills
    t.same(Settings.map(({ Name }: { Name: string }) => Name), optimize.Inputs.map(({ Name }: { Name: string }) => Name))
  }
  t.end()
})

t.test('a run that is fetched has exactly the inputs of the skill that it starts', t => {
  const fetched = skills.find(isFetched)
  const row = fetched?.output.type === 'array' ? Object.keys(fetched.output.items.properties) : []
  const [optimize] = read('manifest/agent.yaml').SkillGroups[0].Skills
  t.same(optimize.Inputs.map(({ Name }: { Name: string }) => Name), row)
  t.end()
})

t.test('instructions stay short, name only skills that are there, and begin with the one coarse operation', t => {
  for (const path of agents) {
    const all: { Settings: { Instructions: string }, ChildSkills: string[] }[] = read(path).SkillGroups[0].Skills
    for (const { Settings: { Instructions }, ChildSkills } of all) {
      t.ok(Instructions.split(/\s+/).length < 600, `${Instructions.split(/\s+/).length} words`)
      const mentioned: string[] = Instructions.match(/\b(?:[A-Z][a-z]+){2,}\b/g) ?? []
      t.same(mentioned.filter(name => !ChildSkills.includes(name) && !['UserRequest', 'MonitoredObjects', 'AllowReportOnly'].includes(name)), [])
    }
    const [{ Settings: { Instructions } }] = read(path).SkillGroups[0].Skills
    const at = (name: string): number => String(Instructions).indexOf(name)
    t.match(Instructions, /1\. Call RunOptimization exactly once/)
    t.ok(at('RunOptimization') < at('ListSuggestions') && at('ListSuggestions') < at('ExplainSuggestion'))
  }
  t.end()
})

t.test('the interactive agent has the one input, and a prompt for each documented conversation', t => {
  const [, ask] = read('manifest/agent.yaml').SkillGroups[0].Skills
  t.match(ask, { Interfaces: ['InteractiveAgent'], Inputs: [{ Name: 'UserRequest' }] })
  t.equal(ask.Inputs.length, 1)
  const prompts: { Prompt: string, IsStarterAgent: boolean, Personas?: number[] }[] = ask.SuggestedPrompts
  for (const about of [/What can you do/, /first, and why/, /Tell me more/, /Who are the users/, /Why do you propose this policy/, /Summarise/, /Exclude a person/, /Include a role/]) {
    t.equal(prompts.filter(({ Prompt }) => about.test(Prompt)).length, 1, String(about))
  }
  const starters = prompts.filter(({ IsStarterAgent }) => IsStarterAgent)
  t.ok(starters.length >= 3 && starters.every(({ Personas }) => Personas?.includes(4) === true))
  t.end()
})

t.test('there are four promptbooks, each step forces one skill, and the list says the same as the JSON', t => {
  t.same(promptbooks.map(({ file }) => file), ['full-optimization', 'protect-new-joiners', 'before-you-turn-it-on', 'monthly-evidence'])
  for (const { file, steps } of promptbooks) {
    const book: { prompts: { content: string, skillName: string }[] } = Object(JSON.parse(files.get(`manifest/promptbooks/${file}.json`) ?? ''))
    t.same(book.prompts.map(({ skillName }) => skillName), steps.map(({ skill }) => skill.name))
    for (const { content, skillName } of book.prompts) {
      t.ok(content.startsWith(`/${skillName} `) && names.has(skillName), content)
      t.ok(files.get(`manifest/promptbooks/${file}.md`)?.includes(`\`${content}\``), content)
    }
  }
  t.end()
})

t.test('sign-in evidence names the workspace by settings, and the period by an input', t => {
  const { Descriptor, SkillGroups: [group] } = read('manifest/kql.yaml')
  const settings: string[] = Descriptor.Settings.map(({ Name }: { Name: string }) => Name)
  for (const { Settings, Inputs } of group.Skills) {
    t.same(settings.map(name => Settings[name]), settings.map(name => `{{${name}}}`))
    t.ok(Inputs.some(({ Name }: { Name: string }) => Name === 'Days'))
    t.match(Settings.Template, /^SigninLogs\n\| where TimeGenerated > ago\(toint\("\{\{Days\}\}"\) \* 1d\)/)
    t.match(Settings.Template, /\| top 20 by /, 'the reply stays short')
  }
  t.equal(group.Skills.length, 3)
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

t.test('the schemas that the linter runs with are those of the fixtures', t => {
  for (const name of ['manifest.schema.json', 'manifest.strict.schema.json', 'promptbook.schema.json']) {
    t.equal(readFileSync(new URL(`../../src/manifest/lint/${name}`, import.meta.url), 'utf8'), readFileSync(new URL(`../fixtures/schemas/${name}`, import.meta.url), 'utf8'), name)
  }
  t.end()
})
