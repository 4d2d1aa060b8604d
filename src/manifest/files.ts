import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { stringify } from 'yaml'
import type { Skill } from '#src/skills/skill.ts'
import { agentManifest } from './agent.ts'
import { pluginManifest } from './plugin.ts'
import { fullOptimization, promptbookOf, promptListOf } from './promptbooks.ts'

export interface ManifestOptions {
  /** Where the service is reached, without a slash at its end. */
  readonly publicUrl: string
}

/** A file of the checkout. */
export interface WrittenFile {
  readonly path: string
  readonly text: string
}

/**
 * What Security Copilot is given: the plugin, the agent and a promptbook (as its unpublished format has it, and as a list of prompts to
 * paste). Throws when a skill is no operation of the document that the plugin points to.
 */
export function manifestFiles(skills: readonly Skill[], document: object, { publicUrl }: ManifestOptions): WrittenFile[] {
  const operations = operationIds(document)
  const missing = skills.find(({ name }) => !operations.has(name))
  if (missing !== undefined) throw new Error(`the skill \`${missing.name}\` is no operation of the document for Security Copilot`)
  return [
    { path: 'manifest/plugin.yaml', text: yaml(pluginManifest(publicUrl)) },
    { path: 'manifest/agent.yaml', text: yaml(agentManifest(skills)) },
    { path: 'manifest/promptbooks/full-optimization.json', text: `${JSON.stringify(promptbookOf(fullOptimization), null, 2)}\n` },
    { path: 'manifest/promptbooks/full-optimization.md', text: promptListOf(fullOptimization) }
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
