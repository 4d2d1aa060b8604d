import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { stringify } from 'yaml'
import type { Skill } from '#src/skills/skill.ts'
import { agentManifest, agentName } from './agent.ts'
import { kqlManifest } from './kql.ts'
import { mcpPluginManifest } from './mcp-plugin.ts'
import type { ManifestOptions } from './names.ts'
import { pluginManifest } from './plugin.ts'
import { packageManifest, storeManifest } from './store.ts'
import { promptbookOf, promptbooks, promptListOf } from './promptbooks.ts'

/** A file of the checkout. */
export interface WrittenFile {
  readonly path: string
  readonly text: string
}

/**
 * What Security Copilot is given: the plugin, the agent, sign-in evidence and the promptbooks (as their unpublished format has it, and as lists
 * of prompts to paste). Throws when a skill is no operation of the document that the plugin points to.
 */
export function manifestFiles(skills: readonly Skill[], document: object, options: ManifestOptions): WrittenFile[] {
  const operations = operationIds(document)
  const missing = skills.find(({ name }) => !operations.has(name))
  if (missing !== undefined) throw new Error(`the skill \`${missing.name}\` is no operation of the document for Security Copilot`)
  return [
    { path: 'manifest/plugin.yaml', text: yaml(pluginManifest(options)) },
    { path: 'manifest/plugin-aad-delegated.yaml', text: yaml(pluginManifest(options, 'AADDelegated')) },
    { path: 'manifest/plugin-mcp.yaml', text: yaml(mcpPluginManifest(skills, options)) },
    { path: 'manifest/agent.yaml', text: yaml(agentManifest(skills, 'fetch')) },
    { path: 'manifest/agent-without-fetch.yaml', text: yaml(agentManifest(skills, 'without fetch')) },
    { path: 'manifest/kql.yaml', text: yaml(kqlManifest()) },
    { path: 'manifest/store/PackageManifest.yaml', text: yaml(packageManifest()) },
    { path: `manifest/store/${agentName}/AgentManifest.yaml`, text: yaml(storeManifest(skills, options)) },
    ...promptbooks.flatMap(book => [
      { path: `manifest/promptbooks/${book.file}.json`, text: `${JSON.stringify(promptbookOf(book), null, 2)}\n` },
      { path: `manifest/promptbooks/${book.file}.md`, text: promptListOf(book) }
    ])
  ]
}

function yaml(manifest: object): string {
  return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false })
}

const Operations = Type.Object({ paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Object({ operationId: Type.String() }))) })

function operationIds(document: object): ReadonlySet<string> {
  const { paths } = Value.Parse(Operations, document)
  return new Set(Object.values(paths).flatMap(path => Object.values(path).map(({ operationId }) => operationId)))
}
