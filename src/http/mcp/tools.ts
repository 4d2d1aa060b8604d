import type { Tool } from '@modelcontextprotocol/sdk/types.js'
import { Type } from 'typebox'
import type { Skill } from '#src/skills/skill.ts'
import { inputOf } from '../skills.ts'

/** A skill as a tool: its words and shapes are the skill's own. */
export interface SkillTool {
  readonly skill: Skill
  readonly input: ReturnType<typeof inputOf>
  readonly output: Record<string, unknown>
  readonly tool: Tool
}

/** Structured content is an object; a reply of another kind is told as text alone. */
export function toolOf(skill: Skill): SkillTool {
  const input = inputOf(skill)
  const output = { ...skill.output }
  return {
    skill, input, output,
    tool: {
      name: skill.name, title: skill.summary, description: skill.forModel, inputSchema: input, ...Type.IsObject(skill.output) ? { outputSchema: { ...output, type: 'object' } } : {},
      annotations: { readOnlyHint: skill.effect === 'read', destructiveHint: false, idempotentHint: skill.effect === 'read', openWorldHint: false }
    }
  }
}
