import { draftNextStep } from '#src/skills/draft-next-step.ts'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { evaluatePolicy } from '#src/skills/evaluate-policy.ts'
import { explainSuggestion } from '#src/skills/explain-suggestion.ts'
import { listChanges } from '#src/skills/list-changes.ts'
import { listRequirements } from '#src/skills/list-requirements.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { listUncoveredApps } from '#src/skills/list-uncovered-apps.ts'
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
  /** Its file's name, without what it ends with. */
  readonly file: string
  readonly name: string
  readonly description: string
  /** What the person is asked for before it runs, by the name used in angle brackets. */
  readonly inputs: readonly { readonly name: string, readonly description: string }[]
  readonly steps: readonly Step[]
}

const requirement = { name: 'Requirement', description: 'Id of the requirement that it is about, such as mfa-all-users' }
const preview: Step = { skill: previewChange, content: 'What would that draft change once it is enforced, and could it lock anybody out?' }

/** The whole optimization, up to a draft with its effect; submitting is left to the person. */
const fullOptimization: Promptbook = {
  file: 'full-optimization', name: 'Lacuna: full Conditional Access optimization',
  description: 'Reads the tenant, finds the gaps in Conditional Access, proves them, ranks what to do, and drafts the report-only policy for one requirement.',
  inputs: [requirement],
  steps: [
    { skill: runOptimization, content: 'Run the Conditional Access optimization and tell me which requirements have a gap or cannot be decided.' },
    { skill: listSuggestions, content: 'List the suggestions in their order, each with why and with what it would do.' },
    { skill: listUncoveredUsers, content: 'Which users does the requirement <Requirement> leave unprotected? Give the number, the conditions and the witness.' },
    { skill: draftReportOnlyPolicy, content: 'Draft the report-only policy that would close the gap of the requirement <Requirement>.' },
    preview
  ]
}

const newJoiners: Promptbook = {
  file: 'protect-new-joiners', name: 'Lacuna: protect new joiners',
  description: 'Reads the tenant, tells who is new since the reading before, and prepares what covers new joiners for one requirement.',
  inputs: [requirement],
  steps: [
    { skill: runOptimization, content: 'Read the tenant and tell me which users and applications are new since the reading before.' },
    { skill: listUncoveredUsers, content: 'Who is not covered by the requirement <Requirement>, and through which exclusion or missing group? Say which of them are new.' },
    { skill: draftReportOnlyPolicy, content: 'Draft the report-only policy for the requirement <Requirement>, so that new joiners are covered from their first sign-in.' },
    preview
  ]
}

const beforeTurningOn: Promptbook = {
  file: 'before-you-turn-it-on', name: 'Lacuna: before you turn it on',
  description: 'What one report-only policy does, what turning it on would change and for whom, and whether it could lock anybody out.',
  inputs: [
    { name: 'Policy', description: 'Id or exact name of the report-only policy' },
    { name: 'Suggestion', description: 'Id or exact title of the suggestion that turns it on, as ListSuggestions gives it' }
  ],
  steps: [
    { skill: evaluatePolicy, content: 'What does the policy <Policy> do, whom does it reach, and who is left out?' },
    { skill: explainSuggestion, content: 'Explain the suggestion <Suggestion>: what it rests on and what is not known.' },
    { skill: draftNextStep, content: 'Draft the step that carries out the suggestion <Suggestion>. Do not submit it.' },
    { skill: previewChange, content: 'Who would be blocked or asked for more by that draft, and could it lock out an administrator or an emergency account?' }
  ]
}

const evidence: Promptbook = {
  file: 'monthly-evidence', name: 'Lacuna: monthly evidence for an auditor',
  description: 'The state of every requirement, who and what is left out of one of them with a sign-in as proof, and the changes with who decided them.',
  inputs: [requirement],
  steps: [
    { skill: runOptimization, content: 'Read the tenant and say when and by whom it was read, and whether completely.' },
    { skill: listRequirements, content: 'List every requirement with its status and the number of users that it does not cover.' },
    { skill: listUncoveredUsers, content: 'Name the users whom the requirement <Requirement> does not cover, with the witness.' },
    { skill: listUncoveredApps, content: 'Name the applications that the requirement <Requirement> does not cover.' },
    { skill: listSuggestions, content: 'List what is proposed, and how many proposals people have put away.' },
    { skill: listChanges, content: 'List the changes of policies with their state and the link to each.' }
  ]
}

export const promptbooks: readonly Promptbook[] = [fullOptimization, newJoiners, beforeTurningOn, evidence]

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
  const how = 'Paste them one after the other into a session, select them there, and choose Create promptbook. Each step sees what the earlier ones answered.'
  return [`# ${name}`, description, asked.join('\n'), how, prompts.join('\n')].filter(part => part !== '').join('\n\n').concat('\n')
}
