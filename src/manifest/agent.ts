import { listPendingRuns } from '#src/skills/list-pending-runs.ts'
import { isFetched, type Skill } from '#src/skills/skill.ts'
import { conversation, optimization, type Task } from './instructions.ts'
import { entraName, pluginName } from './names.ts'
import { suggestedPrompts } from './suggested-prompts.ts'

export const agentName = 'LacunaAgent'
const optimize = 'OptimizeConditionalAccess'
const ask = 'AskAboutConditionalAccess'

/** Every 24 hours. */
const period = 86_400

/** What the optimization is told: by the run that is fetched, or by the settings of the same names. */
const inputs = [
  { Name: 'MonitoredObjects', Description: 'What to report: users, apps, or both comma-joined.', Required: true },
  { Name: 'AllowReportOnly', Description: 'true: report-only policies that are proven to change no outcome are submitted without asking.', Required: true },
  { Name: 'Instructions', Description: 'Standing instructions of the tenant, in sentences.', Required: false }
]

const defaults: Readonly<Record<string, string>> = { MonitoredObjects: 'users,apps', AllowReportOnly: 'false', Instructions: '' }
const labels: Readonly<Record<string, string>> = { MonitoredObjects: 'Monitored objects', AllowReportOnly: 'Allow report-only policies', Instructions: 'Standing instructions' }

const settings = inputs.map(({ Name, Description, Required }) => ({
  Name, Label: labels[Name], Description, HintText: defaults[Name] === '' ? 'None' : defaults[Name], SettingType: 'String', Required, DefaultValue: defaults[Name]
}))

/**
 * The agent: an optimization every 24 hours and by hand, and a conversation. Its tools are the plugin's skills. With `fetch` the
 * service says whether a run is due, so that a quiet day costs nothing; without, each day's run begins, and ends with one sentence
 * if nothing is new.
 */
export function agentManifest(skills: readonly Skill[], trigger: 'fetch' | 'without fetch'): object {
  return agentOf(skills, { fetch: trigger === 'fetch' ? `${pluginName}.${listPendingRuns.name}` : '', requires: [pluginName, entraName] })
}

/** The agent with the skills that are in its own manifest or in those that it requires. */
export function agentOf(skills: readonly Skill[], { fetch, requires }: { readonly fetch: string, readonly requires: readonly string[] }) {
  const talk = conversation(skills.filter(skill => !isFetched(skill)))
  const ProcessSkill = `${agentName}.${optimize}`
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
          Interfaces: ['Agent'], Inputs: inputs, ...parts(optimization)
        },
        {
          Name: ask, DisplayName: 'Ask about Conditional Access', Description: 'Answers questions about Conditional Access and prepares report-only policies.',
          Interfaces: ['InteractiveAgent'], Inputs: [{ Name: 'UserRequest', Description: 'What the person asks.', Required: true }],
          ...parts(talk), SuggestedPrompts: suggestedPrompts
        }
      ]
    }],
    AgentDefinitions: [{
      Name: agentName, DisplayName: 'Lacuna Access Gap Agent',
      Description: 'Finds, proves and closes the gaps in Conditional Access. Every change waits for a person.',
      Publisher: 'Lacuna', Product: 'Lacuna', RequiredSkillsets: [agentName, ...requires], AgentSingleInstanceConstraint: 'Tenant',
      Settings: settings, PromptSkill: `${agentName}.${ask}`,
      Triggers: [
        { Name: 'Daily', DefaultPollPeriodSeconds: period, FetchSkill: fetch, ProcessSkill },
        { Name: 'ByHand', DefaultPollPeriodSeconds: 0, FetchSkill: '', ProcessSkill }
      ]
    }]
  }
}

function parts({ instructions, tools }: Task) {
  return { Settings: { OrchestratorSkill: 'DefaultAgentOrchestrator', Instructions: instructions }, ChildSkills: tools.map(({ name }) => name) }
}
