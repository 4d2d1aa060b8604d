import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { listUncoveredUsers } from '#src/skills/list-uncovered-users.ts'
import { previewChange } from '#src/skills/preview-change.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import type { Skill } from '#src/skills/skill.ts'

/** One step: one skill, as a value, so that no step can name one that is not there. */
interface Step {
  readonly skill: Pick<Skill, 'name'>
  readonly content: string
}

export interface Promptbook {
  readonly name: string
  readonly description: string
  /** What the person is asked for before it runs, by the name used in angle brackets. */
  readonly inputs: readonly { readonly name: string, readonly description: string }[]
  readonly steps: readonly Step[]
}

/** The whole optimization, up to a draft with its effect; submitting is left to the person. */
export const fullOptimization: Promptbook = {
  name: 'Lacuna: full Conditional Access optimization',
  description: 'Reads the tenant, finds the gaps in Conditional Access, proves them, ranks what to do, and drafts the report-only policy for one requirement.',
  inputs: [{ name: 'Requirement', description: 'Id of the requirement to draft a policy for, such as mfa-all-users' }],
  steps: [
    { skill: runOptimization, content: 'Run the Conditional Access optimization and tell me which requirements have a gap or cannot be decided.' },
    { skill: listSuggestions, content: 'List the suggestions in their order, each with why and with what it would do.' },
    { skill: listUncoveredUsers, content: 'Which users does the requirement <Requirement> leave unprotected? Give the number, the conditions and the witness.' },
    { skill: draftReportOnlyPolicy, content: 'Draft the report-only policy that would close the gap of the requirement <Requirement>.' },
    { skill: previewChange, content: 'What would that draft change once it is enforced, and could it lock anybody out?' }
  ]
}

/** As Security Copilot's unpublished interface takes it (reference sheet, section 4). */
export function promptbookOf({ name, description, inputs, steps }: Promptbook): object {
  return {
    name, description, visibility: 'Private', tags: null,
    promptbookinputs: inputs.map(input => ({ ...input })),
    prompts: steps.map(({ skill, content }, sequenceNumber) => ({
      promptType: 'Prompt', content: `/${skill.name} ${content}`, skillName: skill.name, inputs: null, plugins: null, sequenceNumber
    }))
  }
}

/** The same steps as prompts to paste into a session. */
export function promptListOf({ name, description, inputs, steps }: Promptbook): string {
  const asked = inputs.map(input => `- \`<${input.name}>\`: ${input.description}`)
  const prompts = steps.map(({ skill, content }, index) => `${index + 1}. \`/${skill.name} ${content}\``)
  return [`# ${name}`, description, asked.join('\n'), prompts.join('\n')].filter(part => part !== '').join('\n\n').concat('\n')
}
