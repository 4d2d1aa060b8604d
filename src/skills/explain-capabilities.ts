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
  summary: 'Explain what Lacuna is, how it works, and what it can and can\'t do',
  forModel: 'Use when asked for help, an introduction or how to begin with Lacuna itself: what you are and are able to do here, your features and ' +
    'functions, your limits, what is not supported, how exact your analysis is (never sampled), which data you read, licences required, how you differ from ' +
    'Microsoft\'s own Conditional Access agent, and when no other skill fits. Answers which questions are possible, with examples and the skill for each, ' +
    'which roles and permissions are needed, and what is never done unless a person agrees.',
  prompts: [
    'How do I get started, where do I begin? Kindly help me. Which skills do you have? List your commands. Example questions, please. What does the plugin ' +
      'do, and what are its limits?',
    'Can Lacuna change things itself, is it safe in production? How does the approval process work in general, what is the workflow? Introduce yourself in ' +
      'a few short sentences to my colleague. Which languages do you understand, can I talk to you in mine? Lacuna versus the Microsoft agent.'
  ],
  input: Type.Object({}),
  output: replyOf({
    capabilities: Type.Array(Type.Object({ asked: Type.String(), skills: Type.String({ description: 'Names of skills, comma-joined.' }) })),
    reads: Type.String({ description: 'What is read of the tenant, and how it is judged.' }), roles: Type.String({ description: 'Who may use it.' }), never: Type.String({ description: 'What is not done here.' })
  }),
  async run() {
    return {
      status: ok, summary: 'Lacuna finds, proves and closes gaps in Conditional Access: exactly for the whole tenant, with a concrete sign-in as proof, and with every change left to a person.',
      capabilities: capabilities.map(({ asked, by }) => ({ asked, skills: by.map(({ name }) => name).join(',') })),
      reads: 'Policies, named locations, users, groups, roles, applications and licences, by Microsoft Graph on behalf of the operator; calculated for every user and application, not sampled. Only Conditional Access is judged.',
      roles: 'Security Reader and Global Reader may ask; Conditional Access, Security and Global Administrator may also draft and submit.',
      never: 'It approves and applies no change, enforces no policy by itself, and guesses nothing: what cannot be known is called unknown. ' +
        'Approving, settings and accepted exceptions need a person with a deciding client.'
    }
  }
})
