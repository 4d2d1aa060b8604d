import type { Skill } from '#src/skills/skill.ts'
import { agentName, agentOf } from './agent.ts'
import { entraName, type ManifestOptions } from './names.ts'
import { pluginManifest } from './plugin.ts'

/** What the Security Store reads first: the parts of the package (reference sheet, section 3.4). */
export function packageManifest(): object {
  return {
    schema: { version: '1.0.0' },
    manifest: [{ id: agentName, description: 'Finds, proves and closes the gaps in Conditional Access. Every change waits for a person.', type: 'CopilotAgent' }]
  }
}

/** The agent as the Store takes it: with the plugin's skills in the same manifest, as a package has one, and without a fetch skill. */
export function storeManifest(skills: readonly Skill[], options: ManifestOptions): object {
  const { Descriptor: { Settings, SupportedAuthTypes, Authorization }, SkillGroups } = pluginManifest(options)
  const agent = agentOf(skills, { fetch: '', requires: [entraName] })
  return {
    ...agent, Descriptor: { ...agent.Descriptor, Settings, SupportedAuthTypes, Authorization }, SkillGroups: [...SkillGroups, ...agent.SkillGroups]
  }
}
