import { isFetched, type Skill } from '#src/skills/skill.ts'
import type { ManifestOptions } from './names.ts'
import { codeFlow, words } from './plugin.ts'

/** Longer than any skill waits. */
const timeout = 120

/**
 * The plugin once more, its skills read from the service by the Model Context Protocol instead of from the OpenAPI document. It has the same
 * name, so that the agent and the promptbooks go with either. The address cannot be a setting in this format.
 */
export function mcpPluginManifest(skills: readonly Skill[], options: ManifestOptions): object {
  return {
    Descriptor: { ...words, SupportedAuthTypes: ['OAuthAuthorizationCodeFlow'], Authorization: codeFlow(options) },
    SkillGroups: [{
      Format: 'MCP',
      Settings: {
        Endpoint: `${options.publicUrl}/mcp`, UseStreamableHttp: true, UsePluginAuth: true, TimeoutInSeconds: timeout,
        AllowedTools: skills.filter(skill => !isFetched(skill)).map(({ name }) => name).join(',')
      }
    }]
  }
}
