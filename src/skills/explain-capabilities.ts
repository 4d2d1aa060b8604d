import { Type } from 'typebox'
import { checkInstructions } from './check-instructions.ts'
import { draftNextStep } from './draft-next-step.ts'
import { draftReportOnlyPolicy } from './draft-report-only-policy.ts'
import { editDraft } from './edit-draft.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { evaluateSignIn } from './evaluate-sign-in.ts'
import { explainSuggestion } from './explain-suggestion.ts'
import { findConsolidations } from './find-consolidations.ts'
import { getChange } from './get-change.ts'
import { getUsage } from './get-usage.ts'
import { listChanges } from './list-changes.ts'
import { listRequirements } from './list-requirements.ts'
import { listSuggestions } from './list-suggestions.ts'
import { listUncoveredApps } from './list-uncovered-apps.ts'
import { listUncoveredUsers } from './list-uncovered-users.ts'
import { toRead } from './needs.ts'
import { previewChange } from './preview-change.ts'
import { ok, replyOf } from './reply.ts'
import { respondToSuggestion } from './respond-to-suggestion.ts'
import { runOptimization } from './run-optimization.ts'
import { skill, type Skill } from './skill.ts'
import { submitChangeForApproval } from './submit-change-for-approval.ts'

type Said = Pick<Skill, 'name'>

const capabilities: readonly { readonly asked: string, readonly by: readonly Said[] }[] = [
  { asked: 'Read the tenant and judge all of it', by: [runOptimization] },
  { asked: 'Which protections are in place', by: [listRequirements] },
  { asked: 'Who or what is left unprotected, with a sign-in as proof', by: [listUncoveredUsers, listUncoveredApps] },
  { asked: 'What one policy does, and whether a sign-in would succeed', by: [evaluatePolicy, evaluateSignIn] },
  { asked: 'What to do next and why; what people decided about it', by: [listSuggestions, explainSuggestion, respondToSuggestion] },
  { asked: 'Which policies could be one', by: [findConsolidations] },
  { asked: 'How a standing instruction in plain words would be understood', by: [checkInstructions] },
  { asked: 'Draft a report-only policy, change the draft, and see what it would do', by: [draftReportOnlyPolicy, editDraft, previewChange] },
  { asked: 'Carry out a suggestion that changes, turns on, merges or removes policies, step by step', by: [draftNextStep] },
  { asked: 'Submit a draft, and follow what becomes of it', by: [submitChangeForApproval, getChange, listChanges] },
  { asked: 'What these answers cost', by: [getUsage] }
]

/** What can be asked here, and what cannot. */
export const explainCapabilities = skill({
  name: 'ExplainCapabilities', path: '/capabilities', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Explain what Lacuna can do',
  forModel: 'Use when the person asks what Lacuna is, what it can do or help with, which questions, features or skills there are, how to begin, or for help, ' +
    'and when no other skill seems to fit. Answers what can be asked, with examples, and which skill answers it, and what is never done here: without the ' +
    'approval of a person Lacuna enforces nothing. It reads nothing of the tenant.',
  prompts: ['How do we get started with Lacuna? What is the plugin called Lacuna good for?', 'Give me an introduction. Help me, what is this?',
    'Introduce yourself. What should I ask you?', 'Which kind of questions do you understand? Getting started',
    'What are your limits? Tell me how you can support me', 'What commands are there? Show sample questions',
    'Do you ever enforce anything without approval? What is Lacuna?', 'What are you able to do? What is this tool for?', 'Where do I start with you?'],
  input: Type.Object({}),
  output: replyOf({
    capabilities: Type.Array(Type.Object({ asked: Type.String(), skills: Type.String({ description: 'Names of skills, comma-joined.' }) })),
    never: Type.String({ description: 'What is not done here.' })
  }),
  async run() {
    return {
      status: ok, summary: 'Lacuna finds, proves and closes gaps in Conditional Access: exactly for the whole tenant, with a concrete sign-in as proof, and with every change left to a person.',
      capabilities: capabilities.map(({ asked, by }) => ({ asked, skills: by.map(({ name }) => name).join(',') })),
      never: 'It approves and applies no change, enforces no policy by itself, and guesses nothing: what cannot be known is called unknown. ' +
        'Approving, settings and accepted exceptions need a person with a deciding client.'
    }
  }
})
