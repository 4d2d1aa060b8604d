import { Type } from 'typebox'
import { checkInstructions } from './check-instructions.ts'
import { draftReportOnlyPolicy } from './draft-report-only-policy.ts'
import { editDraft } from './edit-draft.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { evaluateSignIn } from './evaluate-sign-in.ts'
import { explainSuggestion } from './explain-suggestion.ts'
import { findConsolidations } from './find-consolidations.ts'
import { getChange } from './get-change.ts'
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
  { asked: 'Submit a draft, and follow what becomes of it', by: [submitChangeForApproval, getChange, listChanges] }
]

/** What can be asked here, and what cannot. */
export const explainCapabilities = skill({
  name: 'ExplainCapabilities', path: '/capabilities', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Explain what Lacuna can do',
  forModel: 'Use when the person asks what Lacuna can do or help with, or when no other skill seems to fit. Answers what can be asked and which skill ' +
    'answers it, and what is never done here. It reads nothing of the tenant and changes nothing.',
  prompts: ['What can you do for our Conditional Access?', 'How can Lacuna help me?'],
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
