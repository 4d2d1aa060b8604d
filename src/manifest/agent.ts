import { listSuggestions } from '#src/skills/list-suggestions.ts'
import { listUncoveredUsers } from '#src/skills/list-uncovered-users.ts'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { editDraft } from '#src/skills/edit-draft.ts'
import { evaluateSignIn } from '#src/skills/evaluate-sign-in.ts'
import { explainCapabilities } from '#src/skills/explain-capabilities.ts'
import { explainSuggestion } from '#src/skills/explain-suggestion.ts'
import { getChange } from '#src/skills/get-change.ts'
import { getRun } from '#src/skills/get-run.ts'
import { previewChange } from '#src/skills/preview-change.ts'
import { respondToSuggestion } from '#src/skills/respond-to-suggestion.ts'
import { runOptimization } from '#src/skills/run-optimization.ts'
import { submitChangeForApproval } from '#src/skills/submit-change-for-approval.ts'
import type { Skill } from '#src/skills/skill.ts'
import { pluginName } from './plugin.ts'

const agentName = 'LacunaAgent'
const optimize = 'OptimizeConditionalAccess'
const ask = 'AskAboutConditionalAccess'

/** Every 24 hours. */
const period = 86_400

/** What both of the agent's skills keep to. */
const rules = [
  'Report what the skills answer; do not add policies, users or numbers of your own.',
  'Where an answer says unknown, say unknown and why. Never present unknown as protected.',
  'Name the witness: the concrete sign-in that proves a gap.',
  `Draft with ${draftReportOnlyPolicy.name}; show what ${previewChange.name} says before anything is submitted.`,
  'A draft is in report-only mode. You never approve or apply a change: a person does, at the link that is answered.'
]

const optimization = [
  `Run ${runOptimization.name}. While it answers running, ask ${getRun.name} with its run id.`,
  'Tell what is new since the reading before, and who changed it.',
  `Then take ${listSuggestions.name} and report, in its order, each suggestion with why, its effect and its lockout check, and say which are new or returned.`,
  `For each requirement with a gap, give the number of users and the witness from ${listUncoveredUsers.name}.`,
  'Draft nothing and submit nothing unless a person asks.'
]

const conversation = [
  'Answer the question in UserRequest with the skills. Ask back when a name is ambiguous, with the candidates that were answered.',
  `Use ${evaluateSignIn.name} when asked whether somebody would get in, and why.`,
  `Explain a suggestion with ${explainSuggestion.name}. Keep with ${respondToSuggestion.name} what the person says of it, in their words.`,
  `Change a draft with ${editDraft.name} before it is submitted. Asked what you can do, answer with ${explainCapabilities.name}.`,
  `Submit with ${submitChangeForApproval.name} only when the person asks for it, with the justification they give. Follow it with ${getChange.name}.`
]

function numbered(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n')
}

function instructions(task: readonly string[]): string {
  return `You help an identity administrator with Microsoft Entra Conditional Access.\n\n# What to do\n${numbered(task)}\n\n# Rules\n${numbered(rules)}\n`
}

/** The agent: an optimization every 24 hours, and a conversation. Its tools are the plugin's skills. */
export function agentManifest(skills: readonly Skill[]): object {
  const ChildSkills = skills.map(({ name }) => name)
  return {
    Descriptor: {
      Name: agentName, DisplayName: 'Lacuna Agent',
      Description: 'Optimizes Microsoft Entra Conditional Access every 24 hours and answers questions about it, with the skills of the Lacuna plugin.'
    },
    SkillGroups: [{
      Format: 'AGENT',
      Skills: [
        {
          Name: optimize, DisplayName: 'Optimize Conditional Access', Description: 'Runs the whole optimization and reports the gaps, their proof and what closes them.',
          Interfaces: ['Agent'], Inputs: [], Settings: { Instructions: instructions(optimization) }, ChildSkills
        },
        {
          Name: ask, DisplayName: 'Ask about Conditional Access', Description: 'Answers questions about Conditional Access and prepares report-only policies.',
          Interfaces: ['InteractiveAgent'], Inputs: [{ Name: 'UserRequest', Description: 'What the person asks.', Required: true }],
          Settings: { OrchestratorSkill: 'DefaultAgentOrchestrator', Instructions: instructions(conversation) },
          SuggestedPrompts: [
            ...starters([listUncoveredUsers, listSuggestions, runOptimization])
          ],
          ChildSkills
        }
      ]
    }],
    AgentDefinitions: [{
      Name: agentName, DisplayName: 'Lacuna Conditional Access',
      Description: 'Finds, proves and closes the gaps in Conditional Access. Every change waits for a person.',
      Publisher: 'Lacuna', Product: 'Lacuna', RequiredSkillsets: [agentName, pluginName], AgentSingleInstanceConstraint: 'Tenant',
      PromptSkill: `${agentName}.${ask}`,
      Triggers: [{ Name: 'Daily', DefaultPollPeriodSeconds: period, FetchSkill: '', ProcessSkill: `${agentName}.${optimize}` }]
    }]
  }
}

/** Persona 4 is the identity administrator. */
function starters(list: readonly Pick<Skill, 'summary' | 'prompts'>[]): object[] {
  return list.map(({ summary, prompts: [Prompt = summary] }) => ({ Prompt, Title: summary, Personas: [4], IsStarterAgent: true }))
}
