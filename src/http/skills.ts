import type { FastifyInstance } from 'fastify'
import { callSkill } from '#src/skills/call.ts'
import type { Ports } from '#src/skills/ports.ts'
import type { Skill } from '#src/skills/skill.ts'
import { callerOf } from './authorization.ts'
import { otherwise } from './components.ts'
import { signalOf } from './signals.ts'

/** One operation for each skill in the list: everything it says comes from the skill. */
export function addSkillRoutes(app: FastifyInstance, skills: readonly Skill[], ports: Ports): void {
  for (const skill of skills) {
    const input = inputOf(skill)
    app.route({
      method: skill.method, url: `/skills${skill.path}`, config: { needs: skill.needs, skill: skill.name },
      schema: {
        operationId: skill.name, summary: skill.summary, description: descriptionOf(skill), tags: ['skills'],
        ...(skill.method === 'GET' ? { querystring: input } : { body: input }),
        response: { 200: { 'x-response-description': 'A short answer; its `summary` is fit to show a person.', ...skill.output }, ...otherwise }
      },
      preValidation: async request => {
        if (skill.method === 'POST') request.body ??= {}
      },
      handler: async request => callSkill(skill, skill.method === 'GET' ? request.query : request.body,
        { ports, caller: callerOf(request), signal: signalOf(request) })
    })
  }
}

/** A skill's input without members that it does not name. */
export function inputOf({ input }: Skill) {
  return { ...input, additionalProperties: false }
}

function descriptionOf({ forModel, prompts }: Skill): string {
  return [forModel, ...prompts.map(prompt => `#ExamplePrompts ${prompt}`)].join('\n')
}
