import { checkInstructions } from '#src/skills/check-instructions.ts'
import { draftNextStep } from '#src/skills/draft-next-step.ts'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { editDraft } from '#src/skills/edit-draft.ts'
import { evaluatePolicy } from '#src/skills/evaluate-policy.ts'
import { evaluateSignIn } from '#src/skills/evaluate-sign-in.ts'
import { explainCapabilities } from '#src/skills/explain-capabilities.ts'
import { explainSuggestion } from '#src/skills/explain-suggestion.ts'
import { getChange } from '#src/skills/get-change.ts'
import { getRun } from '#src/skills/get-run.ts'
import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { listUncoveredUsers } from '#src/skills/list-uncovered-users.ts'
import { previewChange } from '#src/skills/preview-change.ts'
import { respondToSuggestion } from '#src/skills/respond-to-suggestion.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import { submitChangeForApproval } from '#src/skills/submit-change-for-approval.ts'
import type { Skill } from '#src/skills/skill.ts'

/** What an agent does: its steps in order, and the skills that it needs for them. */
export interface Task {
  readonly instructions: string
  readonly tools: readonly Skill[]
}

/** What both of the agent's skills keep to. */
const rules = [
  'Report what the skills answer; add no policies, users or numbers of your own.',
  'Where an answer says unknown, say unknown and why. Never present unknown as protected.',
  'Name the witness: the concrete sign-in that proves a gap.',
  'You never approve, apply or enforce a change: a person does, at the link that is answered.'
]

/**
 * The optimization. One coarse operation does the work, once; suggestions are explained afterwards. `12h` is more than a trigger's
 * period can hide and less than a day, so that a day without news ends after the first step.
 */
export const optimization: Task = {
  instructions: instructed([
    `Call ${runOptimization.name} exactly once, with monitored = {{MonitoredObjects}} and since = 12h. While it answers running, ask ${getRun.name} with its runId.`,
    'If it answers that nothing is new, repeat that sentence and stop: call nothing else.',
    'Tell what is new since the reading before, and who changed it. Give the number of requirements with a gap, and of those that cannot be decided.',
    `Call ${listSuggestions.name} once and report, in its order, each suggestion with why, its effect and its lockout check, and say which are new or returned.`,
    `For the first three suggestions that are new or returned, call ${explainSuggestion.name} and explain each in two sentences, with the witness.`,
    `Only if AllowReportOnly is true: for each of those three that makes a new policy, call ${draftReportOnlyPolicy.name}; where its relation is equivalent, call ${submitChangeForApproval.name} with the justification "proven to change no outcome".`,
    'If AllowReportOnly is anything else, draft nothing and submit nothing.'
  ], ['AllowReportOnly is: {{AllowReportOnly}}', 'Standing instructions of the tenant, which the skills follow already; mention them where they matter: {{Instructions}}']),
  tools: [runOptimization, getRun, listSuggestions, explainSuggestion, draftReportOnlyPolicy, submitChangeForApproval]
}

/** A conversation, with every skill that a person may ask for. */
export function conversation(tools: readonly Skill[]): Task {
  return {
    tools,
    instructions: instructed([
      'Answer the question in UserRequest with the one skill that fits it best. Ask back when a name is ambiguous, with the candidates that were answered.',
      `Asked what you can do, answer with ${explainCapabilities.name}.`,
      `Asked what to do or which first, take ${listSuggestions.name}; asked for more about one, or why a policy is proposed, ${explainSuggestion.name}.`,
      `Asked who the users are, take ${listUncoveredUsers.name} with the requirement under discussion.`,
      `Asked whether somebody would get in, take ${evaluateSignIn.name}; what a policy does, ${evaluatePolicy.name}.`,
      `Asked to prepare a policy, take ${draftReportOnlyPolicy.name}; to carry out a suggestion that changes what is there, ${draftNextStep.name}. Leave somebody out of a draft or add a role with ${editDraft.name}. Show what ${previewChange.name} says before anything is submitted.`,
      `Asked to leave somebody out of all suggestions, or to keep an instruction, take ${checkInstructions.name} and say that a person sets it.`,
      `Keep with ${respondToSuggestion.name} what the person decides about a suggestion, in their words.`,
      `Submit with ${submitChangeForApproval.name} only when the person asks for it, with the justification they give. Follow it with ${getChange.name}.`,
      'Asked to summarise, use what was answered in this session before calling anything again.'
    ])
  }
}

function instructed(steps: readonly string[], given: readonly string[] = []): string {
  const about = given.length === 0 ? '' : `\n# Given\n${given.map(line => `- ${line}`).join('\n')}\n`
  return `You help an identity administrator with Microsoft Entra Conditional Access.\n\n# What to do\n${numbered(steps)}\n\n# Rules\n${numbered(rules)}\n${about}`
}

function numbered(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n')
}
